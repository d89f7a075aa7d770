import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { chromiumPath } from "../chromium.ts";
import { postgresPrograms } from "../deployment/postgres.ts";

/** A program that the tests need and npm does not bring. */
export interface SystemTool {
  readonly name: string;
  /** Its Debian package. */
  readonly debian: string;
  readonly isInstalled: () => boolean;
}

/** What `npm test` needs. */
export const TEST_TOOLS: readonly SystemTool[] = [
  { name: "Chromium", debian: "chromium", isInstalled: () => chromiumPath() !== undefined },
  {
    name: "nginx",
    debian: "nginx-light",
    isInstalled: () => existsSync("/usr/sbin/nginx") || isOnPath("nginx"),
  },
  { name: "Redis", debian: "redis-server", isInstalled: () => isOnPath("redis-server") },
  {
    name: "PostgreSQL",
    debian: "postgresql",
    isInstalled: () => postgresPrograms() !== undefined,
  },
  { name: "openssl", debian: "openssl", isInstalled: () => isOnPath("openssl") },
];

/**
 * What the native agent's desktop needs: a display, and the X libraries that it opens by their names
 * without a version, which only the development packages bring.
 */
export const DESKTOP_TOOLS: readonly SystemTool[] = [
  { name: "Chromium", debian: "chromium", isInstalled: () => chromiumPath() !== undefined },
  { name: "Xvfb", debian: "xvfb", isInstalled: () => isOnPath("Xvfb") },
  ...["X11", "Xext", "Xfixes", "Xtst", "xkbfile"].map((library) => ({
    name: `lib${library}.so`,
    debian: `lib${library.toLowerCase()}-dev`,
    isInstalled: () => existsSync(`/usr/lib/x86_64-linux-gnu/lib${library}.so`),
  })),
];

/**
 * Installs with apt what is missing, where it may.
 *
 * @throws {Error} that lists what is missing and how to get it, where it may not.
 */
export function ensureSystemTools(tools: readonly SystemTool[] = TEST_TOOLS): void {
  const missing = tools.filter((tool) => !tool.isInstalled());
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian);
  const names = missing.map(({ name }) => name).join(", ");
  if (process.getuid?.() !== 0 || !isOnPath("apt-get")) {
    throw new Error(
      `This needs ${names}. As root on Debian or Ubuntu: apt-get install ${packages.join(" ")}. ` +
        "Elsewhere install them by your system's means; CHROMIUM_PATH names a Chromium in another place.",
    );
  }
  process.stdout.write(`Installing ${names} with apt-get\n`);
  aptGet("update");
  aptGet("install", "--yes", "--no-install-recommends", ...packages);
  const failed = missing.filter((tool) => !tool.isInstalled());
  if (failed.length === 0) return;
  throw new Error(`apt-get did not bring ${failed.map(({ name }) => name).join(", ")}`);
}

function aptGet(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("apt-get", [...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`apt-get ${args.join(" ")} failed:\n${stderr.trim()}`);
}

function isOnPath(program: string): boolean {
  return (process.env.PATH ?? "").split(":").some((folder) => existsSync(`${folder}/${program}`));
}
