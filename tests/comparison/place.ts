import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileSystem } from "../../agent/mod.ts";

/** Files of a device, prepared and looked at without the device's help. */
export interface Place {
  /** The folder of the cases, as the device's own protocol names it. */
  readonly path: string;
  /** An empty folder with these files in it; a name that ends with `/` is a folder. */
  prepare(name: string, files: Readonly<Record<string, string>>): Promise<void>;
  /** All that is in a folder: paths with the text of each file. */
  look(name: string): Promise<readonly string[]>;
}

/** A folder of the disk, where the native agent works. */
export function diskPlace(path: string): Place {
  const walk = async (folder: string, prefix: string): Promise<string[]> => {
    const found: string[] = [];
    for (const name of (await readdir(folder)).sort()) {
      const at = join(folder, name);
      if ((await stat(at)).isDirectory()) {
        found.push(`${prefix}${name}/`, ...await walk(at, `${prefix}${name}/`));
      } else found.push(`${prefix}${name}: ${shown(await readFile(at))}`);
    }
    return found;
  };
  return {
    path,
    async prepare(name, files) {
      const folder = join(path, name);
      await rm(folder, { recursive: true, force: true });
      await mkdir(folder, { recursive: true });
      for (const [file, text] of Object.entries(files)) {
        if (file.endsWith("/")) await mkdir(join(folder, file), { recursive: true });
        else await writeFile(join(folder, file), text);
      }
    },
    look: (name) => walk(join(path, name), ""),
  };
}

/** A folder of an agent's own file system. */
export function agentPlace(files: FileSystem): Place {
  const walk = async (folder: readonly string[], prefix: string): Promise<string[]> => {
    const found: string[] = [];
    const infos = (await files.list(folder)).sort((a, b) => a.name < b.name ? -1 : 1);
    for (const info of infos) {
      const at = [...folder, info.name];
      if (info.folder) {
        found.push(`${prefix}${info.name}/`, ...await walk(at, `${prefix}${info.name}/`));
      } else {
        const content = new Uint8Array(await (await files.read(at)).arrayBuffer());
        found.push(`${prefix}${info.name}: ${shown(content)}`);
      }
    }
    return found;
  };
  return {
    path: "/cases",
    async prepare(name, texts) {
      await files.makeFolder(["cases"]);
      const folder = ["cases", name];
      if (await files.stat(folder) !== undefined) await files.remove(folder, true);
      await files.makeFolder(folder);
      for (const [file, text] of Object.entries(texts)) {
        const at = [...folder, ...file.split("/").filter((part) => part !== "")];
        if (file.endsWith("/")) {
          await files.makeFolder(at);
          continue;
        }
        const writer = await files.write(at);
        await writer.write(new TextEncoder().encode(text));
        await writer.commit();
      }
    },
    look: (name) => walk(["cases", name], ""),
  };
}

/** Short texts as they are, of others the length. */
function shown(content: Uint8Array): string {
  const text = new TextDecoder().decode(content);
  return /^[\x20-\x7e\n]{0,40}$/.test(text) ? JSON.stringify(text) : "…";
}
