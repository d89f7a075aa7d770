/**
 * A WebSocket whose server is the test.
 *
 * @module
 */
import type { WebSocketEventMap, WebSocketFactory, WebSocketLike } from "../transport/ws.ts";
import type { ControlMessage } from "./types.ts";

type Listeners = { [K in keyof WebSocketEventMap]: ((event: WebSocketEventMap[K]) => void)[] };

/** Opens, and then does what the test says. */
export class FakeSocket implements WebSocketLike {
  binaryType = "arraybuffer";
  readyState = 0;
  readonly bufferedAmount = 0;
  /** What the client sent. */
  readonly sent: ControlMessage[] = [];
  /** How the client ended it. */
  ended: "close" | "terminate" | undefined;
  /** Called for every message of the client. */
  onSend: (message: ControlMessage) => void = () => {};
  readonly #listeners: Listeners = { open: [], message: [], close: [], error: [] };

  send(data: string | Uint8Array): void {
    const message = JSON.parse(String(data));
    this.sent.push(message);
    this.onSend(message);
  }

  close(): void {
    this.ended ??= "close";
    this.serverCloses(1000);
  }

  terminate(): void {
    this.ended ??= "terminate";
    this.serverCloses(1006);
  }

  addEventListener<K extends keyof WebSocketEventMap>(
    type: K,
    listener: (event: WebSocketEventMap[K]) => void,
  ): void {
    this.#listeners[type].push(listener);
  }

  /** The connection opens. */
  opens(): void {
    this.readyState = 1;
    this.#emit("open", undefined);
  }

  /** The server sends a message, or any text. */
  receives(message: unknown): void {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    this.#emit("message", { data });
  }

  /** What a server sends after a login. */
  logsIn(): void {
    this.receives({ action: "serverinfo", serverinfo: { domain: "", name: "fake" } });
    this.receives({ action: "userinfo", userinfo: { _id: "user//admin", name: "admin" } });
  }

  /** The connection fails. */
  fails(error: Error): void {
    this.#emit("error", { message: error.message, error });
    this.serverCloses(1006);
  }

  /** The connection ends. */
  serverCloses(code: number): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.#emit("close", { code, reason: "" }));
  }

  #emit<K extends keyof WebSocketEventMap>(type: K, event: WebSocketEventMap[K]): void {
    for (const listener of this.#listeners[type]) listener(event);
  }
}

/** Options for a client on a fake socket whose server lets everybody in. */
export function fakeLogin(socket: FakeSocket): {
  url: string;
  username: string;
  password: string;
  webSocket: WebSocketFactory;
} {
  const webSocket = (): WebSocketLike => {
    queueMicrotask(() => socket.opens());
    return socket;
  };
  const onSend = socket.onSend;
  socket.onSend = (message) => {
    if (message.action === "urlargs") socket.logsIn();
    else onSend(message);
  };
  return { url: "wss://fake.example", username: "admin", password: "secret", webSocket };
}
