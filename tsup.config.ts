import { defineConfig } from "tsup";
import { bundleConsole } from "./console/build/bundle_console.ts";
import { compressConsole } from "./console/build/compress_console.ts";

const EMBED = { embed: "agent/element/embed.ts" };
/** Workers of the agent, for pages whose content policy forbids workers from blobs. */
const WORKER = { "cs-mesh-worker": "agent/worker/worker_file.ts" };
const COMMANDS = { "cs-provision": "provision/cli/main.ts" };
const SUBPATHS = {
  mod: "mod.ts",
  protocol: "protocol/mod.ts",
  agent: "agent/mod.ts",
  "agent/node": "agent/node/mod.ts",
  control: "control/mod.ts",
  api: "api/mod.ts",
  "api/client": "api/client/mod.ts",
  "api/meshctrl": "api/meshctrl_backend.ts",
  provision: "provision/mod.ts",
  simulator: "simulator/mod.ts",
  "transport/ws": "transport/ws.ts",
};

/** The npm package: every subpath of `exports` in `package.json`. */
export default defineConfig([
  {
    entry: { ...SUBPATHS, ...COMMANDS },
    format: "esm",
    target: "es2022",
    sourcemap: true,
    splitting: true,
    external: ["ioredis"],
    dts: { entry: { ...SUBPATHS, ...EMBED, ...WORKER } },
  },
  {
    // The example as a program: `npx cs-serve-api`.
    entry: { "serve-api": "examples/serve-api.ts" },
    format: "esm",
    target: "node20",
    banner: { js: "#!/usr/bin/env node" },
    external: [/^@cs\//],
  },
  {
    // One self-contained file, for a <script> without a build step.
    entry: { ...EMBED, ...WORKER },
    platform: "browser",
    format: "esm",
    target: "es2022",
    sourcemap: true,
    splitting: false,
    minify: true,
    noExternal: [/./],
    // Static files, for any host.
    onSuccess: async () => {
      await bundleConsole(".", "dist/console");
      await compressConsole("dist/console");
    },
  },
]);
