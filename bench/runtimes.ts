import { build } from "esbuild";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Enrollment } from "../protocol/mod.ts";
import { servePages } from "../launcher/page_server.ts";
import { launchChromium } from "../tests/chromium.ts";

/** What a runtime is asked to measure; without an enrolment, signatures. */
export interface Task {
  readonly enrollment?: Enrollment;
  readonly count: number;
}

/** Measures in a process of its own under Deno or Node. */
export async function inProcess(runtime: "deno" | "node", task: Task): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), "cs-bench-"));
  try {
    const script = join(folder, "probe.mjs");
    await writeFile(script, await bundle("probe_process.ts", "node"));
    const args = runtime === "deno" ? ["run", "--allow-all", "--no-config", script] : [script];
    return JSON.parse(await output(runtime, args, JSON.stringify(task)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Measures in a page of Chromium. */
export async function inChromium({ enrollment, count }: Task): Promise<number[]> {
  const script = await bundle("probe.ts", "browser");
  await using pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: "<!doctype html><title>bench</title>" },
    "/probe.js": { type: "text/javascript; charset=utf-8", body: script },
  }, 0);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(pages.url);
    const call = enrollment === undefined
      ? `signatures(${count})`
      : `handshakes(${JSON.stringify(enrollment)}, ${count})`;
    return await page.evaluate(`import("/probe.js").then((probe) => probe.${call})`);
  } finally {
    await browser.close();
  }
}

async function bundle(entry: string, platform: "node" | "browser"): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: "esm",
    platform,
    target: "es2022",
    write: false,
    // `ws` is CommonJS and asks for Node's modules by `require`.
    banner: platform === "node"
      ? {
        js:
          'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      }
      : {},
  });
  const [script] = outputFiles ?? [];
  if (script === undefined) throw new Error("esbuild made no bundle");
  return script.text;
}

function output(command: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (data) => text += data);
    child.on("error", reject);
    child.on(
      "close",
      (code) => code === 0 ? resolve(text) : reject(new Error(`${command}: ${code}`)),
    );
    child.stdin.end(input);
  });
}
