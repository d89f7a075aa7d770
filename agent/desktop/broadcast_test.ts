import assert from "node:assert/strict";
import { Broadcast, type Viewer } from "./broadcast.ts";
import type { FrameJob } from "./frame_encoder.ts";

const SETTINGS = { type: "image/jpeg", quality: 0.5, scale: 1 };

Deno.test("viewers of the same picture share one encoding", async () => {
  const { run, jobs, add } = setUp();
  const viewers = [add(), add(), add()];
  await run(200);
  assert.deepEqual(jobs.map(({ since }) => since), [[0], [1], [2]]);
  assert.deepEqual(viewers.map(({ shown }) => shown), [3, 3, 3]);
});

Deno.test("who is behind gets no frame, and later what it missed", async () => {
  const { run, jobs, add } = setUp();
  const [quick, slow] = [add(), add()];
  await run(0);
  slow.bufferedAmount = 200_000;
  await run(200);
  assert.equal(slow.shown, 1);
  assert.equal(quick.shown, 3);
  slow.bufferedAmount = 0;
  await run(100);
  assert.deepEqual(jobs.at(-1)?.since, [3, 1]);
  assert.equal(slow.shown, 2);
  assert.equal(slow.version, quick.version);
});

Deno.test("each viewer has frames at its own pace", async () => {
  const { run, add } = setUp();
  const [quick, leisurely] = [add(), add({ frameTimer: 500 })];
  await run(1000);
  assert.ok(quick.shown >= 9, `${quick.shown}`);
  assert.ok(leisurely.shown <= 3, `${leisurely.shown}`);
});

Deno.test("who has paused costs neither capture nor encoding", async () => {
  const { run, jobs, add } = setUp();
  const viewer = add();
  viewer.paused = true;
  await run(500);
  assert.equal(jobs.length, 0);
  viewer.paused = false;
  await run(100);
  assert.ok(viewer.shown >= 1);
});

Deno.test("who asks for all again while a frame is made gets it with the next", async () => {
  const { run, jobs, add, during } = setUp();
  const viewer = add();
  await run(0);
  during.next = () => viewer.version = 0;
  await run(100);
  assert.equal(viewer.shown, 1);
  await run(1);
  assert.deepEqual(jobs.slice(0, 3).map(({ since }) => since), [[0], [1], [0]]);
});

Deno.test("a frame that took longer than its time is followed by the next at once", async () => {
  const { run, jobs, add, during } = setUp();
  add({ frameTimer: 100 });
  await run(0);
  during.next = () => during.pass(130);
  await run(100);
  const before = jobs.length;
  await run(1);
  assert.ok(jobs.length > before);
});

Deno.test("frames that keep failing are told of, and the next is tried", async () => {
  const { run, add, during } = setUp();
  const viewer = add();
  const fail = () => {
    during.next = fail;
    throw new Error("tainted");
  };
  during.next = fail;
  await run(10);
  assert.equal(viewer.failures, 0);
  await run(500);
  assert.equal(viewer.failures, 1);
  during.next = undefined;
  await run(1500);
  assert.ok(viewer.shown >= 1);
});

Deno.test("a picture that stands still is looked at less often, until somebody operates it", async () => {
  const { run, jobs, add, still, broadcast } = setUp();
  add({ frameTimer: 50 });
  still.on = true;
  await run(2000);
  const before = jobs.length;
  await run(2000);
  const looks = jobs.length - before;
  assert.ok(looks <= 9 && looks >= 6, `${looks}`);
  broadcast.wake();
  await run(500);
  assert.ok(jobs.length - before - looks >= 9);
});

interface TestViewer extends Viewer {
  bufferedAmount: number;
  paused: boolean;
  shown: number;
  failures: number;
}

/** A broadcast with a clock that only its sleeps move, of a picture that is new each time. */
function setUp() {
  let now = 0;
  let version = 0;
  let wake = () => {};
  let left = 0;
  const jobs: FrameJob[] = [];
  const still = { on: false };
  const during: { next?: (() => void) | undefined; pass(milliseconds: number): void } = {
    pass: (milliseconds) => now += milliseconds,
  };
  const frame = { width: 64, height: 64, close() {} } as ImageBitmap;
  const broadcast = new Broadcast(
    { grab: () => Promise.resolve(frame) },
    SETTINGS,
    () => ({
      encode(job) {
        const { next } = during;
        during.next = undefined;
        jobs.push(job);
        next?.();
        if (!still.on || version === 0) version++;
        return Promise.resolve({ version, tiles: job.since.map(() => []) });
      },
      async sleep(milliseconds) {
        while (left <= 0) await new Promise<void>((resolve) => wake = resolve);
        now += milliseconds;
        left -= milliseconds;
      },
      dispose() {},
    }),
    () => now,
  );
  return {
    jobs,
    during,
    still,
    broadcast,
    add({ frameTimer = 100 } = {}): TestViewer {
      const viewer: TestViewer = {
        bufferedAmount: 0,
        paused: false,
        frameTimer,
        version: 0,
        shown: 0,
        failures: 0,
        size() {},
        tiles: () => void viewer.shown++,
        failed: () => void viewer.failures++,
      };
      broadcast.add(viewer);
      return viewer;
    },
    /** Lets so many milliseconds go by. */
    async run(milliseconds: number): Promise<void> {
      left += milliseconds;
      wake();
      await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}
