import { once } from "node:events";
import type { ClientRequest, IncomingMessage } from "node:http";
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
    // As browsers write it; Deno's server does not find a protocol in a list without blanks.
    finishRequest: (request: ClientRequest) => {
      request.setHeader("sec-websocket-protocol", protocols.join(", "));
      request.end();
    },
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

/** Types a line into the terminal behind a tunnel, and reads for two seconds. */
export async function runInTerminal(socket: WebSocket, line: string): Promise<string> {
  const tunnel = new ViewerTunnel({
    protocol: TunnelProtocol.Terminal,
    options: { cols: 80, rows: 25 },
  });
  let text = "";
  socket.on("message", (data: Uint8Array, isBinary: boolean) => {
    const frame = isBinary ? new Uint8Array(data) : String(data);
    const step = tunnel.receive(frame);
    for (const answer of step.send) socket.send(answer);
    for (const event of step.events) {
      if (event.type === "started") {
        setTimeout(() => socket.send(new TextEncoder().encode(line)), 500);
      }
      if (event.type !== "data") continue;
      text += typeof event.frame === "string" ? event.frame : new TextDecoder().decode(event.frame);
    }
  });
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  socket.close();
  return text;
}
