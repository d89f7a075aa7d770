import assert from "node:assert/strict";
import { ControlError } from "./errors.ts";
import { RequestTable } from "./requests.ts";
import type { ControlMessage } from "./types.ts";

/** A table, what it sent, and its clock. */
function setUp(): { table: RequestTable; sent: ControlMessage[]; expire: (index: number) => void } {
  const sent: ControlMessage[] = [];
  const timers: (() => void)[] = [];
  const table = new RequestTable({
    timeout: 1000,
    send: (message) => sent.push(message),
    startTimer: (_milliseconds, callback) => {
      const index = timers.push(callback) - 1;
      return () => timers[index] = () => {};
    },
  });
  return { table, sent, expire: (index) => timers[index]?.() };
}

function isDone(message: ControlMessage): boolean {
  return message["done"] !== undefined;
}

Deno.test("answers find their requests by responseid, in any order", async () => {
  const { table, sent } = setUp();
  const first = table.request({ action: "createmesh", meshname: "a" });
  const second = table.request({ action: "createmesh", meshname: "b" });
  const [a, b] = sent;
  assert.ok(table.settle({ action: "createmesh", responseid: b?.["responseid"], result: "two" }));
  assert.ok(table.settle({ action: "createmesh", responseid: a?.["responseid"], result: "one" }));
  assert.equal((await first)["result"], "one");
  assert.equal((await second)["result"], "two");
});

Deno.test("an answer with a tag only is found as well", async () => {
  const { table, sent } = setUp();
  const answer = table.request({ action: "meshes" });
  assert.equal(table.settle({ action: "meshes", tag: "somebody else's" }), false);
  assert.ok(table.settle({ action: "meshes", tag: sent[0]?.["tag"], meshes: [] }));
  assert.deepEqual((await answer)["meshes"], []);
});

Deno.test("a message with the right id and another action is no answer", () => {
  const { table, sent } = setUp();
  void table.request({ action: "createmesh" });
  assert.equal(table.settle({ action: "msg", responseid: sent[0]?.["responseid"] }), false);
});

Deno.test("the answer may have another action when the request says so", async () => {
  const { table } = setUp();
  const answer = table.request({ action: "ping" }, { reply: ["pong"] });
  assert.ok(table.settle({ action: "pong" }));
  assert.deepEqual(await answer, { action: "pong" });
});

Deno.test("requests whose answers carry nothing go one at a time", async () => {
  const { table, sent } = setUp();
  const first = table.request({ action: "authcookie" });
  const second = table.request({ action: "authcookie" });
  assert.equal(sent.length, 1);
  table.settle({ action: "authcookie", cookie: "1" });
  assert.equal(sent.length, 2);
  table.settle({ action: "authcookie", cookie: "2" });
  assert.deepEqual([(await first)["cookie"], (await second)["cookie"]], ["1", "2"]);
});

Deno.test("answers that carry a device are told apart by it, also for a short id", async () => {
  const { table, sent } = setUp();
  const first = table.request({ action: "getnetworkinfo", nodeid: "node//a" });
  const second = table.request({ action: "getnetworkinfo", nodeid: "b" });
  assert.equal(sent.length, 2);
  assert.equal(table.settle({ action: "getnetworkinfo", nodeid: "node//c" }), false);
  table.settle({ action: "getnetworkinfo", nodeid: "node//b", netif2: {} });
  table.settle({ action: "getnetworkinfo", nodeid: "node//a", netif2: null });
  assert.equal((await first)["netif2"], null);
  assert.deepEqual((await second)["netif2"], {});
});

Deno.test("no answer in time rejects; the next of its kind goes when none can come any more", async () => {
  const { table, sent, expire } = setUp();
  const first = table.request({ action: "authcookie" });
  void table.request({ action: "authcookie" });
  expire(0);
  await assert.rejects(
    first,
    (error: unknown) =>
      error instanceof ControlError && error.code === "timeout" && /1 s/.test(error.message),
  );
  assert.equal(sent.length, 1);
  expire(1);
  assert.equal(sent.length, 2);
});

Deno.test("the late answer to a request that was given up is nobody else's", async () => {
  const { table, sent, expire } = setUp();
  const controller = new AbortController();
  const first = table.request({ action: "serverconsole" }, { signal: controller.signal });
  const second = table.request({ action: "serverconsole" });
  controller.abort(new Error("enough"));
  await assert.rejects(first, /enough/);
  assert.ok(table.settle({ action: "serverconsole", value: "of the first" }));
  assert.equal(sent.length, 2);
  assert.ok(table.settle({ action: "serverconsole", value: "of the second" }));
  assert.equal((await second)["value"], "of the second");

  const third = table.request({ action: "changepassword" }, { reply: [], orWhen: isDone });
  expire(3);
  await assert.rejects(third, { code: "timeout" });
  const fourth = table.request({ action: "changepassword" }, { reply: [], orWhen: isDone });
  assert.ok(table.settle({ action: "msg", done: "of the third" }));
  assert.ok(table.settle({ action: "msg", done: "of the fourth" }));
  assert.equal((await fourth)["done"], "of the fourth");
  assert.equal(table.settle({ action: "msg", done: "of nobody" }), false);
});

Deno.test("what an answer repeats of its request tells them apart, however late it is", async () => {
  const { table, expire } = setUp();
  const first = table.request({ action: "createLoginToken", name: "A", expire: 0 });
  expire(0);
  await assert.rejects(first, { code: "timeout" });
  expire(1);
  const second = table.request({ action: "createLoginToken", name: "B", expire: 10 });
  assert.equal(table.settle({ action: "createLoginToken", name: "A" }), false);
  assert.ok(table.settle({ action: "createLoginToken", name: "B" }));
  assert.equal((await second)["name"], "B");
});

Deno.test("an aborted request rejects with the reason, sent or still queued", async () => {
  const { table, sent } = setUp();
  const controller = new AbortController();
  const { signal } = controller;
  const first = table.request({ action: "authcookie" });
  const queued = table.request({ action: "authcookie" }, { signal });
  const open = table.request({ action: "nodes" }, { signal });
  const reason = new Error("enough");
  controller.abort(reason);
  await assert.rejects(queued, reason);
  await assert.rejects(open, reason);
  await assert.rejects(table.request({ action: "nodes" }, { signal }), reason);
  table.settle({ action: "authcookie" });
  await first;
  assert.equal(sent.length, 2);
});

Deno.test("a lost connection rejects what was sent, what was queued and what comes", async () => {
  const { table, sent } = setUp();
  const requests = ["nodes", "authcookie", "authcookie"].map((action) => table.request({ action }));
  const error = new ControlError("connection-closed", "Gone.");
  table.fail(error);
  requests.push(table.request({ action: "nodes" }));
  for (const request of requests) await assert.rejects(request, error);
  assert.equal(sent.length, 2);
});

Deno.test("a message that shows the success counts as the answer", async () => {
  const { table } = setUp();
  const answer = table.request({ action: "removedevices" }, {
    orWhen: (message) => message["event"] === "removed",
  });
  assert.equal(table.settle({ action: "event", event: "other" }), false);
  assert.ok(table.settle({ action: "event", event: "removed" }));
  assert.equal((await answer).action, "event");
});

Deno.test("what cannot be sent rejects, and leaves nothing behind", async () => {
  let broken = true;
  const table = new RequestTable({
    timeout: 1000,
    send: () => {
      if (broken) throw new TypeError("cyclic");
    },
  });
  await assert.rejects(table.request({ action: "authcookie" }), TypeError);
  broken = false;
  const next = table.request({ action: "authcookie" });
  table.settle({ action: "authcookie" });
  await next;
});
