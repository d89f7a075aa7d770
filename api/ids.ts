/** The last part of MeshCentral's `kind/domain/id`: what people and URLs use. */
export function shortId(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

/** The id of a user as people write it; user groups keep their kind, to be told apart. */
export function memberId(id: string): string {
  return id.startsWith("user/") ? shortId(id) : id;
}

/** Whether two ids mean the same, each short or full. */
export function sameId(one: string, other: string): boolean {
  return one.includes("/") && other.includes("/") ? one === other : shortId(one) === shortId(other);
}

/**
 * Which of these ids somebody means. MeshCentral's own accounts are in lower case, however they are
 * written; those of LDAP and of single sign-on have capitals that matter.
 */
export function meantId(ids: Iterable<string>, wanted: string): string | undefined {
  const known = [...ids];
  return known.find((id) => sameId(id, wanted)) ??
    known.find((id) => sameId(id, wanted.toLowerCase()));
}
