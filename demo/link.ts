import type { WebSocketEventMap, WebSocketLike } from "../transport/websocket_like.ts";

/** One frame, bytes or text. */
export type Frame = Uint8Array<ArrayBuffer> | string;

/** What becomes of a frame on its way: itself, another one, or (undefined) nothing. */
export type Fate = (frame: Frame, direction: Direction) => Frame | undefined;

/** `out` leaves the agent, `in` reaches it. */
export type Direction = "out" | "in";

/** How a link treats what goes over it; read anew for each frame. */
export interface LinkOptions {
  /** Changes or loses frames. */
  readonly fate: Fate;
  /** Milliseconds that a frame takes, one way. */
  readonly delay: () => number;
  /** Bytes a second; Infinity for no limit. */
  readonly rate: () => number;
  /** Told of each frame; `sent` is undefined when it was lost. */
  readonly seen: (frame: Frame, direction: Direction, sent: Frame | undefined) => void;
}

/**
 * The agent's end of a WebSocket, over a line that can be slow and can damage frames. What is on
 * its way counts as `bufferedAmount`, which is how an agent finds out that it sends too much.
 */
export class Link implements WebSocketLike {
  readonly #socket: WebSocketLike;
  readonly #options: LinkOptions;
  readonly #listeners: ((event: { readonly data: unknown }) => void)[] = [];
  readonly #freeAt = { out: 0, in: 0 };
  #onTheWay = 0;

  constructor(socket: WebSocketLike, options: LinkOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => {
      const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
      this.#carry(frame, "in", (arrived) => {
        const event = { data: typeof arrived === "string" ? arrived : arrived.buffer };
        if (this.readyState === 1) this.#listeners.forEach((listener) => listener(event));
      });
    });
  }

  get binaryType(): string {
    return this.#socket.binaryType;
  }

  set binaryType(_: string) {
    // Always "arraybuffer".
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount + this.#onTheWay;
  }

  send(data: Frame): void {
    const frame = typeof data === "string" ? data : data.slice();
    const size = frame.length;
    this.#onTheWay += size;
    this.#carry(frame, "out", (arrived) => {
      if (this.#socket.readyState === 1) this.#socket.send(arrived);
    }, () => this.#onTheWay -= size);
  }

  close(code?: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  addEventListener<K extends keyof WebSocketEventMap>(
    type: K,
    listener: (event: WebSocketEventMap[K]) => void,
    options?: { readonly once?: boolean },
  ): void {
    if (type === "message") this.#listeners.push(listener as (event: { data: unknown }) => void);
    else this.#socket.addEventListener(type, listener, options);
  }

  #carry(
    frame: Frame,
    direction: Direction,
    arrive: (frame: Frame) => void,
    left: () => void = () => {},
  ): void {
    const { fate, delay, rate, seen } = this.#options;
    const now = performance.now();
    const free = Math.max(now, this.#freeAt[direction]) + frame.length * 1000 / rate();
    this.#freeAt[direction] = free;
    const done = () => {
      left();
      const sent = fate(frame, direction);
      seen(frame, direction, sent);
      if (sent !== undefined) arrive(sent);
    };
    const wait = free - now + delay();
    if (wait < 1) done();
    else setTimeout(done, wait);
  }
}
