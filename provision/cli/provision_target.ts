import { dirname, join, resolve } from "node:path";
import { advisoriesFor } from "../advisories.ts";
import { apply } from "../apply/apply.ts";
import { type ConfigResult, ensureConfig } from "../config/ensure_config.ts";
import { ProvisionError } from "../errors.ts";
import { controlExecutor } from "../executor/control_executor.ts";
import { describeStep } from "../plan/describe_step.ts";
import { plan } from "../plan/plan.ts";
import type { Plan } from "../plan/step.ts";
import { filesIn } from "../private_file.ts";
import { readState } from "../read_state.ts";
import type { Spec } from "../spec/spec.ts";
import type { Environment } from "../spec/environment.ts";
import type { Options } from "./arguments.ts";
import { connect, type Target } from "./connect.ts";
import {
  ensureFirstAdministrator,
  installationIn,
  installedVersion,
  restartServer,
  waitUntilReady,
} from "./local.ts";
import { passwordSource } from "./passwords.ts";
import { planJson, printPlan } from "./report.ts";
import { paint, type Terminal } from "./terminal.ts";

/** What a run needs from outside. */
export interface RunContext {
  readonly terminal: Terminal;
  readonly environment: Environment;
  readonly signal: AbortSignal;
}

/** What happened to one server. */
export interface TargetResult {
  /** Whether something is left to do: after a plan. */
  readonly pending: boolean;
  /** For `--json`. */
  readonly json: Record<string, unknown>;
}

/** How long a restarted server may take until it answers. */
const PATIENCE = 120_000;

/** Plans one server, and does what is missing unless `dryRun`. */
export async function provisionTarget(
  spec: Spec,
  file: string,
  target: Target,
  options: Options,
  dryRun: boolean,
  context: RunContext,
): Promise<TargetResult> {
  const { terminal } = context;
  const config = await provisionLocal(spec, file, target, options, dryRun, context);
  if (dryRun && config !== undefined && !await waitUntilReady(target.url, 0)) {
    return await planOfStopped(config, options, terminal);
  }
  await using client = await connect(target, context.signal);
  const executor = controlExecutor(client, target.url);
  const folder = target.name === undefined ? dirname(file) : join(dirname(file), target.name);
  const files = filesIn(folder);
  const state = await readState(executor, { spec, files });
  const warnings = advisoriesFor(state.server.version)
    .map((message) => ({ kind: "warning" as const, message }));
  const made = plan(spec, state, { prune: options.prune ?? false });
  const planned: Plan = { ...made, notes: [...warnings, ...made.notes] };
  if (!options.json) printPlan(terminal, planned, dryRun ? config : undefined);
  const json = planJson(planned, config);
  if (dryRun) return { pending: json["changes"] === true, json };
  await confirmRemovals(planned, options, terminal);
  const begun = performance.now();
  const total = planned.steps.length;
  await apply(planned, executor, {
    files,
    signal: context.signal,
    password: passwordSource({
      environment: context.environment,
      folder: dirname(file),
      generatedFile: generatedFile(file, target, options),
    }),
    onStep: (step, index) => {
      if (!options.json) terminal.err(`[${index + 1}/${total}] ${describeStep(step).title}`);
    },
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (!options.json && total > 0) {
    terminal.out(`${paint(terminal, "green", "Applied")} ${total} step(s) in ${seconds} s.`);
  }
  return { pending: false, json: { ...json, applied: total } };
}

/** config.json, the first administrator and the restart, where `--local` names an installation. */
async function provisionLocal(
  spec: Spec,
  file: string,
  target: Target,
  options: Options,
  dryRun: boolean,
  { terminal }: RunContext,
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
  const config = spec.server === undefined ? undefined : await ensureConfig(
    installation.data,
    spec.server,
    { baseFolder: dirname(file), dryRun },
  );
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
    await start(options, target, "The server is not running.");
  } else if (config?.restart) {
    if (options["restart-command"] === undefined) {
      progress("config.json was changed: restart the server for it to take effect.");
    } else {
      await start(options, target, "");
    }
  }
  return config;
}

async function start(options: Options, target: Target, why: string): Promise<void> {
  const command = options["restart-command"];
  if (command === undefined) {
    throw new ProvisionError("local-failed", why, {
      hint: "Start it and run this again, or pass --restart-command. config.json and the first " +
        "administrator are done.",
    });
  }
  await restartServer(command);
  if (await waitUntilReady(target.url, PATIENCE)) return;
  throw new ProvisionError("local-failed", `Nothing listens at ${target.url} after the restart.`, {
    hint: "See what the server printed. A port that is taken, or JSON that is none, ends it.",
  });
}

async function planOfStopped(
  config: ConfigResult,
  options: Options,
  terminal: Terminal,
): Promise<TargetResult> {
  const version = options.local && await installedVersion(installationIn(options.local));
  const empty: Plan = {
    owner: "",
    steps: [],
    notes: advisoriesFor(version).map((message) => ({ kind: "warning", message })),
    deviceGroupIds: {},
    userGroupIds: {},
  };
  if (!options.json) printPlan(terminal, empty, config);
  terminal.err("The server is not running: the rest cannot be planned before it does.");
  return { pending: true, json: { ...planJson(empty, config), changes: true, running: false } };
}

async function confirmRemovals(planned: Plan, options: Options, terminal: Terminal): Promise<void> {
  const removals = planned.steps.filter((step) => describeStep(step).sign === "-").length;
  if (removals === 0 || options.yes || !terminal.isInteractive) return;
  if (await terminal.confirm(`Remove ${removals} thing(s)?`)) return;
  throw new ProvisionError("bad-options", "Nothing was done: the removals were not confirmed.");
}

function generatedFile(file: string, { name }: Target, options: Options): string {
  if (options.passwords !== undefined) return resolve(options.passwords);
  const base = file.replace(/\.(jsonc?|ya?ml)$/i, "");
  return resolve(`${base}${name === undefined ? "" : `.${name}`}.passwords.json`);
}
