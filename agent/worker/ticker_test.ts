import assert from "node:assert/strict";
import { workerTicker } from "./ticker.ts";

/** In a page there is a `document`; nothing of it is looked at. */
function asPage<T>(worker: unknown, work: () => T): T {
  const before = { document: globalThis.document, Worker: globalThis.Worker };
  Object.assign(globalThis, { document: {}, Worker: worker });
  try {
    return work();
  } finally {
    Object.assign(globalThis, before);
    if (before.document === undefined) Reflect.deleteProperty(globalThis, "document");
  }
}

/** Resolves when it ticked so often. */
function ticks(count: number, start: (tick: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    let ticked = 0;
    const stop = start(() => {
      if (++ticked < count) return;
      stop();
      resolve();
    });
  });
}

Deno.test("outside a page it ticks until it is stopped", async () => {
  await ticks(3, (tick) => workerTicker(2, tick));
});

Deno.test("in a page a worker ticks, and is ended when it is stopped", () => {
  const made: FakeWorker[] = [];
  class FakeWorker {
    onmessage = () => {};
    onerror = () => {};
    interval: unknown;
    ended = false;
    constructor() {
      made.push(this);
    }
    postMessage(interval: unknown) {
      this.interval = interval;
    }
    terminate() {
      this.ended = true;
    }
  }
  let ticked = 0;
  const stop = asPage(FakeWorker, () => workerTicker(60_000, () => ticked++));
  const [worker] = made;
  assert.equal(worker?.interval, 60_000);
  worker?.onmessage();
  worker?.onmessage();
  assert.equal(ticked, 2);
  stop();
  assert.equal(worker?.ended, true);
});

Deno.test("where a worker may not be made, the page's own timer ticks", async () => {
  class Forbidden {
    constructor() {
      throw new DOMException("no", "SecurityError");
    }
  }
  await ticks(2, (tick) => asPage(Forbidden, () => workerTicker(2, tick)));
});

Deno.test("where a policy stops the worker after it was made, the page's own timer ticks", async () => {
  class Refused {
    onerror = () => {};
    constructor() {
      queueMicrotask(() => this.onerror());
    }
    postMessage() {}
    terminate() {}
  }
  await ticks(2, (tick) => asPage(Refused, () => workerTicker(2, tick)));
});
