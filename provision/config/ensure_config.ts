import { stat } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "jsonc-parser";
import { type Problem, ProvisionError } from "../errors.ts";
import { readText, writeAtomically } from "../private_file.ts";
import type { ServerSpec } from "../spec/spec.ts";
import { checkConfigText } from "./check_config_text.ts";
import { type ConfigChange, mergeConfig } from "./merge_config.ts";
import { certificateFiles } from "./server_files.ts";

/** What {@linkcode ensureConfig} may be told. */
export interface EnsureConfigOptions {
  /** Where the certificate files of the specification are relative to. @default {"."} */
  readonly baseFolder?: string;
  /** Says what would be done, and writes nothing. @default {false} */
  readonly dryRun?: boolean;
  /** The clock. */
  readonly now?: () => number;
}

/** What {@linkcode ensureConfig} did. */
export interface ConfigResult {
  /** Whether config.json was made, changed, or is as it should be. */
  readonly status: "created" | "changed" | "unchanged";
  /** What differs; secrets are not shown. */
  readonly changes: readonly ConfigChange[];
  /** The running server does not see the change before it is restarted. */
  readonly restart: boolean;
  /** The copy of the old file; undefined = none was needed. */
  readonly backup: string | undefined;
  /** What was wrong in the file already, and is not of the specification. */
  readonly warnings: readonly string[];
}

/**
 * Makes config.json in the data folder of a server say what a specification says of it; all else in
 * it stays. Written as a whole, after a copy of the old one.
 *
 * @throws {ProvisionError} `bad-config` when it is no JSON, or the certificate does not fit.
 */
export async function ensureConfig(
  dataFolder: string,
  server: ServerSpec,
  options: EnsureConfigOptions = {},
): Promise<ConfigResult> {
  const { dryRun = false, now = Date.now } = options;
  const file = join(dataFolder, "config.json");
  const before = await readText(file);
  const problems = before === undefined ? [] : checkConfigText(before, file);
  const unreadable = problems.filter(({ path }) => path === "");
  if (unreadable.length > 0) throw badConfig(file, unreadable);

  const merged = mergeConfig(before ?? "", server);
  const remaining = checkConfigText(merged.text, file);
  const tls = server.tls === undefined
    ? { writes: [], changes: [], warnings: [] }
    : await certificateFiles(dataFolder, server.tls, {
      config: parse(merged.text),
      baseFolder: options.baseFolder ?? ".",
      now: now(),
    });
  const changes = [...merged.changes, ...tls.changes];
  const changed = before === undefined ? true : changes.length > 0;
  let backup: string | undefined;
  if (changed && !dryRun) {
    for (const [path, content] of tls.writes) await writeAtomically(path, content, 0o600);
    if (before === undefined || merged.text !== before) {
      if (before !== undefined) {
        backup = `${file}.${new Date(now()).toISOString().replace(/[:.]/g, "-")}.bak`;
        await writeAtomically(backup, before, 0o600);
      }
      await writeAtomically(file, merged.text, await modeOf(file));
    }
  }
  return {
    status: before === undefined ? "created" : changed ? "changed" : "unchanged",
    changes,
    restart: changed,
    backup,
    warnings: [
      ...remaining.map(({ line, path, message }) => `config.json:${line} ${path}: ${message}`),
      ...tls.warnings,
    ],
  };
}

async function modeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).mode & 0o777;
  } catch {
    return 0o600; // a new one: there will be secrets in it
  }
}

function badConfig(file: string, problems: readonly Problem[]): ProvisionError {
  return new ProvisionError("bad-config", `${file} is not written to: it cannot be read.`, {
    problems,
    hint: "MeshCentral does not start with it either, and says so only in its output.",
  });
}
