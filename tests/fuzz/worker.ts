/**
 * A worker of the long run: takes one {@linkcode FuzzTask}, and posts a {@linkcode FuzzReport}.
 *
 * @module
 */
import { runTarget } from "./run_target.ts";
import { shares } from "./targets.ts";

/** Which inputs: every `step`th from `offset` on. */
export interface FuzzTask {
  readonly seed: number;
  /** Inputs of all targets and workers. */
  readonly total: number;
  readonly offset: number;
  readonly step: number;
}

/** What became of them. */
export interface FuzzReport {
  readonly counts: readonly { readonly name: string; readonly count: number }[];
  /** The first failure of each target. */
  readonly failures: readonly string[];
}

/** Posted first: Deno loses what is sent to a worker that is still loading. */
export type Ready = "ready";

const scope = globalThis as unknown as {
  onmessage: (event: { readonly data: FuzzTask }) => void;
  postMessage(report: FuzzReport | Ready): void;
};

scope.onmessage = async ({ data }) => scope.postMessage(await run(data));
scope.postMessage("ready");

async function run({ seed, total, offset, step }: FuzzTask): Promise<FuzzReport> {
  const counts: { name: string; count: number }[] = [];
  const failures: string[] = [];
  for (const [target, to] of shares(total)) {
    try {
      counts.push({
        name: target.name,
        count: await runTarget(target, { seed, from: offset, to, step }),
      });
    } catch (error) {
      failures.push(`${target.name}: ${(error as Error).stack}`);
    }
  }
  return { counts, failures };
}
