import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundleConsole } from "../console/build/bundle_console.ts";

/** Bytes of gzip that the console loads before it shows anything; each file on its own. */
export async function consoleFirstView(root: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "console-size-"));
  try {
    const files = await bundleConsole(root, folder);
    const sizes = await Promise.all(
      files.map(async (file) => gzipSync(await readFile(file), { level: 9 }).length),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  } finally {
    await rm(folder, { recursive: true });
  }
}
