import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tarballs } from "./tarballs.ts";
import type { TypeProject } from "./type_projects.ts";

const OPTIONS = {
  target: "ES2022",
  module: "ESNext",
  moduleResolution: "bundler",
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Type-checks projects against the installed package.
 *
 * @param packages What the projects need next to ours.
 * @param typescript Versions of TypeScript, by the names under which they are installed.
 */
export async function checkTypes(
  t: Deno.TestContext,
  tarballs: Tarballs,
  projects: readonly TypeProject[],
  packages: readonly string[],
  typescript: Readonly<Record<string, string>>,
): Promise<void> {
  const aliases = Object.entries(typescript).map(([name, spec]) => `${name}@${spec}`);
  const folder = await tarballs.install("@cs/meshcentral", ...packages, ...aliases);
  for (const { name, file, code, options } of projects) {
    await writeFile(join(folder, file), code);
    const config = join(folder, `tsconfig.${file}.json`);
    const compilerOptions = { ...OPTIONS, ...options };
    await writeFile(config, JSON.stringify({ compilerOptions, files: [file] }));
    for (const version of Object.keys(typescript)) {
      await t.step(`${version}: ${name}`, async () => {
        assert.equal(await check(join(folder, "node_modules", version), config), "");
      });
    }
  }
}

/** What the compiler reports. */
function check(typescript: string, config: string): Promise<string> {
  return new Promise((resolve) => {
    execFile("node", [join(typescript, "lib", "tsc.js"), "-p", config], (error, stdout, stderr) => {
      resolve(stdout + stderr || (error?.message ?? ""));
    });
  });
}
