import { Buffer } from "node:buffer";
import type { ClientRequest } from "node:http";
import { request as send } from "node:https";
import { Readable } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import { WebSocket } from "ws";

/** How the public names are reached from this machine. */
export interface PublicDoor {
  /** PEM of the certificate, which is its own authority. */
  readonly ca: string;
  /** Where nginx listens on 127.0.0.1. */
  readonly port: number;
  /** The loopback address that clients come from. @default {"127.0.0.1"} */
  readonly from?: string;
}

/**
 * A `fetch` of `https://console.example.com` and the like, which goes to the nginx on this machine with
 * that name in SNI and Host. Bodies are streamed both ways.
 */
export function publicFetch(
  { ca, port, from }: PublicDoor,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { hostname, pathname, search } = new URL(request.url);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const sent = send({
      host: "127.0.0.1",
      port,
      servername: hostname,
      ca,
      ...(from === undefined ? {} : { localAddress: from }),
      agent: false,
      method: request.method,
      path: pathname + search,
      headers: { ...Object.fromEntries(request.headers), host: hostname },
      signal: request.signal,
    }, (message) => {
      const { statusCode: status = 0 } = message;
      const empty = [204, 304].includes(status);
      if (empty) message.resume();
      const headers = Object.entries(message.headers)
        .map(([name, value]): [string, string] => [name, String(value)]);
      const body = empty ? null : Readable.toWeb(message) as unknown as ReadableStream;
      resolve(new Response(body, { status, headers }));
    });
    sent.on("error", reject);
    if (request.body === null) sent.end();
    else pump(request.body, sent).catch((error) => sent.destroy(error as Error));
    return await promise;
  };
}

async function pump(body: ReadableStream<Uint8Array>, sent: ClientRequest): Promise<void> {
  for await (const piece of body) {
    if (sent.destroyed) return;
    const room = sent.write(Buffer.from(piece));
    if (!room) {
      await new Promise<void>((resolve) => sent.once("drain", resolve).once("close", resolve));
    }
  }
  sent.end();
}

/** The same for a WebSocket. */
export function publicSocket(
  { ca, port }: PublicDoor,
  url: string,
  { protocols = [], origin, headers }: {
    readonly protocols?: readonly string[];
    readonly origin?: string | undefined;
    readonly headers?: Readonly<Record<string, string>> | undefined;
  } = {},
): WebSocket {
  const { hostname } = new URL(url);
  const socket = new WebSocket(url, [...protocols], {
    ca,
    perMessageDeflate: false,
    headers: { ...headers, host: hostname },
    ...(origin === undefined ? {} : { origin }),
    createConnection: ((options: ConnectionOptions) =>
      connect({
        ...options,
        path: undefined,
        host: "127.0.0.1",
        port,
        servername: hostname,
      } as ConnectionOptions)) as never,
    // As browsers write it; Deno's server does not find a protocol in a list without blanks.
    finishRequest: (request: ClientRequest) => {
      if (protocols.length > 0) {
        request.setHeader("sec-websocket-protocol", protocols.join(", "));
      }
      request.end();
    },
  });
  socket.binaryType = "arraybuffer";
  return socket;
}
