import type { DeviceTunnel } from "../backend.ts";
import type { HeldConnection } from "../connection_pool.ts";
import { ApiError } from "../errors.ts";
import type { TunnelProtocol } from "../schemas/tunnels.ts";

/** Opens a tunnel over a connection, and holds the connection until the tunnel has ended. */
export function openDeviceTunnel(
  _held: HeldConnection,
  _deviceId: string,
  _protocol: TunnelProtocol,
): Promise<DeviceTunnel> {
  throw new ApiError("not_supported", "not yet");
}
