import { realpathSync, statSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { AgentError } from "../agent_error.ts";
import { isUnfinished } from "../files/new_file.ts";
import { checkDepth, FilesError } from "../files/path.ts";

/** Names that Windows resolves to something other than an entry of the folder. */
const WINDOWS_NAMES = /[<>:"|?*]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** A folder of the machine, and the way to what is in it: never through a symbolic link. */
export class Place {
  readonly #root: string;

  /** @throws {AgentError} `bad-options` if `root` is not a folder. */
  constructor(root: string) {
    try {
      this.#root = realpathSync(root);
      if (!statSync(this.#root).isDirectory()) throw new Error("it is a file");
    } catch (cause) {
      const what = `nodeFileSystem: ${JSON.stringify(root)} is not a folder`;
      const hint = "Create the folder first, or check the path and the rights of this program.";
      throw new AgentError("bad-options", what, { cause, hint });
    }
  }

  /** The path of a folder. @throws {FilesError} if a part of it is a link or a file. */
  async folder(path: readonly string[]): Promise<string> {
    checkDepth(path);
    let at = this.#root;
    for (const name of path) {
      checkName(name);
      at = join(at, name);
      const info = await lstat(at);
      if (info.isSymbolicLink()) throw new FilesError("a symbolic link is not followed");
      if (!info.isDirectory()) throw Object.assign(new Error("no folder"), { code: "ENOTDIR" });
    }
    return at;
  }

  /** The folder of an entry, and its name. @throws {FilesError} for the root itself. */
  async entry(path: readonly string[]): Promise<[folder: string, name: string]> {
    const name = path.at(-1);
    if (name === undefined) throw new FilesError("the root stays as it is");
    checkName(name);
    return [await this.folder(path.slice(0, -1)), name];
  }

  /** The same for an entry that is about to be created. */
  async newEntry(path: readonly string[]): Promise<[folder: string, name: string]> {
    if (!isUnfinished(path.at(-1) ?? "")) return await this.entry(path);
    throw new FilesError("this name is reserved for files that are not whole yet; choose another");
  }
}

/** Paths of operators are checked already; this one is the last before the machine. */
function checkName(name: string): void {
  // deno-lint-ignore no-control-regex
  const bad = /^\.{0,2}$|[/\\\u0000]/.test(name) ||
    (process.platform === "win32" && WINDOWS_NAMES.test(name));
  if (bad) throw new FilesError(`not a name: ${JSON.stringify(name.slice(0, 40))}`);
}
