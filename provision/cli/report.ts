/**
 * Plans and results, for people and for programs.
 *
 * @module
 */
import type { ConfigResult } from "../config/ensure_config.ts";
import { describeStep } from "../plan/describe_step.ts";
import type { Note, Plan, Step } from "../plan/step.ts";
import { paint, type Terminal } from "./terminal.ts";

const colors = { "+": "green", "~": "yellow", "-": "red" } as const;

/** What a plan would do, as a table, and how much it is. */
export function printPlan(terminal: Terminal, plan: Plan, config: ConfigResult | undefined): void {
  const { out } = terminal;
  for (const { path, from, to } of config?.changes ?? []) {
    const sign = from === undefined ? "+" : to === undefined ? "-" : "~";
    const values = `${from === undefined ? "" : `${shown(from)} → `}${shown(to)}`;
    out(`${paint(terminal, colors[sign], sign)} config.json ${path}  ${values}`);
  }
  for (const step of plan.steps) {
    const { sign, what, details } = describeStep(step);
    const detail = details.length === 0
      ? ""
      : `  ${paint(terminal, "dim", printable(details.join(", ")))}`;
    out(`${paint(terminal, colors[sign], sign)} ${printable(what)}${detail}`);
  }
  printNotes(terminal, plan.notes);
  const total = plan.steps.length + (config?.changes.length ?? 0);
  out(total === 0 ? "Nothing to do." : `${count(plan.steps, config)}.`);
}

/** Notes: warnings to stderr, what is adopted and kept in one line each. */
export function printNotes(terminal: Terminal, notes: readonly Note[]): void {
  const of = (kind: Note["kind"]) =>
    notes.filter((note) => note.kind === kind).map(({ message }) => printable(message));
  for (const message of of("warning")) {
    terminal.err(`${paint(terminal, "yellow", "warning:")} ${message}`);
  }
  if (of("adopted").length > 0) {
    terminal.out(`Adopted, never removed: ${of("adopted").join(", ")}.`);
  }
  if (of("kept").length > 0) {
    terminal.out(
      `No longer in the specification, kept (--prune removes): ${of("kept").join(", ")}.`,
    );
  }
}

/** A plan for programs; there is no secret in it. */
export function planJson(plan: Plan, config: ConfigResult | undefined): Record<string, unknown> {
  return {
    changes: plan.steps.length > 0 || (config?.changes.length ?? 0) > 0,
    config: config?.changes ?? [],
    restart: config?.restart ?? false,
    steps: plan.steps.map((step) => {
      const { sign, what, details } = describeStep(step);
      return { sign, what, details, step };
    }),
    notes: plan.notes,
  };
}

/** `3 to make, 1 to change, 0 to remove`. */
function count(steps: readonly Step[], config: ConfigResult | undefined): string {
  const signs = steps.map((step) => describeStep(step).sign);
  const number = (sign: string) => signs.filter((other) => other === sign).length;
  const changes = config?.changes.length ?? 0;
  const settings = changes === 0 ? "" : `, ${changes} in config.json`;
  return `${number("+")} to make, ${number("~")} to change, ${number("-")} to remove${settings}`;
}

/** Names come from a server: none of them may steer the terminal. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, "\ufffd");
}

function shown(value: unknown): string {
  return value === undefined ? "removed" : JSON.stringify(value);
}
