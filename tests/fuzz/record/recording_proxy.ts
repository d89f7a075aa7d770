import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type RawData, WebSocket, WebSocketServer } from "ws";
import type { TlsFiles } from "../../tls_files.ts";

/** One frame that passed the proxy. */
export interface RecordedFrame {
  /** Path and query of the WebSocket. */
  readonly url: string;
  readonly from: "client" | "server";
  /** A string for a text frame. */
  readonly data: string | Uint8Array;
}

/** A TLS proxy in front of a MeshCentral without TLS; it keeps every frame in both directions. */
export interface RecordingProxy extends AsyncDisposable {
  readonly port: number;
  /** Grows while the proxy runs. */
  readonly frames: readonly RecordedFrame[];
}

/** Starts the proxy on a free port; MeshCentral asks it for its certificate (`certUrl`). */
export async function startRecordingProxy(
  tls: TlsFiles,
  backendPort: number,
): Promise<RecordingProxy> {
  const frames: RecordedFrame[] = [];
  const server = createTlsServer({
    cert: readFileSync(tls.certificateFile),
    key: readFileSync(tls.keyFile),
  });
  server.on("request", (_request, response) => response.end());
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (client) => relay(client, request));
  });
  const relay = (client: WebSocket, request: IncomingMessage) => {
    const url = request.url ?? "/";
    const backend = new WebSocket(`ws://127.0.0.1:${backendPort}${url}`, {
      perMessageDeflate: false,
      headers: kept(request),
    });
    const keep = (from: RecordedFrame["from"], data: RawData, binary: boolean) => {
      const bytes = new Uint8Array(data as Uint8Array);
      frames.push({ url, from, data: binary ? bytes : new TextDecoder().decode(bytes) });
    };
    const opened = new Promise((resolve) => backend.on("open", resolve));
    client.on("message", async (data, binary) => {
      await opened;
      keep("client", data, binary);
      backend.send(data, { binary });
    });
    backend.on("message", (data, binary) => {
      keep("server", data, binary);
      client.send(data, { binary });
    });
    client.on("close", () => backend.close());
    client.on("error", () => backend.terminate());
    backend.on("close", () => client.close());
    backend.on("error", () => client.terminate());
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    frames,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a login in the request's header needs. */
function kept({ headers }: IncomingMessage): Record<string, string> {
  const auth = headers["x-meshauth"];
  return typeof auth === "string" ? { "x-meshauth": auth } : {};
}
