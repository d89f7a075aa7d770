import { FilesError } from "../files/path.ts";

/** Words for the system's errors, whose own texts name paths of the machine. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there anymore",
  ENOTDIR: "a file and a folder are mixed up",
  EISDIR: "a file and a folder are mixed up",
  EEXIST: "something has this name already",
  ENOTEMPTY: "the folder is not empty",
  EACCES: "the system does not allow it",
  EPERM: "the system does not allow it",
  EROFS: "the system does not allow it",
  EBUSY: "it is in use; try again later",
  ENOSPC: "the disk is full; delete something first",
  EDQUOT: "the disk is full; delete something first",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "a symbolic link is not followed",
};

/** The system's code of an error: `"ENOENT"`. */
export function codeOf(error: unknown): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === "string" ? code : undefined;
}

/** Does the work; an error of the system becomes a {@linkcode FilesError} that an operator may read. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const code = codeOf(cause);
    if (code === undefined) throw cause;
    throw new FilesError(REASONS[code] ?? `the system refuses it (${code})`, { cause });
  }
}
