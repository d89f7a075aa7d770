import type { ConsoleOutcome } from "./console_cases.ts";
import { DESKTOP_CASES, DESKTOP_START } from "./desktop_cases.ts";
import { DIFFERENCES } from "./differences.ts";
import { FILES_CASES } from "./files_cases.ts";
import { alike, type Outcome } from "./outcome.ts";
import { TERMINAL_CASES } from "./terminal_cases.ts";

/** What came of each case with one agent, by the name of the case. */
export interface Outcomes {
  readonly files: Readonly<Record<string, Outcome>>;
  readonly terminal: Readonly<Record<string, Outcome>>;
  /** Undefined where there is no display. */
  readonly desktop?: Readonly<Record<string, Outcome>>;
}

const ROWS: readonly (readonly [keyof Outcomes, string])[] = [
  ...namesOf("files", FILES_CASES),
  ...namesOf("terminal", TERMINAL_CASES),
  ["desktop", DESKTOP_START],
  ...namesOf("desktop", DESKTOP_CASES),
];

/**
 * Names of the cases whose outcome differs and that {@linkcode DIFFERENCES} lacks, and of those that
 * it has and whose outcome is the same.
 */
export function unexplained(native: Outcomes, ours: Outcomes): string[] {
  const shown = (outcome: Outcome = []) => outcome.join("\n          ");
  return ROWS.filter(([area]) => ours[area] !== undefined)
    .filter(([area, name]) => isSame(native, ours, area, name) === (name in DIFFERENCES))
    .map(([area, name]) =>
      `${area}: ${name}\n  native: ${shown(native[area]?.[name])}\n  ours:   ` +
      shown(ours[area]?.[name])
    );
}

/** The table of `docs/compatibility.md`. */
export function comparisonTable(
  native: Outcomes,
  ours: Outcomes,
  consoles: readonly ConsoleOutcome[],
): string {
  const row = ([area, name]: readonly [keyof Outcomes, string]) => {
    if (isSame(native, ours, area, name)) return `| ${area} | ${name} | same | |`;
    const { verdict, reason } = DIFFERENCES[name] ?? { verdict: "UNEXPLAINED", reason: "" };
    return `| ${area} | ${name} | ${verdict} | ${reason} |`;
  };
  const both = consoles.filter(({ native, ours }) => native === "answered" && ours === "answered");
  const onlyOurs = consoles.filter(({ native, ours }) =>
    native === "unknown" && ours === "answered"
  );
  const onlyNative = consoles.filter(({ ours }) => ours === "unknown");
  const names = (list: readonly ConsoleOutcome[]) =>
    list.map(({ command }) => `\`${command}\``).join(", ");
  return [
    "| protocol | what is sent | ours is | reason |",
    "| --- | --- | --- | --- |",
    ...ROWS.map(row),
    `| console | ${names(both)} | same | each tells of its own system |`,
    `| console | ${names(onlyOurs)} | better | the native agent does not know them |`,
    `| console | ${names(onlyNative)} | deliberate | they read or change the operating system, ` +
    "or the agent's own process and database, which a tab does not have: it answers " +
    "“Unknown command … (this agent is a browser tab)” |",
  ].join("\n");
}

function isSame(native: Outcomes, ours: Outcomes, area: keyof Outcomes, name: string): boolean {
  return alike(native[area]?.[name] ?? [], ours[area]?.[name] ?? []);
}

function namesOf(
  area: keyof Outcomes,
  cases: readonly { readonly name: string }[],
): (readonly [keyof Outcomes, string])[] {
  return cases.map(({ name }) => [area, name] as const);
}
