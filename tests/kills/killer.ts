import type { Deployment } from "../deployment/deployment.ts";
import type { SupervisedService } from "../deployment/supervised.ts";
import { delay } from "./operator.ts";
import type { SeededRandom } from "./seeded_random.ts";

/** What is killed. */
export const VICTIMS = ["MeshCentral", "API", "Redis"] as const;
/** One of them. */
export type Victim = typeof VICTIMS[number];

/** Milliseconds between two kills. */
const [SHORTEST, LONGEST] = [500, 9_000];
/** How often all services are back before the next kill; otherwise more than one may be down. */
const OFTEN = 0.75;
/** So many last kills spare the API, so that both instances have lived through some at the end. */
const LAST = 8;

/** For each kill of a victim, the milliseconds until it answered again. */
export type Recoveries = Readonly<Record<Victim, readonly number[]>>;

/**
 * Kills each victim so many times (SIGKILL), at random moments, in random order. One that is not back
 * yet is waited for. Resolves when all are back.
 */
export async function killAtRandom(
  deployment: Deployment,
  times: number,
  random: SeededRandom,
  onKill: (text: string) => void,
): Promise<Recoveries> {
  const never = new AbortController().signal;
  const recoveries = { MeshCentral: [], API: [], Redis: [] } as Record<Victim, number[]>;
  const recovering: Promise<void>[] = [];
  const { meshcentral, redis, api } = deployment;
  const allReady = () =>
    Promise.all([meshcentral, redis, ...api].map((service) => service.ready()));
  for (const victim of order(times, random)) {
    if (random.next() < OFTEN) await allReady();
    await delay(random.between(SHORTEST, LONGEST), never);
    const service = serviceOf(deployment, victim, random);
    await service.ready();
    onKill(service.name);
    await service.kill();
    const killed = performance.now();
    recovering.push(
      service.ready().then(() => {
        recoveries[victim].push(performance.now() - killed);
      }),
    );
  }
  await Promise.all(recovering);
  return recoveries;
}

function order(times: number, random: SeededRandom): readonly Victim[] {
  const all = random.shuffle(
    VICTIMS.flatMap((victim) => Array.from({ length: times }, () => victim)),
  );
  const last: Victim[] = [];
  for (let at = all.length - 1; at >= 0 && last.length < Math.min(LAST, times); at--) {
    if (all[at] !== "API") last.push(...all.splice(at, 1));
  }
  return [...all, ...last];
}

function serviceOf(
  { meshcentral, redis, api }: Deployment,
  victim: Victim,
  random: SeededRandom,
): SupervisedService {
  switch (victim) {
    case "MeshCentral":
      return meshcentral;
    case "Redis":
      return redis;
    case "API":
      return api[random.between(0, 2)] ?? api[0];
  }
}
