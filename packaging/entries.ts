import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const ROOT: string = fileURLToPath(new URL("..", import.meta.url));

/** Built scripts that are one file each, for pages without a build step, by their source. */
export const SINGLE_FILES: Readonly<Record<string, string>> = {
  "embed.js": "agent/element/embed.ts",
  // Workers of the agent, for pages whose content policy forbids workers from blobs.
  "cs-mesh-worker.js": "agent/worker/worker_file.ts",
};

/** Sources that have to keep their names, because package.json has them under `browser`. */
export const REPLACED: readonly string[] = ["simulator/listen.ts", "simulator/no_ports.ts"];

/** A command of this package, which a small package of its name brings with what it needs. */
export interface Command {
  readonly name: string;
  /** What it does, in one line. */
  readonly description: string;
  /** The source that runs it. */
  readonly source: string;
  /** The script in `dist/` that `bin` of package.json names. */
  readonly script: string;
  /** Packages that it also works without. */
  readonly optional: readonly string[];
  /** A folder of `dist/` that its package brings, and the variable that is `1` to mean it. */
  readonly assets?: { readonly folder: string; readonly variable: string };
}

/** Every command of ours. */
export const COMMANDS: readonly Command[] = [
  {
    name: "cs-provision",
    description: "Makes a MeshCentral server what one file says: plan, apply, export, enroll.",
    source: "provision/cli/main.ts",
    script: "cs-provision.js",
    optional: [],
  },
  {
    name: "cs-serve-api",
    description: "Serves a REST API, and an operator console, for a MeshCentral server.",
    source: "examples/serve-api.ts",
    script: "serve-api.js",
    optional: ["ioredis"],
    assets: { folder: "console", variable: "CONSOLE" },
  },
];

/** Packages that another package loads by name at run time, so that no import of ours shows them. */
export const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  "hono-openapi": ["@hono/standard-validator", "@valibot/to-json-schema"],
};

/** The source of every subpath that npm and JSR share: `exports` of deno.json. */
export async function readSubpaths(): Promise<Readonly<Record<string, string>>> {
  const { exports } = await readJson("deno.json") as { exports: Record<string, string> };
  return Object.fromEntries(
    Object.entries(exports).map(([subpath, file]) => [subpath, file.replace("./", "")]),
  );
}

/** The fields of package.json that the build reads. */
export interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly author: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** Reads package.json. */
export async function readManifest(): Promise<Manifest> {
  return await readJson("package.json") as Manifest;
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(`${ROOT}${file}`, "utf8"));
}
