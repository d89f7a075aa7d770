import type { DeviceTunnel } from "../backend.ts";
import type { HeldConnection } from "../connection_pool.ts";
import type { TunnelProtocol } from "../schemas/tunnels.ts";

/** Opens a tunnel over a connection, and holds the connection until the tunnel has ended. */
export async function openDeviceTunnel(
  held: HeldConnection,
  deviceId: string,
  protocol: TunnelProtocol,
): Promise<DeviceTunnel> {
  const tunnel = await held.client.openTunnel(deviceId, { protocol, raw: true });
  void tunnel.closed.then(() => held[Symbol.dispose]());
  // When the session ends, so do its tunnels.
  void held.client.closed.then(() => tunnel.close());
  return {
    frames: tunnel,
    send: (frame) => tunnel.send(frame),
    close: () => void tunnel.close(),
  };
}
