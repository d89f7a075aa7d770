import { rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type ConfigResult, ensureConfig } from "../config/ensure_config.ts";
import { ProvisionError } from "../errors.ts";
import { readText } from "../private_file.ts";
import type { Spec } from "../spec/spec.ts";
import type { Options } from "./arguments.ts";
import type { Target } from "./connect.ts";
import {
  ensureFirstAdministrator,
  type Installation,
  installationIn,
  restartServer,
  waitUntilReady,
} from "./local.ts";
import { paint, type Terminal } from "./terminal.ts";

/** How long a restarted server may take until it answers. */
const PATIENCE = 120_000;

/**
 * config.json, the first administrator and the restart, where `--local` names an installation;
 * undefined where there is nothing of that kind to do.
 */
export async function provisionLocal(
  spec: Spec,
  file: string,
  target: Target,
  options: Options,
  dryRun: boolean,
  terminal: Terminal,
): Promise<ConfigResult | undefined> {
  if (options.local === undefined) {
    if (spec.server !== undefined) {
      terminal.err(
        "`server` of the specification needs --local DIR: config.json is not looked at.",
      );
    }
    return undefined;
  }
  const installation = installationIn(options.local);
  const config = await provisionConfig(spec, file, installation, options, dryRun);
  for (const warning of config?.warnings ?? []) {
    terminal.err(`${paint(terminal, "yellow", "warning:")} ${warning}`);
  }
  if (dryRun) return config;
  const progress = (text: string) => options.json ? undefined : terminal.err(text);
  if (config?.backup !== undefined) progress(`The old config.json is ${config.backup}.`);
  if (!await waitUntilReady(target.url, 0)) {
    progress("The server is not running: looking for its first administrator.");
    if (await ensureFirstAdministrator(installation, target.username, target.password)) {
      progress(`Made the first administrator, ${target.username}.`);
    }
    await start(installation, options, target);
  } else if (config?.restart) {
    if (options["restart-command"] === undefined) {
      progress("config.json was changed: restart the server for it to take effect.");
    } else {
      await start(installation, options, target);
    }
  }
  return config;
}

/** Notes before it writes that a restart is due: it is done later if this run is interrupted. */
async function provisionConfig(
  { server }: Spec,
  file: string,
  installation: Installation,
  options: Options,
  dryRun: boolean,
): Promise<ConfigResult | undefined> {
  if (server === undefined) return undefined;
  const { data } = installation;
  const baseFolder = dirname(file);
  const planned = await ensureConfig(data, server, { baseFolder, dryRun: true });
  const isDue = await readText(restartNote(installation)) !== undefined;
  if (dryRun || planned.status === "unchanged") {
    return { ...planned, restart: planned.restart || isDue };
  }
  const noted = planned.status === "changed" && options["restart-command"] !== undefined;
  if (noted) await writeFile(restartNote(installation), "", { mode: 0o600 });
  return await ensureConfig(data, server, { baseFolder });
}

function restartNote({ data }: Installation): string {
  return join(data, "config.json.restart-due");
}

async function start(
  installation: Installation,
  options: Options,
  target: Target,
): Promise<void> {
  const command = options["restart-command"];
  if (command === undefined) {
    throw new ProvisionError("local-failed", "The server is not running.", {
      hint: "Start it and run this again, or pass --restart-command. config.json and the first " +
        "administrator are done.",
    });
  }
  await restartServer(command);
  if (!await waitUntilReady(target.url, PATIENCE)) {
    throw new ProvisionError(
      "local-failed",
      `Nothing listens at ${target.url} after the restart.`,
      {
        hint: "See what the server printed. A port that is taken, or JSON that is none, ends it.",
      },
    );
  }
  await rm(restartNote(installation), { force: true });
}
