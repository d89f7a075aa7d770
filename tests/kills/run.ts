import type { Deployment } from "../deployment/deployment.ts";
import { until } from "../until.ts";
import { startDevice } from "./device.ts";
import { killAtRandom, type Recoveries } from "./killer.ts";
import { Ledger } from "./ledger.ts";
import { delay } from "./operator.ts";
import { SeededRandom } from "./seeded_random.ts";
import { type Usage, usageOf } from "./usage.ts";
import { type Findings, verify } from "./verify.ts";
import { underTraffic } from "./workers.ts";

/** How a run goes. */
export interface KillRun {
  /** Of the random numbers. */
  readonly seed: number;
  /** Kills of each victim. */
  readonly times: number;
  /** Milliseconds of traffic before the first kill and after the last one. */
  readonly calm: number;
  /** Milliseconds without traffic until it is measured; the API keeps idle connections for 60 s. */
  readonly rest: number;
  readonly onProgress: (text: string) => void;
}

/** What came of a run. */
export interface KillReport extends Findings {
  readonly ledger: Ledger;
  readonly recoveries: Recoveries | undefined;
  /** Login tokens of sessions that nobody could log out of. */
  readonly leftTokens: number;
  readonly before: Readonly<Record<string, Usage>>;
  readonly after: Readonly<Record<string, Usage>>;
}

/** Kills services under traffic, lets everything come back, and looks what is there. */
export async function runKills(deployment: Deployment, run: KillRun): Promise<KillReport> {
  const { onProgress, calm, rest } = run;
  const random = new SeededRandom(run.seed);
  const chance = new SeededRandom(run.seed + 1); // so that the kills do not depend on the traffic
  await using device = startDevice(await deployment.enrollment("devices"), deployment.door);
  const nodeId = await until(() => Promise.resolve(device.nodeId));

  const during = (ledger: Ledger, other: () => Promise<void>) =>
    underTraffic({ deployment, ledger, random, deviceId: nodeId }, other);
  const pause = (milliseconds: number) => delay(milliseconds, new AbortController().signal);

  onProgress("Warming up");
  await during(new Ledger("warm-"), () => pause(calm));
  await pause(rest);
  const before = await usages(deployment);

  const ledger = new Ledger("");
  let recoveries: Recoveries | undefined;
  await during(ledger, async () => {
    await pause(calm);
    const onKill = (name: string) => onProgress(`Killing ${name}`);
    recoveries = await killAtRandom(deployment, run.times, chance, onKill);
    await pause(calm);
  });
  onProgress("Resting");
  await pause(rest);
  const after = await usages(deployment);
  const tokens = "SELECT count(*) FROM main WHERE type = 'logintoken'";
  const leftTokens = Number(await deployment.postgres.query(tokens));
  // What is only in its memory must not count.
  await deployment.meshcentral.kill();
  await deployment.meshcentral.ready();
  return {
    ...await verify(deployment, ledger, device),
    ledger,
    recoveries,
    leftTokens,
    before,
    after,
  };
}

async function usages({ meshcentral, api }: Deployment): Promise<Record<string, Usage>> {
  return {
    MeshCentral: await usageOf(meshcentral.pid),
    "API 1": await usageOf(api[0].pid),
    "API 2": await usageOf(api[1].pid),
  };
}
