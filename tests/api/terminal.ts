import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { TunnelProtocol, ViewerTunnel } from "../../protocol/mod.ts";

/** A WebSocket that is opened, or refused. */
export interface Opening {
  readonly socket: WebSocket;
  readonly opened: Promise<unknown>;
  /** The status with which it is refused. */
  readonly refused: Promise<number | undefined>;
}

/** Opens a WebSocket that trusts this certificate. */
export function openSocket(
  url: string,
  { ca, protocols, origin }: {
    readonly ca: string;
    readonly protocols: string[];
    readonly origin?: string;
  },
): Opening {
  const socket = new WebSocket(url, protocols, {
    ca,
    ...(origin === undefined ? {} : { origin }),
  });
  const opened = once(socket, "open");
  opened.catch(() => {});
  const refused = new Promise<number | undefined>((resolve) => {
    socket.once("unexpected-response", (_request: unknown, response: IncomingMessage) => {
      resolve(response.statusCode);
      response.destroy();
    });
  });
  socket.on("error", () => {});
  return { socket, opened, refused };
}

/**
 * Types a line into the terminal behind a tunnel until it answers as it should, for at most 10 s;
 * what it said. A shell may pass over what is typed while it begins.
 */
export async function runInTerminal(
  socket: WebSocket,
  line: string,
  answer: RegExp,
): Promise<string> {
  const tunnel = new ViewerTunnel({
    protocol: TunnelProtocol.Terminal,
    options: { cols: 80, rows: 25 },
  });
  let text = "";
  let typing: ReturnType<typeof setInterval> | undefined;
  const answered = new Promise<void>((resolve) => {
    socket.on("message", (data: Uint8Array, isBinary: boolean) => {
      const frame = isBinary ? new Uint8Array(data) : String(data);
      const step = tunnel.receive(frame);
      for (const answer of step.send) socket.send(answer);
      for (const event of step.events) {
        if (event.type === "started") {
          typing = setInterval(() => socket.send(new TextEncoder().encode(line)), 500);
        }
        if (event.type !== "data") continue;
        text += typeof event.frame === "string"
          ? event.frame
          : new TextDecoder().decode(event.frame);
        if (answer.test(text)) resolve();
      }
    });
  });
  const late = new AbortController();
  await Promise.race([answered, sleep(10_000, undefined, { signal: late.signal })]);
  late.abort();
  clearInterval(typing);
  socket.close();
  return text;
}
