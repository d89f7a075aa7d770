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
  if (typeof path !== "string") throw new FilesError("a path is a text");
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.length > MAX_DEPTH) throw new FilesError("the path is too deep");
  for (const name of names) checkName(name);
  return names;
}

/** A single name below a folder. @throws {FilesError} */
export function parseName(name: unknown): string {
  const [only, ...more] = parsePath(name);
  if (only === undefined || more.length > 0) throw new FilesError("a name is one part of a path");
  return only;
}

function checkName(name: string): void {
  // deno-lint-ignore no-control-regex
  const bad = name === ".." || /[\u0000-\u001f\u007f\\]/.test(name) || name.length > MAX_NAME;
  if (bad) throw new FilesError(`not a name: ${JSON.stringify(name.slice(0, 40))}`);
}
