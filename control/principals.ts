import type { Session } from "./session.ts";
import { userId } from "./users.ts";

/**
 * Who can be given rights: a user (in lower case; a short id is one) or a user group, which only its
 * full id (`ugrp//…`) tells.
 */
export function principalId(session: Session, id: string): string {
  return id.startsWith("ugrp/") ? id : userId(session, id);
}
