/**
 * For hosts that look for compressed files. Runs under Deno and Node, not in the browser.
 *
 * @module
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/**
 * Puts scripts and styles there compressed, too, as `.br` and `.gz`: such hosts need not compress
 * them for each visitor, and these are smaller. Not the pages: their policy is edited.
 */
export async function compressConsole(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  const written = names.filter((name) => [".js", ".css"].includes(extname(name)));
  await Promise.all(written.map(async (name) => {
    const path = join(folder, name);
    const bytes = await readFile(path);
    await writeFile(`${path}.br`, await toBrotli(bytes));
    await writeFile(`${path}.gz`, await toGzip(bytes, { level: 9 }));
  }));
}
