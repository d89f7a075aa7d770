/**
 * The ids of accounts.
 *
 * @module
 */
import { fullId } from "./ids.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";
import { listUsers, type User } from "./users.ts";

/**
 * The full id for what people write. MeshCentral keeps its own accounts in lower case; those of single
 * sign-on (`~saml:…`, `~oidc:…`) have the letters that they came with (webserver.js, `handleStrategyLogin`),
 * and a full id is taken as it is.
 */
export function userId(domain: string, id: string): string {
  const asItIs = id.startsWith("user/") || id.startsWith("~");
  return fullId("user", domain, asItIs ? id : id.toLowerCase());
}

/** The account of this list that is meant: one of LDAP may have capitals, which only the list tells. */
export function meantUser(
  users: readonly User[],
  domain: string,
  id: string,
): User | undefined {
  const [given, usual] = [fullId("user", domain, id), userId(domain, id)];
  return users.find((user) => user.id === given) ?? users.find((user) => user.id === usual);
}

/** The id of an account that there is; the list is read only where it can matter. */
export async function existingUserId(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<string> {
  const { domain } = session.serverInfo;
  const usual = userId(domain, id);
  if (usual === fullId("user", domain, id)) return usual;
  const users = await listUsers(session, options).catch(() => []); // not everybody may
  return meantUser(users, domain, id)?.id ?? usual;
}

/** Who can be given rights: a user, or a user group, which only its full id (`ugrp//…`) tells. */
export async function principalId(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<string> {
  return id.startsWith("ugrp/") ? id : await existingUserId(session, id, options);
}
