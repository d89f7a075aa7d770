import type { TunnelKind } from "../../protocol/mod.ts";
import type { Admission } from "../admit.ts";
import type { LogEntry } from "../event_log.ts";

/** As the event log says it, with the numbers of `agents/meshcore.js`; 0 has no translation there. */
const OUTCOMES = {
  none: ["Started remote", "without notification", { desktop: 36, terminal: 0, files: 43 }],
  notify: ["Started remote", "with notification", { desktop: 35, terminal: 0, files: 42 }],
  allowed: ["Local user accepted remote", "request", { desktop: 30, terminal: 27, files: 40 }],
  refused: ["Local user rejected remote", "request", { desktop: 34, terminal: 28, files: 41 }],
  unanswered: ["Local user did not answer remote", "request", {
    desktop: 0,
    terminal: 0,
    files: 0,
  }],
  unavailable: ["Nobody could be asked for remote", "request", {
    desktop: 0,
    terminal: 0,
    files: 0,
  }],
} as const;

/** What the event log is told. */
export function outcomeEntry(outcome: Admission, kind: TunnelKind, address = ""): LogEntry {
  const [begin, end, ids] = OUTCOMES[outcome];
  return [ids[kind], `${begin} ${kind} ${end} (${address})`];
}
