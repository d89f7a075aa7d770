import type { TunnelControl, TunnelFrame } from "../../protocol/mod.ts";
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import { PacedOutput } from "./paced_output.ts";
import type { Shell, ShellSession, Terminal } from "./shell.ts";

/** Serves one terminal tunnel: raw UTF-8 both ways in binary frames. */
export class TerminalService implements TunnelReceiver, Terminal {
  cols: number;
  rows: number;
  readonly signal: AbortSignal;
  readonly #tunnel: OpenTunnel;
  readonly #output: PacedOutput;
  readonly #session: ShellSession;
  readonly #decoder = new TextDecoder();

  constructor(tunnel: OpenTunnel, shell: Shell) {
    this.#tunnel = tunnel;
    this.#output = new PacedOutput(tunnel);
    this.signal = tunnel.signal;
    // meshctrl without a terminal of its own says 0.
    this.cols = size(tunnel.options.cols, 80);
    this.rows = size(tunnel.options.rows, 25);
    this.#session = shell.open(this);
  }

  write(text: string): void {
    this.#output.write(text);
  }

  exit(): void {
    this.#tunnel.close();
  }

  data(frame: TunnelFrame): void {
    const text = typeof frame === "string" ? frame : this.#decoder.decode(frame, { stream: true });
    this.#session.input(text);
  }

  control(message: TunnelControl): void {
    if (message.type !== "termsize") return;
    this.cols = size(message.cols, this.cols);
    this.rows = size(message.rows, this.rows);
    this.#session.resized?.();
  }
}

function size(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= 2000
    ? value
    : otherwise;
}
