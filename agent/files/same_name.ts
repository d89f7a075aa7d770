/** A path as text. */
export function pathOf(names: readonly string[]): string {
  return names.map((name) => `/${name}`).join("");
}

/** Equal for paths that a store takes for the same when it ignores case or the form of Unicode. */
export function folded(names: readonly string[]): string {
  return pathOf(names).normalize().toLowerCase().toUpperCase();
}

/** Whether a path leads into a folder, in a store of either kind. */
export function isBelow(path: readonly string[], folder: readonly string[]): boolean {
  return folded(path).startsWith(`${folded(folder)}/`);
}
