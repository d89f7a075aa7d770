import type { JsonObject } from "../protocol/mod.ts";

/**
 * Returns how many of these messages the server routes before it closes the agent, by the rule of
 * MeshCentral 1.1.55 (`meshagent.js`, `consoleKickCount`): the count never goes down.
 */
export function routedConsoleLines(told: readonly JsonObject[]): number {
  const lines = told.filter(({ action, type }) => action === "msg" && type === "console");
  let last: unknown;
  let count = 0;
  for (const [index, { value }] of lines.entries()) {
    if (value === last) count++;
    if (count > 30) return index;
    last = value;
  }
  return lines.length;
}
