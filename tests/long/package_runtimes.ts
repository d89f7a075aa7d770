import assert from "node:assert/strict";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPages } from "../package/documented_commands.ts";
import type { CommandRuntime } from "../package/run_page.ts";
import { runPages } from "../package/run_pages.ts";
import { packTarballs } from "../package/tarballs.ts";
import { RUNTIMES } from "../runtimes/runtimes.ts";
import { startTestServer } from "../test_server.ts";

/** How a page's commands are run by this runtime: another Node comes first on the path. */
async function commandRuntime(
  [program, ...args]: readonly [string, ...string[]],
  folder: string,
): Promise<CommandRuntime> {
  if (program === "node") return {};
  if (!/\bnode-linux-x64\b/.test(program)) {
    return { command: [program, ...(/bun$/.test(program) ? ["--bun"] : args)].join(" ") };
  }
  // The package has no npm, and the machine's own must not be shadowed by anything else.
  await symlink(program, join(folder, "node"));
  return { path: folder };
}

for (const runtime of RUNTIMES) {
  Deno.test(`every documented command works from the tarballs with ${runtime.name}`, async (t) => {
    await using tarballs = await packTarballs();
    await using server = await startTestServer({ tls: true });
    const folder = await mkdtemp(join(tmpdir(), "cs-node-"));
    try {
      const how = await commandRuntime(await runtime.install(), folder);
      assert.ok(await runPages(t, await readPages(), tarballs, server, how) >= 25);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
