import { randomBytes } from "node:crypto";
import { chmod, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import process from "node:process";
import type { Files } from "./files.ts";
import type { LiveFile } from "./state.ts";

/** Reads a text file; undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes a file as a whole: whoever reads it, and whatever happens, sees the old one or the new. */
export async function writeAtomically(path: string, content: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await chmod(temporary, mode); // whatever the umask took away
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** The files of a specification, below the folder it is in. */
export function filesIn(folder: string): Files {
  return {
    async read(path: string): Promise<LiveFile | undefined> {
      const file = resolve(folder, path);
      const content = await readText(file);
      if (content === undefined) return undefined;
      return { content, isPrivate: await isPrivate(file) };
    },
    async write(path: string, content: string): Promise<void> {
      await writeAtomically(resolve(folder, path), content, 0o600);
    },
  };
}

/** Windows has no such modes: there the rights of the folder must do. */
async function isPrivate(file: string): Promise<boolean> {
  return process.platform === "win32" || ((await stat(file)).mode & 0o077) === 0;
}
