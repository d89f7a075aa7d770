import type { TunnelKind } from "../../protocol/mod.ts";
import type { LogEntry } from "../event_log.ts";

/** What became of an operator's wish to connect. */
export type Outcome = keyof typeof OUTCOMES;

/** As the event log says it, with the numbers of `agents/meshcore.js`; 0 has no translation there. */
const OUTCOMES = {
  none: ["Started remote", "without notification", { desktop: 36, terminal: 0, files: 43 }],
  notify: ["Started remote", "with notification", { desktop: 35, terminal: 0, files: 42 }],
  accepted: ["Local user accepted remote", "request", { desktop: 30, terminal: 27, files: 40 }],
  rejected: ["Local user rejected remote", "request", { desktop: 34, terminal: 28, files: 41 }],
} as const;

/** What the event log is told. */
export function outcomeEntry(outcome: Outcome, kind: TunnelKind, address = ""): LogEntry {
  const [begin, end, ids] = OUTCOMES[outcome];
  return [ids[kind], `${begin} ${kind} ${end} (${address})`];
}
