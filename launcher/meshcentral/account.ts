/**
 * The administrator of a server that is not running.
 *
 * @module
 */
import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { quoteLastLines } from "./child.ts";
import { LauncherError } from "./errors.ts";
import { type ServerFolders, spawnMeshCentral } from "./process.ts";

/** A user name and its password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

const username = "admin";

/**
 * Makes a full administrator with a random password, or gives the one that was made for this data
 * folder before. The password is kept in `file`, which only its owner can read.
 */
export async function ensureAdministrator(
  folders: ServerFolders,
  file: string,
): Promise<Credentials> {
  const known = await readCredentials(file);
  if (known !== undefined) return known;
  const password = randomBytes(18).toString("base64url");
  const created = await run(folders, { createAccount: username, pass: password, name: username });
  if (lastLine(created) === "User already exists.") {
    expectDone(await run(folders, { resetAccount: username, pass: password }));
  } else {
    expectDone(created);
  }
  expectDone(await run(folders, { adminAccount: username }));
  const credentials = { username, password };
  await writeFile(file, JSON.stringify(credentials), { mode: 0o600 });
  return credentials;
}

/**
 * Runs one command of MeshCentral. Whatever it takes on the command line it also takes from
 * `settings`: so the password goes into a file of ours, not onto a command line, which every user of
 * the machine could read.
 */
async function run(
  folders: ServerFolders,
  settings: Readonly<Record<string, string>>,
): Promise<string> {
  const name = "one-command.json";
  const path = join(folders.data, name);
  await writeFile(path, JSON.stringify({ settings, domains: { "": {} } }), { mode: 0o600 });
  try {
    const child = spawnMeshCentral(folders, ["--configfile", name]);
    await child.exited;
    return child.output;
  } finally {
    await rm(path, { force: true });
  }
}

/** Its exit code is 0 in any case; the last line tells. */
function expectDone(output: string): void {
  if (lastLine(output)?.startsWith("Done.")) return;
  throw new LauncherError(
    "account-failed",
    `MeshCentral did not make the account "${username}". Likely another server is using the same ` +
      `data folder, or its database is damaged. It said:\n${quoteLastLines(output)}`,
  );
}

function lastLine(output: string): string | undefined {
  return output.trim().split(/\r?\n/).at(-1);
}

async function readCredentials(file: string): Promise<Credentials | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Credentials;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new LauncherError(
      "account-failed",
      `${file} is not readable. Delete it to have the administrator's password reset.`,
      { cause: error },
    );
  }
}
