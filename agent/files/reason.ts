import { FilesError } from "./path.ts";

/** Words for the errors of `FileSystemHandle`, by name: browsers' own sentences name no cause. */
const REASONS: Readonly<Record<string, string>> = {
  NotFoundError: "it is not there anymore",
  NotReadableError: "it cannot be read; another program may hold it",
  NotAllowedError: "the browser does not allow it; the person may have to grant access again",
  NoModificationAllowedError: "it is in use; try again later",
  InvalidModificationError: "the folder is not empty",
  TypeMismatchError: "a file and a folder are mixed up",
  QuotaExceededError: "the browser's storage is full; delete something first",
  AbortError: "canceled",
};

/** Longest reason that is shown: other people's code may write pages. */
const MAX_LENGTH = 300;

/** Why a file operation failed, as a phrase for an operator. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "it failed";
  const known = error instanceof FilesError ? undefined : REASONS[error.name];
  return (known ?? error.message).slice(0, MAX_LENGTH);
}
