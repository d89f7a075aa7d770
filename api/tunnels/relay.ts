import type { WSContext } from "hono/ws";
import type { DeviceTunnel } from "../backend.ts";

/** Bytes that may wait for a slow client before the device is held back. */
const MUCH = 1024 * 1024;
/** Milliseconds between looks at how much waits. */
const LOOK = 10;

/** Passes the device's frames on, as fast as the client takes them, until either side ends. */
export async function relay(
  tunnel: DeviceTunnel,
  ws: WSContext,
  signal: AbortSignal,
): Promise<void> {
  for await (const frame of tunnel.frames) {
    if (signal.aborted) return;
    ws.send(frame);
    while (waiting(ws) > MUCH && !signal.aborted) {
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }
}

/** Bytes that have not left; a WebSocket of every runtime says so. */
function waiting({ raw }: WSContext): number {
  const { bufferedAmount } = raw as { readonly bufferedAmount?: number };
  return bufferedAmount ?? 0;
}
