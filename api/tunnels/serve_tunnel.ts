import type { WSContext, WSEvents } from "hono/ws";
import type { DeviceTunnel } from "../backend.ts";
import { ApiError, apiError } from "../errors.ts";
import type { ServingContext } from "../route.ts";
import { openTunnel, type Ticket } from "../handlers/tunnels.ts";
import type { TunnelProtocol } from "../schemas/tunnels.ts";
import { watchSession } from "../sessions/session_watch.ts";
import { relay } from "./relay.ts";
import { ToDevice } from "./to_device.ts";

const NUMBERS: Readonly<Record<TunnelProtocol, string>> = {
  terminal: "1",
  desktop: "2",
  files: "5",
};

type Frame = string | Uint8Array<ArrayBuffer>;

/** Serves a tunnel on a WebSocket; disposes of `counted` when it has ended. */
export function serveTunnel(auth: ServingContext, ticket: Ticket, counted: Disposable): WSEvents {
  const ended = new AbortController();
  let ws: WSContext | undefined;
  let tunnel: DeviceTunnel | undefined;
  let onReady = (): void => {};
  const ready = new Promise<void>((resolve) => onReady = resolve);
  let stop = (_why: ApiError): void => {};
  const toDevice = new ToDevice(ready, () => ws, () => stop(tooFast()));
  const check = protocolCheck(ticket.protocol);
  const receive = (frame: Frame): void => {
    if (!check(frame)) return stop(otherProtocol(ticket.protocol));
    toDevice.add(frame, async (frame) => await tunnel?.send(frame));
  };
  return {
    onOpen: (_event, opened) => {
      ws = opened;
      ws.binaryType = "arraybuffer";
      Object.assign(ws.raw ?? {}, { binaryType: "arraybuffer" }); // Deno's own says Blob
      stop = (why) => {
        fail(opened, why);
        toDevice.end();
        tunnel?.close();
      };
      const watched = { store: auth.store, caller: ticket.caller, storeGrace: auth.storeGrace };
      const unwatch = watchSession(watched, stop);
      ended.signal.addEventListener("abort", unwatch);
      openTunnel(auth, ticket).then(async (made) => {
        tunnel = made;
        if (ended.signal.aborted) return made.close();
        onReady();
        await relay(made, opened, ended.signal);
        opened.close(1000, "the device ended the tunnel");
      }).catch((error: unknown) => fail(opened, apiError(error)));
    },
    onMessage: ({ data }) => {
      if (typeof data === "string") receive(data);
      else if (data instanceof ArrayBuffer) receive(new Uint8Array(data));
      else if (ArrayBuffer.isView(data)) receive(copy(data));
    },
    onClose: () => {
      ended.abort();
      toDevice.end();
      tunnel?.close();
      counted[Symbol.dispose]();
    },
  };
}

/** Whether a frame may go through: a protocol that the ticket is not for ends the tunnel. */
function protocolCheck(protocol: TunnelProtocol): (frame: Frame) => boolean {
  let started = false;
  return (frame) => {
    if (started || (typeof frame === "string" && frame.startsWith("{"))) return true;
    started = frame === NUMBERS[protocol];
    return started;
  };
}

function otherProtocol(protocol: TunnelProtocol): ApiError {
  const number = NUMBERS[protocol];
  return new ApiError("invalid", `The ticket is for ${protocol}: begin with “${number}”.`);
}

function tooFast(): ApiError {
  return new ApiError("too_large", "The device takes data more slowly than you send it.");
}

function copy({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}

/** The reason of a closing frame has at most 123 bytes. */
function fail(ws: WSContext, { code, message }: ApiError): void {
  const reason = new TextEncoder().encode(`${code}: ${message}`).subarray(0, 120);
  ws.close(4000, new TextDecoder().decode(reason));
}
