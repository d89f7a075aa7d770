import type { KillReport } from "./run.ts";

/** The figures of a run, as docs/security.md has them. */
export function formatReport(
  { ledger, recoveries, leftTokens, lost, twice, before, after }: KillReport,
): string {
  const { tunnels, streams, writes } = ledger;
  const acknowledged = (Object.keys(writes) as (keyof typeof writes)[])
    .map((kind) => `${ledger.acknowledged(kind).length} ${kind}`);
  const refused = [...ledger.refused].sort((one, other) => other[1] - one[1]);
  const sum = refused.reduce((sum, [, count]) => sum + count, 0);
  const rows: readonly (readonly [string, string])[] = [
    ...Object.entries(recoveries ?? {}).map(([victim, times]) =>
      [
        `kills of ${victim}`,
        `${times.length}, back after ${seconds(median(times))} s, at most ${
          seconds(Math.max(...times))
        } s`,
      ] as const
    ),
    ["requests", String(ledger.requests)],
    ["refused", `${sum}: ${refused.map(([code, count]) => `${code} × ${count}`).join(", ")}`],
    ["acknowledged writes", [...acknowledged, `note ${ledger.note.acknowledged}`].join(", ")],
    ["acknowledged writes lost", listed(lost)],
    ["writes done twice", listed(twice)],
    ["login tokens left", String(leftTokens)],
    ["over the time limit", listed(ledger.late)],
    ["tunnels", `${tunnels.opened} ended in order, ${tunnels.cut} cut, ${tunnels.refused} refused`],
    [
      "event streams",
      `${streams.events} events, ${streams.offline} times offline, ${streams.resets} resets, ` +
      `${streams.ended} ended`,
    ],
    ...Object.keys(before).map((name) =>
      [
        `${name}: sockets, memory`,
        `${before[name]?.sockets} → ${after[name]?.sockets}, ` +
        `${before[name]?.memory} → ${after[name]?.memory} MB`,
      ] as const
    ),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}

function listed(found: readonly string[]): string {
  return found.length === 0 ? "0" : `${found.length}: ${found.slice(0, 20).join(", ")}`;
}

function median(times: readonly number[]): number {
  return [...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? NaN;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
