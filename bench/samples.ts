/** What a row of a table says: milliseconds. */
export interface Row {
  readonly what: string;
  readonly durations: readonly number[];
}

/** Runs `work` `count` times after a few unmeasured ones, one after the other. */
export async function time(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const durations: number[] = [];
  for (let index = -3; index < count; index++) {
    const begun = performance.now();
    await work();
    if (index >= 0) durations.push(performance.now() - begun);
  }
  return durations;
}

/** How often `work` runs a second, from the fastest of five rounds of 50 ms. */
export function rate(work: () => unknown): number {
  let best = 0;
  for (let round = 0; round < 5; round++) {
    const begun = performance.now();
    let runs = 0;
    while (performance.now() - begun < 50) {
      for (let index = 0; index < 100; index++) work();
      runs += 100;
    }
    best = Math.max(best, runs * 1_000 / (performance.now() - begun));
  }
  return best;
}

/** The value below which `part` of the samples lie. */
export function quantile(durations: readonly number[], part: number): number {
  const sorted = [...durations].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}

/** A Markdown table of durations. */
export function table(rows: readonly Row[]): string {
  return [
    "| what | p50, ms | p95, ms | runs |",
    "| --- | ---: | ---: | ---: |",
    ...rows.map(({ what, durations }) =>
      `| ${what} | ${milliseconds(quantile(durations, 0.5))} | ${
        milliseconds(quantile(durations, 0.95))
      } | ${durations.length} |`
    ),
  ].join("\n");
}

function milliseconds(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(1);
}
