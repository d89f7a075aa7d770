import { randomBytes, randomInt } from "node:crypto";
import { resolve } from "node:path";
import { ProvisionError } from "../errors.ts";
import { readText, writeAtomically } from "../private_file.ts";
import type { Environment } from "../spec/environment.ts";
import type { PasswordSpec } from "../spec/spec.ts";

/** Where passwords come from and go to. */
export interface PasswordOptions {
  /** The environment variables. */
  readonly environment: Environment;
  /** What the paths of the specification are relative to. */
  readonly folder: string;
  /** Where generated ones are written, with mode 0600. */
  readonly generatedFile: string;
}

/**
 * The first passwords of new accounts. A generated one is in its file before the account is made:
 * no interruption loses it, and a rerun takes it again.
 */
export function passwordSource(
  { environment, folder, generatedFile }: PasswordOptions,
): (user: string, source: PasswordSpec) => Promise<string> {
  return async (user, { env, file }) => {
    if (env !== undefined) {
      return (Object.hasOwn(environment, env) && environment[env]) ||
        fail(`the environment variable ${env}, with the password of ${user}, is not set`);
    }
    if (file !== undefined) {
      const text = await readText(resolve(folder, file));
      return text?.replace(/\r?\n$/, "") ||
        fail(`the file ${file}, with the password of ${user}, is missing or empty`);
    }
    const known = parseGenerated(await readText(generatedFile), generatedFile);
    const password = known[user.toLowerCase()] ?? generatePassword();
    const all = { ...known, [user.toLowerCase()]: password };
    await writeAtomically(generatedFile, JSON.stringify(all, null, 2) + "\n", 0o600);
    return password;
  };
}

/** 20 random characters, and one of each kind that a domain may ask for. */
function generatePassword(): string {
  const pick = (from: string) => from[randomInt(from.length)] ?? "";
  const kinds = ["abcdefghijkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "-_.+="];
  return randomBytes(15).toString("base64url") + kinds.map(pick).join("");
}

function parseGenerated(text: string | undefined, file: string): Readonly<Record<string, string>> {
  if (text === undefined) return {};
  try {
    return JSON.parse(text);
  } catch {
    return fail(`${file} has generated passwords in it, and is no JSON any more`);
  }
}

function fail(what: string): never {
  throw new ProvisionError("bad-options", `${what[0]?.toUpperCase()}${what.slice(1)}.`);
}
