import type { JsonObject } from "../../protocol/mod.ts";
import type { FileSystem } from "./file_system.ts";
import { FilesError, joinPath, parsePath } from "./path.ts";
import { reasonOf } from "./reason.ts";
import type { UnzipLimits } from "./unzip_limits.ts";

/** Milliseconds between two messages about the progress of one archive. */
const PROGRESS = 250;
/** Names that one request may list. */
const MAX_NAMES = 10_000;

/** What a zip or unzip of a tunnel works with. */
export interface ArchiveContext {
  readonly files: FileSystem;
  readonly limits?: Partial<UnzipLimits>;
  readonly signal: AbortSignal;
  /** Sends a message to the operator's window. */
  readonly answer: (message: JsonObject) => void;
}

/**
 * Packs or unpacks, with the messages by which MeshCentral's UI shows it.
 *
 * @throws what it failed with, after the UI was told.
 */
export async function runArchive(command: JsonObject, context: ArchiveContext): Promise<void> {
  const tell = (message: JsonObject) => context.answer({ action: "dialogmessage", ...message });
  try {
    if (command.action === "unzip") await runUnzip(command, context, tell);
    else await runZip(command, context, tell);
    tell({ msg: null });
  } catch (error) {
    // For a zip the UI's dialog has no words.
    const failed = command.action === "unzip" && !context.signal.aborted;
    tell(failed ? { msg: "unziperror", error: reasonOf(error) } : { msg: null });
    throw error;
  } finally {
    context.answer({ action: "refresh" });
  }
}

async function runUnzip(
  { input, dest }: JsonObject,
  { files, limits, signal }: ArchiveContext,
  tell: (message: JsonObject) => void,
): Promise<void> {
  tell({ msg: "unzipping" });
  const { unzip } = await import("./unzip.ts");
  await unzip(files, parsePath(input), parsePath(dest), signal, limits);
}

async function runZip(
  { path, files: names, output }: JsonObject,
  { files, signal }: ArchiveContext,
  tell: (message: JsonObject) => void,
): Promise<void> {
  tell({ msg: "zipping" });
  if (!Array.isArray(names) || names.length > MAX_NAMES) {
    throw new FilesError(`the list of names is missing, or longer than ${MAX_NAMES}`);
  }
  let told = -Infinity;
  const progress = (file: string, progress: number) => {
    const now = performance.now();
    if (now - told < PROGRESS) return;
    told = now;
    tell({ msg: "zippingFile", file, progress });
  };
  const { zip } = await import("./zip.ts");
  await zip(files, parsePath(path), names, joinPath(path, output), progress, signal);
}
