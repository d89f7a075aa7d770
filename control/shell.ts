import type { Session } from "./session.ts";
import { type OpenTunnelOptions, Tunnel } from "./tunnel.ts";

/** What {@linkcode ControlClient.openShell} may be told. */
export interface ShellOptions extends Omit<OpenTunnelOptions, "protocol" | "first"> {
  /** Columns. @default {80} */
  readonly cols?: number;
  /** Rows. @default {25} */
  readonly rows?: number;
}

/** A terminal on a device. What it writes is taken with `for await`; leaving the loop closes it. */
export class DeviceShell implements AsyncIterable<string>, AsyncDisposable {
  /** What it goes through. */
  readonly tunnel: Tunnel;

  /** A shell in a tunnel for terminals. */
  constructor(tunnel: Tunnel) {
    this.tunnel = tunnel;
  }

  /** Types something; `"\r"` is the Enter key. Resolves when more may be typed. */
  write(text: string): Promise<void> {
    return this.tunnel.send(new TextEncoder().encode(text));
  }

  /** Tells that the window has another size. */
  resize(cols: number, rows: number): Promise<void> {
    return this.tunnel.sendMessage({ type: "termsize", cols, rows });
  }

  /** What the terminal writes, escape sequences among it, cut anywhere but within a character. */
  async *[Symbol.asyncIterator](): AsyncIterator<string, undefined> {
    const decoder = new TextDecoder();
    for await (const frame of this.tunnel) {
      const text = typeof frame === "string" ? frame : decoder.decode(frame, { stream: true });
      if (text !== "") yield text;
    }
  }

  /** Ends the shell. */
  close(): Promise<void> {
    return this.tunnel.close();
  }

  /** {@linkcode DeviceShell.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Opens a terminal on a device. */
export async function openShell(
  session: Session,
  device: string,
  { cols = 80, rows = 25, ...options }: ShellOptions = {},
): Promise<DeviceShell> {
  const first = [{ type: "options", cols, rows }];
  return new DeviceShell(
    await Tunnel.open(session, device, { ...options, protocol: "terminal", first }),
  );
}
