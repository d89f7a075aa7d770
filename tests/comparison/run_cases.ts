import { DESKTOP_CASES, DESKTOP_START, desktopOutcome, startDesktop } from "./desktop_cases.ts";
import { converse, type Device } from "./device.ts";
import { FILES_CASES } from "./files_cases.ts";
import { filesOutcome, terminalOutcome } from "./outcome.ts";
import type { Outcomes } from "./table.ts";
import { TERMINAL_CASES } from "./terminal_cases.ts";

/** Runs every case with one agent. */
export async function runCases(device: Device): Promise<Outcomes> {
  const outcomes = {
    files: {} as Record<string, readonly string[]>,
    terminal: {} as Record<string, readonly string[]>,
  };
  for (const one of FILES_CASES) outcomes.files[one.name] = await filesOutcome(device, one);
  for (const one of TERMINAL_CASES) {
    outcomes.terminal[one.name] = await terminalOutcome(device, one);
  }
  return outcomes;
}

/** Runs every case of the desktop with an agent that has a display. */
export async function runDesktopCases(
  device: Device,
): Promise<Readonly<Record<string, readonly string[]>>> {
  await using to = await converse(device, "desktop");
  const outcomes: Record<string, readonly string[]> = { [DESKTOP_START]: await startDesktop(to) };
  for (const one of DESKTOP_CASES) outcomes[one.name] = await desktopOutcome(to, one);
  return outcomes;
}
