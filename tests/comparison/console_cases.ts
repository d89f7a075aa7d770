import type { Device } from "./device.ts";

/**
 * Commands that are not sent to the native agent: they would update, remove, restart or lock
 * something of the machine under test, or probe its network.
 */
const NOT_SENT = new Set([
  "agentupdate",
  "apf",
  "coredump",
  "dhcp",
  "kill",
  "lock",
  "power",
  "scanwifi",
  "service",
  "task",
  "uninstallagent",
  "wakeonlan",
]);

/** How one command of the console fares. */
export interface ConsoleOutcome {
  readonly command: string;
  readonly native: "answered" | "unknown" | "not sent";
  readonly ours: "answered" | "unknown";
}

/** Sends every command that either agent lists to both of them, without arguments. */
export async function compareConsoles(native: Device, ours: Device): Promise<ConsoleOutcome[]> {
  const commands = new Set([...await listed(native), ...await listed(ours)]);
  const outcomes: ConsoleOutcome[] = [];
  for (const command of [...commands].sort()) {
    outcomes.push({
      command,
      native: NOT_SENT.has(command) ? "not sent" : await ask(native, command),
      ours: await ask(ours, command),
    });
  }
  return outcomes;
}

/** The commands that `help` names. */
async function listed(device: Device): Promise<string[]> {
  const text = await device.ask("help");
  return text.replace(/^.*?:/s, "").split(/[\s,.]+/).filter((word) => word !== "");
}

async function ask(device: Device, command: string): Promise<"answered" | "unknown"> {
  return /unknown command/i.test(await device.ask(command)) ? "unknown" : "answered";
}
