/**
 * A MeshCentral that is installed on this machine: its config.json, its first administrator while it
 * is stopped, and its restart.
 *
 * @module
 */
import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { parse } from "jsonc-parser";
import { ProvisionError } from "../errors.ts";
import { readText, writeAtomically } from "../private_file.ts";

/** The folders of an installation. */
export interface Installation {
  /** With `config.json` and the database. */
  readonly data: string;
  /** The files of users. */
  readonly files: string;
  /** MeshCentral's entry script. */
  readonly script: string;
}

/** The folders of an installation: `node_modules/meshcentral` and `meshcentral-data` below it. */
export function installationIn(folder: string): Installation {
  const root = resolve(folder);
  return {
    data: join(root, "meshcentral-data"),
    files: join(root, "meshcentral-files"),
    script: join(root, "node_modules", "meshcentral", "meshcentral.js"),
  };
}

/** Its version; undefined = it is not installed there. */
export async function installedVersion({ script }: Installation): Promise<string | undefined> {
  try {
    return JSON.parse(await readFile(join(script, "..", "package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}

/**
 * Makes the first administrator of a server that is not running. A server that has accounts is left
 * alone.
 *
 * @returns whether one was made
 */
export async function ensureFirstAdministrator(
  installation: Installation,
  username: string,
  password: string,
): Promise<boolean> {
  const id = `user//${username.toLowerCase()}`;
  const accounts = accountsIn(await runCommand(installation, { listuserids: true }));
  if (accounts.some((account) => account !== id)) return false;
  if (accounts.length === 0) {
    const text = await runCommand(installation, {
      createaccount: username,
      pass: password,
      name: username,
    });
    expectDone(text, `The account "${username}" was not made`);
  }
  const text = await runCommand(installation, { adminaccount: username });
  expectDone(text, `The account "${username}" was not made an administrator`);
  return accounts.length === 0;
}

/** Runs the command that restarts the server. */
export async function restartServer(command: string): Promise<void> {
  const { code, output } = await execute(command, [], true);
  if (code === 0) return;
  throw new ProvisionError("local-failed", `The restart command ended with code ${code}.`, {
    hint: `It said: ${output.trim().slice(-500)}`,
  });
}

/** Waits until the server answers, as long as `patience` milliseconds. */
export async function waitUntilReady(url: string, patience: number): Promise<boolean> {
  const health = new URL(url.replace(/^ws/, "http"));
  const deadline = Date.now() + patience;
  for (;;) {
    if (await answers(health)) return true;
    if (Date.now() > deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Whether something listens there; which certificate it has does not matter. */
async function answers({ hostname, port, protocol }: URL): Promise<boolean> {
  const { connect } = await import("node:net");
  return await new Promise((resolve) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ""),
      port: Number(port || (protocol === "https:" ? 443 : 80)),
    });
    socket.setTimeout(3000, () => done(false));
    socket.on("connect", () => done(true));
    socket.on("error", () => done(false));
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
  });
}

/**
 * Runs one command of MeshCentral with the server's own settings, so that it finds the database.
 * What it takes on the command line it takes from `settings` too: so a password is never on a
 * command line, which every user of the machine could read.
 */
async function runCommand(
  { data, files, script }: Installation,
  settings: Readonly<Record<string, unknown>>,
): Promise<string> {
  const config = parse(await readText(join(data, "config.json")) ?? "{}") ?? {};
  const name = `one-command-${process.pid}.json`;
  const path = join(data, name);
  const all = { ...config, settings: { ...config.settings, ...settings } };
  await writeAtomically(path, JSON.stringify(all), 0o600);
  try {
    const { output } = await execute(
      process.execPath.includes("deno") ? "node" : process.execPath,
      [
        script,
        ...["--datapath", data, "--filespath", files, "--configfile", name],
        ...["--launch", String(process.pid)],
      ],
    );
    return output;
  } finally {
    await rm(path, { force: true });
  }
}

/** MeshCentral's exit code is 0 in any case; the last line tells. */
function expectDone(output: string, what: string): void {
  const last = output.trim().split(/\r?\n/).at(-1) ?? "";
  if (last.startsWith("Done.")) return;
  throw new ProvisionError("local-failed", `${what}: MeshCentral says "${last}".`, {
    hint: "Likely the server is running, or its database cannot be reached.",
  });
}

function accountsIn(output: string): readonly string[] {
  return [...output.matchAll(/\buser\/[^/\s]*\/\S+/g)].map(([id]) => id);
}

function execute(
  command: string,
  args: readonly string[],
  shell = false,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: ["pipe", "pipe", "pipe"], shell });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text: string) => output = (output + text).slice(-65_536));
    }
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}
