import type { LiveFile } from "./state.ts";

/** Files on this machine, by the path that the specification names. */
export interface Files {
  /** Undefined = there is none. */
  read(path: string): Promise<LiveFile | undefined>;
  /** Writes a file that only its owner can read; all of it or nothing. */
  write(path: string, content: string): Promise<void>;
}

/** No files: what needs one fails. */
export const noFiles: Files = {
  read: () => Promise.resolve(undefined),
  write: (path) => Promise.reject(new Error(`no place was given for the file ${path}`)),
};
