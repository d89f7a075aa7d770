import assert from "node:assert/strict";
import { lead } from "./leadership.ts";

/** Web Locks with one name, as a browser grants them: first come, first served. */
class FakeLocks {
  #held = false;
  #queue: (() => void)[] = [];

  async request(
    _name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: unknown) => unknown,
  ): Promise<unknown> {
    await undefined; // never granted at once
    if (this.#held && options.ifAvailable) return await callback(null);
    if (this.#held) {
      await new Promise<void>((resolve, reject) => {
        options.signal?.addEventListener("abort", () => reject(options.signal?.reason));
        this.#queue.push(resolve);
      });
    }
    this.#held = true;
    try {
      return await callback({});
    } finally {
      this.#held = false;
      this.#queue.shift()?.();
    }
  }
}

async function withLocks(work: () => Promise<void>): Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", {
    value: { locks: new FakeLocks() },
    configurable: true,
  });
  try {
    await work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
    else Object.defineProperty(globalThis, "navigator", before);
  }
}

Deno.test("of several tabs one leads, and the next does when that one is done", async () => {
  await withLocks(async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    await lead("name", () => assert.fail("nobody else leads"), first.signal);
    let waits = 0;
    let leads = false;
    const waiting = lead("name", () => waits++, second.signal).then(() => leads = true);
    await new Promise((resolve) => setTimeout(resolve));
    assert.deepEqual([waits, leads], [1, false]);
    first.abort();
    await waiting;
    second.abort();
  });
});

Deno.test("who gives up waiting does not lead", async () => {
  await withLocks(async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    await lead("name", () => {}, first.signal);
    const waiting = lead("name", () => {}, second.signal);
    await new Promise((resolve) => setTimeout(resolve));
    second.abort(new Error("given up"));
    await assert.rejects(waiting, /given up/);
    first.abort();
  });
});

Deno.test("who gives up before the lock is granted lets it go, and does not wait for another", async () => {
  await withLocks(async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const granted = lead("name", () => {}, first.signal);
    first.abort();
    await granted;
    await lead("name", () => {}, second.signal);

    const late = new AbortController();
    const waiting = lead("name", () => assert.fail("waits"), late.signal);
    late.abort(new Error("given up"));
    await assert.rejects(waiting, /given up/);
    second.abort();
  });
});

Deno.test("where there are no Web Locks nobody waits", async () => {
  await lead("name", () => assert.fail("waits"), new AbortController().signal);
});
