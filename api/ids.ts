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
