import { defineConfig } from "tsup";

const EMBED = { embed: "agent/element/embed.ts" };
const COMMANDS = { "cs-provision": "provision/cli/main.ts" };
const SUBPATHS = {
  mod: "mod.ts",
  protocol: "protocol/mod.ts",
  agent: "agent/mod.ts",
  control: "control/mod.ts",
  api: "api/mod.ts",
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
    dts: { entry: { ...SUBPATHS, ...EMBED } },
  },
  {
    // One self-contained file, for a <script> without a build step.
    entry: EMBED,
    format: "esm",
    target: "es2022",
    sourcemap: true,
    splitting: false,
    minify: true,
    noExternal: [/./],
  },
]);
