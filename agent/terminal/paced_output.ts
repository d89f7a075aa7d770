import type { OpenTunnel } from "../tunnel/open_tunnel.ts";

/** Bytes waiting to leave beyond which output is held back: the operator's connection is slow. */
const MAX_BUFFERED = 4 * 2 ** 20;
/** Characters that are held back; of more, the last ones are kept, and how many are missing is said. */
const MAX_HELD = 65_536;
/** Milliseconds between two looks at a slow connection. */
const POLL_INTERVAL = 50;

/** Sends the text of a terminal no faster than the connection takes it. */
export class PacedOutput {
  readonly #tunnel: Pick<OpenTunnel, "bufferedAmount" | "send" | "signal">;
  readonly #encoder = new TextEncoder();
  /** The first half of a character whose second half comes with the next text. */
  #half = "";
  #held = "";
  #missing = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(tunnel: Pick<OpenTunnel, "bufferedAmount" | "send" | "signal">) {
    this.#tunnel = tunnel;
    tunnel.signal.addEventListener("abort", () => clearInterval(this.#timer));
  }

  /** Sends a text, or holds it back. */
  write(text: string): void {
    if (text === "" || this.#tunnel.signal.aborted) return;
    const whole = this.#half + text;
    this.#half = whole.match(/[\ud800-\udbff]$/)?.[0] ?? "";
    const ready = whole.slice(0, whole.length - this.#half.length);
    if (this.#timer === undefined && this.#tunnel.bufferedAmount <= MAX_BUFFERED) this.#send(ready);
    else this.#hold(ready);
  }

  #hold(text: string): void {
    this.#held += text;
    this.#timer ??= setInterval(() => this.#release(), POLL_INTERVAL);
    if (this.#held.length > 2 * MAX_HELD) this.#cut();
  }

  /** Keeps the last lines. */
  #cut(): void {
    const start = this.#held.length - MAX_HELD;
    const line = this.#held.indexOf("\n", start) + 1;
    const end = line > 0
      ? line
      : /[\udc00-\udfff]/.test(this.#held.charAt(start))
      ? start + 1
      : start;
    this.#missing += end;
    this.#held = this.#held.slice(end);
  }

  #release(): void {
    if (this.#tunnel.bufferedAmount > MAX_BUFFERED / 2) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    const missing = this.#missing.toLocaleString("en");
    const notice = this.#missing > 0
      ? `\r\n[${missing} characters are missing here: the connection is slower than the output]\r\n`
      : "";
    const text = notice + this.#held;
    this.#held = "";
    this.#missing = 0;
    this.#send(text);
  }

  #send(text: string): void {
    if (text !== "") this.#tunnel.send(this.#encoder.encode(text));
  }
}
