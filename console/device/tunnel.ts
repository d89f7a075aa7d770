/**
 * The operator's end of a tunnel through the API.
 *
 * @module
 */
import { useEffect, useRef, useState } from "preact/hooks";
import type { TunnelProtocol as TunnelName } from "../../api/client/mod.ts";
import {
  type TunnelOptions,
  TunnelProtocol,
  ViewerTunnel,
  type ViewerTunnelEvent,
} from "../../protocol/mod.ts";
import { apiClient, noteProblem } from "../session/session.ts";

/** How far a tunnel is. */
export type TunnelState = "opening" | "open" | "closed";

/** What a page does with a tunnel. */
export interface TunnelHandlers {
  /** What the device has to know before it begins: the size of a terminal. */
  readonly options?: () => Omit<TunnelOptions, "type">;
  /** The device is there: say what has to be said first. */
  readonly opened: (send: TunnelSend) => void;
  /** A frame of the protocol came. */
  readonly received: (frame: string | Uint8Array, send: TunnelSend) => void;
  /** It has ended, or another one takes its place. */
  readonly closed?: () => void;
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

const PROTOCOLS: Readonly<Record<TunnelName, number>> = {
  terminal: TunnelProtocol.Terminal,
  desktop: TunnelProtocol.Desktop,
  files: TunnelProtocol.Files,
};

/** Opens a tunnel as long as a component is there and `wanted`. */
export function useTunnel(
  id: string,
  protocol: TunnelName,
  handlers: TunnelHandlers,
  wanted = true,
): Tunnel {
  const [state, setState] = useState<TunnelState>("opening");
  const [problem, setProblem] = useState<unknown>();
  const [note, setNote] = useState<string>();
  const [round, setRound] = useState(0);
  const socket = useRef<WebSocket | undefined>(undefined);
  const latest = useRef(handlers);
  latest.current = handlers;
  const send: TunnelSend = (frame) => {
    if (socket.current?.readyState === WebSocket.OPEN) socket.current.send(frame as BufferSource);
  };
  const happened = (event: ViewerTunnelEvent) => {
    if (event.type === "data") latest.current.received(event.frame, send);
    else if (event.type === "started") {
      setState("open");
      latest.current.opened(send);
    } else if (event.control.type === "console") setNote(event.control.msg ?? undefined);
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
      const viewer = new ViewerTunnel({
        protocol: PROTOCOLS[protocol],
        ...(latest.current.options === undefined ? {} : { options: latest.current.options() }),
      });
      opened.addEventListener("message", ({ data }) => {
        try {
          const step = viewer.receive(typeof data === "string" ? data : new Uint8Array(data));
          step.send.forEach(send);
          step.events.forEach(happened);
        } catch (reason) {
          setProblem(reason); // what does not follow the protocol ends the tunnel
          opened.close();
        }
      });
      opened.addEventListener("close", () => {
        if (over) return;
        setState("closed");
        latest.current.closed?.();
      });
    }, (reason) => {
      if (over) return;
      noteProblem(reason);
      setProblem(reason);
      setState("closed");
    });
    return () => {
      over = true;
      latest.current.closed?.();
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
