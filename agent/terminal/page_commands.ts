import { browserName, platformName } from "../device_facts.ts";
import type { ShellCommand } from "./command.ts";
import { endsWithin } from "./script_end.ts";

/** What is not about files. */
export const PAGE_COMMANDS: readonly ShellCommand[] = [
  {
    name: "echo",
    help: "<text> – shows the text",
    run: ({ write }, words) => write(`${words.join(" ")}\n`),
  },
  { name: "clear", help: "– clears the screen", run: ({ write }) => write("\x1b[H\x1b[2J\x1b[3J") },
  {
    name: "date",
    help: "– shows the time",
    run: ({ write }) => write(`${new Date().toString()}\n`),
  },
  { name: "exit", help: "– ends the session", run: (context) => context.exit() },
  {
    name: "info",
    help: "– what this page runs on",
    run({ write }) {
      for (const [name, value] of pageFacts()) write(`${name.padEnd(10)} ${value}\n`);
    },
  },
];

/** Runs JavaScript in the page, with all that the page may do. Only for embedders who want it. */
export const JS_COMMAND: ShellCommand = {
  name: "js",
  help: "<expression> – evaluates JavaScript in this page",
  isIncomplete: endsWithin,
  async run({ write }, _words, rest) {
    const value = await evaluate(rest);
    write(`${typeof value === "string" ? value : inspect(value)}\n`);
  },
};

/** What the page knows of itself: names and values. */
export function pageFacts(): [string, string][] {
  const facts: [string, string | undefined][] = [
    ["browser", browserName()],
    ["platform", platformName()],
    ["page", globalThis.document?.title],
    ["address", globalThis.location && `${location.origin}${location.pathname}`],
    ["visible", globalThis.document && String(document.visibilityState === "visible")],
    ["window", globalThis.document && `${innerWidth} × ${innerHeight}`],
    ["language", globalThis.navigator?.language],
    ["online", globalThis.navigator && String(navigator.onLine ?? true)],
  ];
  return facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
}

/** An expression, or else statements. */
function evaluate(code: string): unknown {
  try {
    return new Function(`return (${code}\n)`)();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return new Function(code)();
  }
}

function inspect(value: unknown): string {
  try {
    return JSON.stringify(value, null, 2) ?? String(value);
  } catch {
    return String(value);
  }
}
