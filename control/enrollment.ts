import { type Enrollment, normalizeEnrollment } from "../protocol/mod.ts";
import { findDeviceGroup } from "./device_groups.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** Returns what an agent needs to join a device group of the server that the session is on. */
export async function getEnrollment(
  session: Session,
  groupId: string,
  options?: CallOptions,
): Promise<Enrollment> {
  const { id, name } = await findDeviceGroup(session, groupId, options);
  const { agentCertHash, tlshash } = session.serverInfo;
  const { protocol, host, pathname } = new URL(session.options.url);
  return normalizeEnrollment({
    server: `${protocol}//${host}${pathname}`, // its query may hold a login key
    meshId: id,
    meshName: name,
    serverId: agentCertHash,
    serverHash: tlshash,
  });
}
