import { parseArgs } from "node:util";
import { ProvisionError } from "../errors.ts";
import { didYouMean } from "../spec/nearest.ts";

const commands = [
  "plan",
  "apply",
  "diff",
  "export",
  "validate",
  "init",
  "schema",
  "enroll",
] as const;

/** What is to be done. */
export type Command = typeof commands[number];

/** The command line. */
export interface Arguments {
  /** What is to be done. */
  readonly command: Command;
  /** The file; undefined = none was named. */
  readonly file: string | undefined;
  /** Of `enroll`: the name of the device group. */
  readonly group: string | undefined;
  /** Options by name. */
  readonly options: Options;
}

const definitions = {
  url: { type: "string" },
  username: { type: "string" },
  "password-file": { type: "string" },
  ca: { type: "string" },
  "tls-hash": { type: "string" },
  target: { type: "string" },
  local: { type: "string" },
  "restart-command": { type: "string" },
  passwords: { type: "string" },
  output: { type: "string", short: "o" },
  owner: { type: "string" },
  executor: { type: "string" },
  meshctrl: { type: "string" },
  json: { type: "boolean" },
  "dry-run": { type: "boolean" },
  prune: { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  "no-color": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** Options by name. */
export type Options = {
  readonly [K in keyof typeof definitions]?: (typeof definitions)[K]["type"] extends "string"
    ? string
    : boolean;
};

/**
 * Reads the command line: `[command] [file] [options]`, `apply` without a command; before its file,
 * `enroll` has the name of a device group.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parse(argv);
  const known = commands.find((command) => command === positionals[0]);
  const names = known === undefined ? positionals : positionals.slice(1);
  const groups = known === "enroll" ? names.splice(0, 1) : [];
  const [file, tooMany] = names;
  if (tooMany !== undefined) {
    const near = didYouMean(positionals[0] ?? "", commands);
    throw wrong(`Too many arguments, or no command: ${positionals.join(" ")}.${near}`);
  }
  return {
    command: known ?? "apply",
    file,
    group: groups[0],
    options: values,
  };
}

function parse(argv: readonly string[]): { values: Options; positionals: string[] } {
  try {
    return parseArgs({ args: [...argv], options: definitions, allowPositionals: true });
  } catch (error) {
    const [, option = ""] = /Unknown option '-*([^']+)'/.exec((error as Error).message) ?? [];
    const near = option === "" ? "" : didYouMean(option, Object.keys(definitions));
    throw wrong(`${(error as Error).message.split(". ")[0]}.${near}`);
  }
}

function wrong(what: string): ProvisionError {
  return new ProvisionError("bad-options", what, { hint: "See cs-provision --help." });
}

/** What `--help` prints. */
export const usage = `cs-provision [command] SPEC [options]

Makes a MeshCentral server what one file says, and changes nothing when it is.

Commands
  apply      does what is missing (default)
  plan       says what apply would do; exit code 2 when there is something
  diff       the same
  validate   checks the file, without a server; a config.json too
  export     writes a server as a specification (to --output, else to stdout)
  init       writes a specification to start from
  schema     prints the JSON Schema of specifications
  enroll     writes the enrollment file of a device group, which it adds if there is none of the
             name: cs-provision enroll GROUP FILE (JSON for browser agents; FILE.msh for native ones)

Which server
  --url URL              wss://host[:port][/domain]      (MESHCENTRAL_URL)
  --username NAME        a full administrator            (MESHCENTRAL_USERNAME)
  --password-file FILE   with the password in it         (MESHCENTRAL_PASSWORD)
  --ca FILE              PEM of its authority            (MESHCENTRAL_CA)
  --tls-hash HEX         SHA-384 of its TLS certificate  (MESHCENTRAL_TLS_HASH)
  --target NAME          only this one of the specification's \`targets\`
  --local DIR            its installation on this machine: config.json, first administrator
  --restart-command CMD  restarts it after config.json was changed

What to do
  --prune                also removes what this tool made and SPEC no longer lists
  --dry-run              apply does nothing, as plan
  --yes, -y              does not ask before it removes
  --passwords FILE       where generated passwords are written (mode 0600)
  --output, -o FILE      of export and init
  --owner NAME           of export: whose things are not adopted
  --executor meshctrl    by meshctrl.js instead of the operator channel: slow, and passwords are
                         on its command line
  --meshctrl FILE        where it is, if not in --local DIR
  --json                 for programs
  --no-color             (NO_COLOR)

Exit codes: 0 nothing to do or applied, 1 error, 2 there is something to do (plan, diff).
`;
