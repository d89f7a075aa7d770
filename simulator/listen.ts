/**
 * The ports of a simulator. Loaded only when one is opened, so that a page that connects in memory
 * loads neither `ws` nor anything of Node's.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { AgentIdentity } from "../protocol/mod.ts";
import type { AgentSession, ServerSocket } from "./agent_session.ts";

/** Where to listen, and who takes what comes. */
export interface PortOptions {
  readonly hostname: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Its key must be extractable. Without, the port speaks plain HTTP. */
  readonly tls: AgentIdentity | undefined;
  accept(socket: ServerSocket, address: string): AgentSession;
  /** Takes one end of a tunnel. */
  relay(socket: ServerSocket, query: URLSearchParams): void;
}

/** A port that is open. */
export interface OpenPort {
  /** `ws://…` or `wss://…`, without a path. */
  readonly url: string;
  /** Also ends what is still connected. */
  close(): Promise<void>;
}

/** Paths of tunnels. */
const RELAY_PATHS: ReadonlySet<string> = new Set(["/meshrelay.ashx", "/devicefile.ashx"]);

/** Opens a port for WebSockets: `/agent.ashx` and the ends of tunnels. */
export async function openPort(options: PortOptions): Promise<OpenPort> {
  const { hostname, tls } = options;
  const server: Server = tls === undefined
    ? createHttpServer(notFound)
    : createHttpsServer(await asPem(tls), notFound);
  const webSockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Uint8Array) => {
    stream.on("error", () => stream.destroy());
    const [path = "", query] = request.url?.split("?") ?? [];
    if (path !== "/agent.ashx" && !RELAY_PATHS.has(path)) {
      stream.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const address = request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "";
    webSockets.handleUpgrade(request, stream, head as Buffer, (socket) => {
      if (path !== "/agent.ashx") {
        return options.relay(socket as unknown as ServerSocket, new URLSearchParams(query));
      }
      const session = options.accept(socket as unknown as ServerSocket, address);
      keepAlive(socket, session);
    });
  });
  const connections = new Set<Socket>();
  server.on("connection", (connection: Socket) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
  });
  await listening(server, options);
  const { port } = server.address() as AddressInfo;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  return {
    url: `${tls === undefined ? "ws" : "wss"}://${host}:${port}`,
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Not closeAllConnections(): it misses those in the middle of a TLS handshake.
      for (const connection of connections) connection.destroy();
      return closed;
    },
  };
}

/** A native agent sends WebSocket pings and no JSON ones; a server's idle timer hears both. */
function keepAlive(socket: WebSocket, session: AgentSession): void {
  socket.on("ping", () => session.touch());
  socket.on("pong", () => session.touch());
}

function notFound(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end();
}

function listening(server: Server, { port, hostname }: PortOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function asPem({ certificate, privateKey }: AgentIdentity): Promise<{
  readonly cert: string;
  readonly key: string;
}> {
  const key = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
  return { cert: pem("CERTIFICATE", certificate), key: pem("PRIVATE KEY", key) };
}

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
