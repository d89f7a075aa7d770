import assert from "node:assert/strict";
import type { ApiEvent } from "../schemas/events.ts";
import { EventLog } from "./event_log.ts";

function event(number: number): ApiEvent {
  return { type: "device.removed", time: new Date(number).toISOString(), deviceId: `${number}` };
}

Deno.test("a log tells what came after an event that it still has", () => {
  const log = new EventLog(3);
  const start = log.lastId;
  log.add(event(1));
  log.add(event(2));
  assert.deepEqual(log.since(start)?.map(({ event }) => event.deviceId), ["1", "2"]);
  assert.deepEqual(log.since(log.lastId), []);
});

Deno.test("what was dropped, or stands in another log, cannot be told", () => {
  const log = new EventLog(3);
  const start = log.lastId;
  for (let number = 1; number <= 4; number++) log.add(event(number));
  assert.equal(log.since(start), undefined);
  assert.equal(new EventLog(3).since(log.lastId), undefined);
  for (const id of ["", "nonsense", log.lastId.replace(/\d+$/, "99")]) {
    assert.equal(log.since(id), undefined);
  }
});

Deno.test("followers are told until they stop", () => {
  const log = new EventLog(3);
  const told: string[] = [];
  const stop = log.follow(({ id }) => told.push(id));
  log.add(event(1));
  stop();
  log.add(event(2));
  assert.equal(told.length, 1);
});
