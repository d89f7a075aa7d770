import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { checkServerFiles } from "../config/server_files.ts";
import { checkConfigText } from "../config/check_config_text.ts";
import { formatProblem, ProvisionError } from "../errors.ts";
import { exportSpec } from "../export_spec.ts";
import { formatSpec } from "../format_spec.ts";
import { readText, writeAtomically } from "../private_file.ts";
import { readState } from "../read_state.ts";
import { specJsonSchema } from "../spec/json_schema.ts";
import { parseSpec } from "../spec/parse_spec.ts";
import type { Spec } from "../spec/spec.ts";
import { type Arguments, parseArguments, usage } from "./arguments.ts";
import { findTargets } from "./connect.ts";
import { enroll } from "./enroll.ts";
import { openExecutor } from "./open_executor.ts";
import { provisionTarget, type RunContext } from "./provision_target.ts";
import { printable } from "./report.ts";
import { template } from "./template.ts";
import { paint } from "./terminal.ts";

/** Nothing to do, or done. */
const OK = 0;
/** It did not work. */
const ERROR = 1;
/** A plan has steps. */
const CHANGES = 2;

/** Runs a command line; resolves with the exit code and never rejects. */
export async function run(argv: readonly string[], context: RunContext): Promise<number> {
  const { terminal } = context;
  try {
    const args = parseArguments(argv);
    if (args.options.help) {
      terminal.out(usage.trimEnd());
      return OK;
    }
    return await runCommand(args, context);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (argv.includes("--json")) terminal.out(JSON.stringify({ error: errorJson(error, message) }));
    terminal.err(`${paint(terminal, "red", "error:")} ${message}`);
    return ERROR;
  }
}

async function runCommand(args: Arguments, context: RunContext): Promise<number> {
  switch (args.command) {
    case "schema":
      context.terminal.out(JSON.stringify(specJsonSchema(), null, 2));
      return OK;
    case "init":
      return await init(args, context);
    case "validate":
      return await validate(args, context);
    case "export":
      return await exportServer(args, context);
    case "enroll":
      return await enroll(args, context);
    case "plan":
    case "diff":
      return await provision(args, true, context);
    case "apply":
      return await provision(args, args.options["dry-run"] ?? false, context);
  }
}

async function provision(args: Arguments, dryRun: boolean, context: RunContext): Promise<number> {
  const { terminal, environment } = context;
  const file = named(args);
  const spec = await readSpec(file, context);
  const targets = await findTargets(spec, args.options, environment);
  const results: Record<string, unknown>[] = [];
  let pending = false;
  for (const [index, target] of targets.entries()) {
    if (target.name !== undefined && !args.options.json) {
      terminal.out(paint(terminal, "bold", `${target.name} (${target.url})`));
    }
    try {
      const result = await provisionTarget(spec, file, target, args.options, dryRun, context);
      pending ||= result.pending;
      results.push({ target: target.name, url: target.url, ...result.json });
    } catch (error) {
      const left = targets.slice(index + 1).map(({ name }) => name);
      if (left.length > 0) terminal.err(`Not begun: ${left.join(", ")}.`);
      throw error;
    }
  }
  if (args.options.json) {
    const [only] = results;
    terminal.out(JSON.stringify(results.length === 1 ? only : { targets: results }, null, 2));
  } else if (results.length > 1) {
    terminal.out(`${results.length} servers: ${targets.map(({ name }) => name).join(", ")}.`);
  }
  return dryRun && pending ? CHANGES : OK;
}

async function validate(args: Arguments, { terminal, environment }: RunContext): Promise<number> {
  const file = named(args);
  const text = await readNeeded(file);
  if (/config\.json$/.test(file)) {
    const problems = checkConfigText(text, file);
    if (args.options.json) terminal.out(JSON.stringify({ problems }, null, 2));
    else for (const problem of problems) terminal.out(formatProblem(problem));
    if (problems.length > 0) return ERROR;
  } else {
    const { server } = parseSpec(text, { file, environment });
    for (const warning of await checkServerFiles(server, dirname(file))) terminal.err(warning);
  }
  if (!args.options.json) terminal.out(`${file} is valid.`);
  return OK;
}

async function exportServer(args: Arguments, context: RunContext): Promise<number> {
  const { terminal, environment, signal } = context;
  const { options } = args;
  const [target] = await findTargets({}, options, environment);
  if (target === undefined) return ERROR;
  await using open = await openExecutor(target, options, signal);
  const state = await readState(open.executor, { countDevices: false });
  const { owner } = options;
  const { spec, omitted } = exportSpec(state, owner === undefined ? {} : { owner });
  const output = options.output ?? args.file;
  const format = options.json || /\.jsonc?$/i.test(output ?? "") ? "json" : "yaml";
  const comments = omitted.map((what) => `Left out: ${what}.`);
  const isPlainJson = format === "json" && output === undefined;
  const text = formatSpec(spec, format, isPlainJson ? [] : comments);
  for (const comment of comments) terminal.err(printable(comment));
  if (output === undefined) terminal.out(text.trimEnd());
  else {
    await writeAtomically(output, text, 0o600);
    terminal.err(`Wrote ${output}.`);
  }
  return OK;
}

async function init({ file, options }: Arguments, { terminal }: RunContext): Promise<number> {
  const output = options.output ?? file ?? "spec.yaml";
  if (/\.jsonc?$/i.test(output)) {
    throw new ProvisionError("bad-options", "init writes YAML: name a .yaml file.");
  }
  if (await readText(output) !== undefined) {
    throw new ProvisionError("bad-options", `${output} is there already, and was left alone.`);
  }
  const group = await terminal.ask("Name of the first device group", "Kiosks");
  const user = await terminal.ask("User name of the first operator", "alice");
  const text = template({ group, user });
  parseSpec(text, { file: output });
  await writeAtomically(output, text, 0o644);
  terminal.out(`Wrote ${output}. Next: cs-provision plan ${output}`);
  return OK;
}

async function readSpec(file: string, { environment }: RunContext): Promise<Spec> {
  return parseSpec(await readNeeded(file), { file, environment });
}

async function readNeeded(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ProvisionError("bad-options", `${file} cannot be read.`, {
      cause,
      hint: "`cs-provision init` writes one to start from.",
    });
  }
}

function named({ file }: Arguments): string {
  if (file !== undefined) return file;
  throw new ProvisionError("bad-options", "Name a specification.", {
    hint: "See cs-provision --help.",
  });
}

function errorJson(error: unknown, message: string): Record<string, unknown> {
  const { code, problems, done, failed, remaining } = error as Record<string, unknown>;
  const count = (steps: unknown) => Array.isArray(steps) ? steps.length : undefined;
  return { code, message, problems, done: count(done), failed, remaining: count(remaining) };
}
