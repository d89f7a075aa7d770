import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Answers with a file of a folder, as any static host does. */
export async function staticFile(folder: string, pathname: string): Promise<Response> {
  const path = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
  const body = await readFile(path).catch(() => undefined);
  return new Response(body, {
    status: body === undefined ? 404 : 200,
    headers: {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
      "x-content-type-options": "nosniff",
    },
  });
}
