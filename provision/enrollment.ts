import { formatMsh, normalizeEnrollment } from "../protocol/mod.ts";
import type { DesiredFile } from "./desired.ts";
import type { LiveServer } from "./state.ts";

/** The text of an enrolment file: whoever has it can join the device group. */
export function enrollmentText(
  { format, server: address }: Pick<DesiredFile, "format" | "server">,
  group: { readonly id: string; readonly name: string },
  server: LiveServer,
): string {
  const enrollment = normalizeEnrollment({
    server: agentAddress(address ?? server.url),
    meshId: group.id,
    meshName: group.name,
    serverId: server.serverId,
    serverHash: server.tlsHash,
  });
  return format === "msh" ? formatMsh(enrollment) : JSON.stringify(enrollment, null, 2) + "\n";
}

/** Below the path of a domain, where the server has one there. */
function agentAddress(url: string): string {
  const address = url.replace(/\/control\.ashx$/, "").replace(/\/$/, "");
  return /^\w+:\/\/[^/]+\/[^.]+$/.test(address) ? `${address}/` : address;
}
