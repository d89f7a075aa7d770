import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

/** Part of the machine's time that must have been free. */
const FREE = 0.75;
const LOOK = 400;

/**
 * Waits until the machine has nothing else to do for a moment, so that what is measured is not what
 * others run; after some seconds it goes on without.
 */
export async function quiet(longest = 4_000): Promise<void> {
  const deadline = Date.now() + longest;
  let before = times();
  while (Date.now() < deadline) {
    await sleep(LOOK);
    const now = times();
    if ((now.idle - before.idle) / (now.all - before.all) >= FREE) return;
    before = now;
  }
}

function times(): { readonly idle: number; readonly all: number } {
  const every = cpus().map(({ times }) => times);
  const sum = (of: (time: (typeof every)[number]) => number) =>
    every.map(of).reduce((a, b) => a + b, 0);
  return {
    idle: sum(({ idle }) => idle),
    all: sum(({ user, nice, sys, idle, irq }) => user + nice + sys + idle + irq),
  };
}
