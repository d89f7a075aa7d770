import type { WSContext } from "hono/ws";

type Frame = string | Uint8Array<ArrayBuffer>;

/** Bytes that may wait for the device before the client is held back, where its WebSocket can be. */
const MUCH = 1024 * 1024;

/** Bytes at which the tunnel ends: Deno's WebSocket cannot be told to read no more. */
const MOST = 16 * 1024 * 1024;

/** Bytes that each frame takes beside its own. */
const OF_FRAME = 64;

/** Sends the frames of one client to its device, in order, and with a bound on how much waits. */
export class ToDevice {
  readonly #ws: () => WSContext | undefined;
  readonly #overflow: () => void;
  #waiting = 0;
  #isPaused = false;
  #isEnded = false;
  #last: Promise<unknown>;

  /**
   * @param ready Resolves when frames can be sent.
   * @param ws Held back when much waits.
   * @param overflow Called once when too much waits, after which nothing is sent any more.
   */
  constructor(ready: Promise<unknown>, ws: () => WSContext | undefined, overflow: () => void) {
    this.#last = ready;
    this.#ws = ws;
    this.#overflow = overflow;
  }

  /** Sends a frame when those before it were sent. */
  add(frame: Frame, send: (frame: Frame) => Promise<void>): void {
    if (this.#isEnded) return;
    const size = OF_FRAME + frame.length;
    this.#waiting += size;
    if (this.#waiting > MOST) {
      this.#isEnded = true;
      this.#resume();
      return this.#overflow();
    }
    if (this.#waiting > MUCH) this.#pause();
    this.#last = this.#last
      .then(() => this.#isEnded ? undefined : send(frame))
      .catch(() => this.#isEnded = true) // the tunnel has ended, which its frames tell
      .finally(() => {
        this.#waiting -= size;
        if (this.#waiting < MUCH / 2) this.#resume();
      });
  }

  /** Nothing more is sent. */
  end(): void {
    this.#isEnded = true;
    this.#resume();
  }

  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    pausable(this.#ws())?.pause?.();
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    pausable(this.#ws())?.resume?.();
  }
}

/** The `ws` package can. */
function pausable(ws: WSContext | undefined) {
  return ws?.raw as { pause?(): void; resume?(): void } | undefined;
}
