import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { bundleConsole } from "../console/build/bundle_console.ts";
import { staticFile } from "../launcher/static_files.ts";

/** The console, built and served as any static host would, at an origin of its own. */
export interface ServedConsole extends AsyncDisposable {
  /** `http://localhost:PORT/` */
  readonly url: string;
  /** Where its files are. */
  readonly folder: string;
}

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Serves it until it is disposed of: what `npm run build` made, or else a build of its own. */
export async function serveConsole(): Promise<ServedConsole> {
  const isBuilt = process.env.CS_BUILT === "1";
  const folder = isBuilt
    ? join(ROOT, "dist", "console")
    : await mkdtemp(join(tmpdir(), "console-"));
  if (!isBuilt) await bundleConsole(ROOT, folder);
  const served = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => staticFile(folder, new URL(request.url).pathname),
  );
  return {
    url: `http://localhost:${served.addr.port}/`,
    folder,
    async [Symbol.asyncDispose]() {
      await served.shutdown();
      if (!isBuilt) await rm(folder, { recursive: true });
    },
  };
}
