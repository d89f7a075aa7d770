import type { WebSocketEventMap, WebSocketLike } from "../transport/websocket_like.ts";
import { TypedEventTarget } from "./typed_event_target.ts";

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

const encoder = new TextEncoder();

/**
 * One end of a WebSocket without a network, with a browser's semantics: frames and events arrive
 * in later microtasks, in order; what is sent after `close()` is dropped; what arrives after it,
 * too. Nothing bounds what is in flight, as with a browser's: `bufferedAmount` tells it.
 */
export class MemorySocket extends TypedEventTarget<WebSocketEventMap> implements WebSocketLike {
  binaryType = "blob";
  // Only while a pair is being made is a socket its own peer.
  #peer: MemorySocket = this;
  #readyState: number;
  #bufferedAmount = 0;

  private constructor(readyState: number) {
    super();
    this.#readyState = readyState;
  }

  /** The client's end, which opens in a later microtask, and the server's, which is open. */
  static pair(): [client: MemorySocket, server: MemorySocket] {
    const client = new MemorySocket(CONNECTING);
    const server = new MemorySocket(OPEN);
    client.#peer = server;
    server.#peer = client;
    queueMicrotask(() => client.#open());
    return [client, server];
  }

  get readyState(): number {
    return this.#readyState;
  }

  get bufferedAmount(): number {
    return this.#bufferedAmount;
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.#readyState === CONNECTING) {
      throw new DOMException("the WebSocket is not open yet", "InvalidStateError");
    }
    const frame = typeof data === "string" ? data : data.slice();
    const size = typeof frame === "string" ? encoder.encode(frame).length : frame.length;
    this.#bufferedAmount += size;
    // As in a browser, the amount then stays: it never left.
    if (this.#readyState !== OPEN) return;
    queueMicrotask(() => {
      this.#bufferedAmount -= size;
      this.#peer.#receive(frame);
    });
  }

  close(code?: number, reason = ""): void {
    if (code !== undefined && code !== 1000 && !(code >= 3000 && code <= 4999)) {
      throw new DOMException(`${code} is no code for a close()`, "InvalidAccessError");
    }
    if (encoder.encode(reason).length > 123) {
      throw new DOMException("the reason is longer than 123 bytes", "SyntaxError");
    }
    if (this.#readyState === CLOSING || this.#readyState === CLOSED) return;
    if (this.#readyState === CONNECTING) return this.#fail();
    this.#readyState = CLOSING;
    queueMicrotask(() => {
      this.#peer.#end(code ?? 1005, reason);
      queueMicrotask(() => this.#end(code ?? 1005, reason));
    });
  }

  /** Both ends find the connection gone (1006), as when a network or a process ends. */
  terminate(): void {
    queueMicrotask(() => {
      this.#end(1006, "");
      this.#peer.#end(1006, "");
    });
  }

  #open(): void {
    if (this.#readyState !== CONNECTING) return;
    this.#readyState = OPEN;
    this.dispatchEvent(new Event("open"));
  }

  /** `close()` before `open`. */
  #fail(): void {
    this.#readyState = CLOSING;
    queueMicrotask(() => {
      this.dispatchEvent(new Event("error"));
      this.#end(1006, "");
      this.#peer.#end(1006, "");
    });
  }

  #receive(frame: string | Uint8Array<ArrayBuffer>): void {
    if (this.#readyState !== OPEN) return;
    this.dispatchEvent(new MessageEvent("message", { data: this.#asData(frame) }));
  }

  #asData(frame: string | Uint8Array<ArrayBuffer>): string | ArrayBuffer | Blob {
    if (typeof frame === "string") return frame;
    return this.binaryType === "arraybuffer" ? frame.buffer : new Blob([frame]);
  }

  #end(code: number, reason: string): void {
    if (this.#readyState === CLOSED) return;
    this.#readyState = CLOSED;
    // Node 20 has no CloseEvent.
    const detail = { code, reason, wasClean: code !== 1006 };
    this.dispatchEvent(Object.assign(new Event("close"), detail));
  }
}
