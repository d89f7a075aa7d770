import { WebSocket, WebSocketServer } from "ws";
import type { AddressInfo } from "node:net";

/** Changes one frame on its way; returning it as it is lets it pass. */
export type Tamper = (frame: Uint8Array, from: "agent" | "server") => Uint8Array;

/** Someone in the middle of a plain WebSocket connection. */
export interface TamperingProxy extends AsyncDisposable {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  /** What the agent sent, frame by frame. */
  readonly sent: readonly Uint8Array[];
}

/** Relays to `target`, and lets `tamper` see and change every frame. */
export async function startTamperingProxy(target: string, tamper: Tamper): Promise<TamperingProxy> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  const sent: Uint8Array[] = [];
  server.on("connection", (agent) => {
    const backend = new WebSocket(target);
    const opened = new Promise((resolve) => backend.on("open", resolve));
    agent.on("message", async (data: Uint8Array, binary) => {
      await opened;
      sent.push(new Uint8Array(data));
      backend.send(tamper(new Uint8Array(data), "agent"), { binary });
    });
    backend.on("message", (data: Uint8Array, binary) => {
      agent.send(tamper(new Uint8Array(data), "server"), { binary });
    });
    agent.on("close", () => backend.close());
    backend.on("close", () => agent.close());
    backend.on("error", () => agent.terminate());
  });
  await new Promise((resolve) => server.on("listening", resolve));
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/agent.ashx`,
    sent,
    async [Symbol.asyncDispose]() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
