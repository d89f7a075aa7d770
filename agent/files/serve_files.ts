/**
 * What the files feature needs once an operator opens the first tunnel; loaded then.
 *
 * @module
 */
import { TunnelProtocol } from "../../protocol/tunnel/tunnel_protocol.ts";
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import { fileSystemOf } from "./any_file_system.ts";
import type { FilesOptions } from "./files_feature.ts";
import { FilesService } from "./files_service.ts";
import { sendSingleFile } from "./single_download.ts";

/** Serves one tunnel over the files that the options name. */
export function serveFiles(
  tunnel: OpenTunnel,
  { root, unzipLimits }: FilesOptions,
): TunnelReceiver {
  const files = fileSystemOf(root, tunnel.access);
  if (tunnel.protocol !== TunnelProtocol.SingleFile) {
    return new FilesService(tunnel, files, unzipLimits);
  }
  void sendSingleFile(tunnel, files);
  return { data: () => {} };
}
