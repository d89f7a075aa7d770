/**
 * The operator's end of a tunnel through the API, which has already said what it is for.
 *
 * @module
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { TunnelProtocol } from "../../api/client/mod.ts";
import { decodeTunnelControl, isTunnelControl, type TunnelControl } from "../../protocol/mod.ts";
import { apiClient, noteProblem } from "../session/session.ts";

/** How far a tunnel is. */
export type TunnelState = "opening" | "open" | "closed";

/** What a page does with a tunnel. */
export interface TunnelHandlers {
  /** It is open: say what has to be said first. */
  readonly opened: (send: TunnelSend) => void;
  /** A frame of the protocol came. */
  readonly received: (frame: string | Uint8Array, send: TunnelSend) => void;
}

/** Sends a frame. */
export type TunnelSend = (frame: string | Uint8Array) => void;

/** A tunnel as a page has it. */
export interface Tunnel {
  readonly state: TunnelState;
  /** Why there is none. */
  readonly problem: unknown;
  /** What the device says about the tunnel: that it waits for consent, or was refused. */
  readonly note: string | undefined;
  readonly send: TunnelSend;
  readonly close: () => void;
  /** Opens another one in its place. */
  readonly reopen: () => void;
}

/** Opens a tunnel as long as a component is there and `wanted`. */
export function useTunnel(
  id: string,
  protocol: TunnelProtocol,
  handlers: TunnelHandlers,
  wanted = true,
): Tunnel {
  const [state, setState] = useState<TunnelState>("closed");
  const [problem, setProblem] = useState<unknown>();
  const [note, setNote] = useState<string>();
  const [round, setRound] = useState(0);
  const socket = useRef<WebSocket | undefined>(undefined);
  const latest = useRef(handlers);
  latest.current = handlers;
  const send: TunnelSend = (frame) => {
    if (socket.current?.readyState === WebSocket.OPEN) socket.current.send(frame as BufferSource);
  };
  const control = (message: TunnelControl | undefined) => {
    if (message?.type === "console") setNote(message.msg ?? undefined);
  };

  useEffect(() => {
    if (!wanted) return;
    let over = false;
    setState("opening");
    setProblem(undefined);
    setNote(undefined);
    apiClient().tunnel(id, protocol).then((opened) => {
      if (over) return opened.close();
      socket.current = opened;
      opened.addEventListener("open", () => {
        setState("open");
        latest.current.opened(send);
      });
      opened.addEventListener("message", ({ data }) => {
        if (typeof data === "string" && isTunnelControl(data)) control(decodeTunnelControl(data));
        else latest.current.received(typeof data === "string" ? data : new Uint8Array(data), send);
      });
      opened.addEventListener("close", () => over || setState("closed"));
    }, (reason) => {
      if (over) return;
      noteProblem(reason);
      setProblem(reason);
      setState("closed");
    });
    return () => {
      over = true;
      socket.current?.close();
      socket.current = undefined;
    };
  }, [id, protocol, wanted, round]);

  return {
    state,
    problem,
    note,
    send,
    close: () => socket.current?.close(),
    reopen: () => setRound(round + 1),
  };
}
