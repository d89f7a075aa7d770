/** A path or name that is not allowed, or does not fit what is there. */
export class FilesError extends Error {
  /** Always `"FilesError"`. */
  override readonly name: string = "FilesError";
}

/** Most bytes of a name, as common file systems have it. */
const MAX_NAME = 255;
/** Deeper than any folder of a person; bounds what one request can cost. */
const MAX_DEPTH = 64;

/**
 * The names on the way from the root to what an operator's path means. Slashes separate; empty parts
 * and `.` are nothing. There is no way up: `..` is refused, so no path leaves the root.
 *
 * @throws {FilesError} for `..`, control characters, backslashes and absurd lengths.
 */
export function parsePath(path: unknown): string[] {
  if (typeof path !== "string") throw new FilesError("the path is missing, or is not text");
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  checkDepth(names);
  for (const name of names) checkName(name);
  return names;
}

/**
 * The path of a name in a folder. As with the native agent the name may lead into folders below, and
 * slashes around it mean nothing.
 *
 * @throws {FilesError} also when there is no name: the folder itself is never meant.
 */
export function joinPath(folder: unknown, name: unknown): string[] {
  const names = parsePath(name);
  if (names.length === 0) throw new FilesError("the name is missing");
  return [...parsePath(folder), ...names];
}

/** Refuses what no path could lead to. @throws {FilesError} */
export function checkDepth(path: readonly string[]): void {
  if (path.length > MAX_DEPTH) throw new FilesError("the path is too deep");
}

function checkName(name: string): void {
  // deno-lint-ignore no-control-regex
  const bad = name === ".." || /[\u0000-\u001f\u007f\\]/.test(name) || name.length > MAX_NAME;
  if (bad) throw new FilesError(`not a name: ${JSON.stringify(name.slice(0, 40))}`);
}
