/**
 * The ids of accounts.
 *
 * @module
 */
import { fullId } from "./ids.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";
import { listUsers } from "./users.ts";

/**
 * The full id for what people write. MeshCentral keeps its own accounts in lower case; those of single
 * sign-on (`~saml:…`, `~oidc:…`) have the letters that they came with (webserver.js, `handleStrategyLogin`),
 * and a full id is taken as it is.
 */
export function userId(domain: string, id: string): string {
  const asItIs = id.startsWith("user/") || id.startsWith("~");
  return fullId("user", domain, asItIs ? id : id.toLowerCase());
}

/** … of an account that there is: one of LDAP may have capitals, which only the list tells. */
export async function existingUserId(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<string> {
  const { domain } = session.serverInfo;
  const usual = userId(domain, id);
  const given = fullId("user", domain, id);
  if (usual === given) return usual;
  const users = await listUsers(session, options).catch(() => []); // not everybody may
  return users.some((user) => user.id === given) ? given : usual;
}

/** Who can be given rights: a user, or a user group, which only its full id (`ugrp//…`) tells. */
export async function principalId(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<string> {
  return id.startsWith("ugrp/") ? id : await existingUserId(session, id, options);
}
