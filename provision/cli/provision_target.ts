import { dirname, join, resolve } from "node:path";
import { advisoriesFor } from "../advisories.ts";
import { apply } from "../apply/apply.ts";
import type { ConfigResult } from "../config/ensure_config.ts";
import { ProvisionError } from "../errors.ts";
import { describeStep } from "../plan/describe_step.ts";
import { plan } from "../plan/plan.ts";
import type { Plan } from "../plan/step.ts";
import { filesIn } from "../private_file.ts";
import { readState } from "../read_state.ts";
import type { Spec } from "../spec/spec.ts";
import type { Environment } from "../spec/environment.ts";
import type { Options } from "./arguments.ts";
import type { Target } from "./connect.ts";
import { installationIn, installedVersion, waitUntilReady } from "./local.ts";
import { openExecutor } from "./open_executor.ts";
import { passwordSource } from "./passwords.ts";
import { provisionLocal } from "./provision_local.ts";
import { withReconnects } from "./reconnect.ts";
import { planJson, printable, printPlan } from "./report.ts";
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

/** Plans one server, and does what is missing unless `dryRun`. */
export async function provisionTarget(
  spec: Spec,
  file: string,
  target: Target,
  options: Options,
  dryRun: boolean,
  context: RunContext,
): Promise<TargetResult> {
  const { terminal, signal } = context;
  const config = await provisionLocal(spec, file, target, options, dryRun, terminal);
  if (dryRun && config !== undefined && !await waitUntilReady(target.url, 0)) {
    return await planOfStopped(config, options, terminal);
  }
  return await withReconnects(
    () => provisionServer(spec, file, target, options, dryRun, config, context),
    {
      signal,
      onLost: (seconds) => terminal.err(`The connection was lost: again in ${seconds} s.`),
    },
  );
}

/** Everything but config.json, over one connection. */
async function provisionServer(
  spec: Spec,
  file: string,
  target: Target,
  options: Options,
  dryRun: boolean,
  config: ConfigResult | undefined,
  context: RunContext,
): Promise<TargetResult> {
  const { terminal } = context;
  await using open = await openExecutor(target, options, context.signal);
  const { executor } = open;
  const folder = target.name === undefined ? dirname(file) : join(dirname(file), target.name);
  const files = filesIn(folder);
  const state = await readState(executor, { spec, files });
  const planned = withAdvisories(
    plan(spec, state, { prune: options.prune ?? false }),
    state.server.version,
  );
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
      if (!options.json) {
        terminal.err(`[${index + 1}/${total}] ${printable(describeStep(step).title)}`);
      }
    },
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  if (!options.json && total > 0) {
    terminal.out(`${paint(terminal, "green", "Applied")} ${total} step(s) in ${seconds} s.`);
  }
  return { pending: false, json: { ...json, applied: total } };
}

async function planOfStopped(
  config: ConfigResult,
  options: Options,
  terminal: Terminal,
): Promise<TargetResult> {
  const version = options.local && await installedVersion(installationIn(options.local));
  const nothing = { owner: "", steps: [], notes: [], deviceGroupIds: {}, userGroupIds: {} };
  const empty = withAdvisories(nothing, version);
  if (!options.json) printPlan(terminal, empty, config);
  terminal.err("The server is not running: the rest cannot be planned before it does.");
  return { pending: true, json: { ...planJson(empty, config), changes: true, running: false } };
}

function withAdvisories(plan: Plan, version: string | undefined): Plan {
  const warnings = advisoriesFor(version)
    .map((message) => ({ kind: "warning" as const, message }));
  return { ...plan, notes: [...warnings, ...plan.notes] };
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
