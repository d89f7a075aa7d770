/** What an id can be of. */
type IdKind = "mesh" | "node" | "ugrp" | "user";

/**
 * An id with its kind and domain, from that or from its last part alone, as URLs and people have it.
 */
export function fullId(kind: IdKind, domain: string, id: string): string {
  return id.includes("/") ? id : `${kind}/${domain}/${id}`;
}
