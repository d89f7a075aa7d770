import type { FileSystem } from "./file_system.ts";
import { FilesError } from "./path.ts";
import { type Skipped, walk } from "./tree.ts";

/** Matches at most; at the bound the search ends with an error. */
const MAX_FOUND = 10_000;

/**
 * The paths below a folder whose names match a filter with `*` and `?`, in any case. `skipped` is told
 * of each folder that cannot be read.
 */
export async function* find(
  files: FileSystem,
  from: readonly string[],
  filter: string,
  signal: AbortSignal,
  skipped: Skipped = () => {},
): AsyncGenerator<string> {
  const matches = wildcard(filter.slice(0, 255));
  let found = 0;
  for await (const { name, path } of walk(files, from, signal, skipped)) {
    if (!matches(name)) continue;
    if (++found > MAX_FOUND) {
      throw new FilesError(`more than ${MAX_FOUND} names match; search for fewer`);
    }
    yield path.join("/");
  }
}

/** Linear, unlike a regular expression of the same filter. */
export function wildcard(filter: string): (name: string) => boolean {
  const pattern = [...filter.toLowerCase()];
  return (text) => {
    const name = [...text.toLowerCase()];
    let at = 0, from = 0, star = -1, mark = 0;
    while (from < name.length) {
      if (pattern[at] === "*") {
        star = at++;
        mark = from;
      } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === name[from])) {
        at++;
        from++;
      } else if (star >= 0) {
        at = star + 1;
        from = ++mark;
      } else return false;
    }
    while (pattern[at] === "*") at++;
    return at === pattern.length;
  };
}
