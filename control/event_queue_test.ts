import assert from "node:assert/strict";
import { ControlError } from "./errors.ts";
import { EventQueue } from "./event_queue.ts";

interface Item {
  readonly n: number;
}

async function drain(queue: EventQueue<Item>): Promise<number[]> {
  const taken: number[] = [];
  for await (const { n } of queue) taken.push(n);
  return taken;
}

Deno.test("items come in order, those that waited and those that are waited for", async () => {
  const queue = new EventQueue<Item>(10);
  queue.push({ n: 1 });
  queue.push({ n: 2 });
  const taken = drain(queue);
  await Promise.resolve();
  queue.push({ n: 3 });
  queue.end();
  assert.deepEqual(await taken, [1, 2, 3]);
});

Deno.test("a full queue gives what it has, and then says that events were lost", async () => {
  let ends = 0;
  const queue = new EventQueue<Item>(2, () => ends++);
  for (const n of [1, 2, 3, 4]) queue.push({ n });
  assert.equal(ends, 1);
  assert.deepEqual(await queue.next(), { done: false, value: { n: 1 } });
  assert.deepEqual(await queue.next(), { done: false, value: { n: 2 } });
  await assert.rejects(
    queue.next(),
    (error: unknown) => error instanceof ControlError && error.code === "events-lost",
  );
  assert.deepEqual(await queue.next(), { done: true, value: undefined });
});

Deno.test("an end with an error rejects whoever waits", async () => {
  const queue = new EventQueue<Item>(2);
  const waiting = [queue.next(), queue.next()];
  const error = new Error("gone");
  queue.end(error);
  for (const next of waiting) await assert.rejects(next, error);
});

Deno.test("leaving the loop ends the queue and drops what waits", async () => {
  let ended = false;
  const queue = new EventQueue<Item>(9, () => ended = true);
  queue.push({ n: 1 });
  queue.push({ n: 2 });
  for await (const _ of queue) break;
  assert.ok(ended);
  queue.push({ n: 3 });
  assert.deepEqual(await drain(queue), []);
});
