import assert from "node:assert/strict";
import type { ControlClient } from "../control/mod.ts";
import { JoinedReads } from "./joined_reads.ts";

/** Counts what it is asked, and answers when it is told to. */
function setUp(keptFor?: number) {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  const method = (name: string) => (): Promise<unknown> => {
    asked.push(name);
    return new Promise((resolve) => waiting.push(() => resolve([name, asked.length])));
  };
  const client = Object.fromEntries(
    ["devices", "users", "editDevice", "agentDownloadUrl"].map((name) => [name, method(name)]),
  );
  const settled = { read: () => Promise.resolve({}) };
  Object.assign(client, { serverInfo: { domain: "" }, request: () => settled.read() });
  const reads = new JoinedReads(client as unknown as ControlClient, keptFor);
  const answer = (): void => waiting.splice(0).forEach((resolve) => resolve());
  const get = async (name: "devices" | "users"): Promise<unknown> => {
    const answered = reads.operator[name]();
    answer();
    return await answered;
  };
  return { asked, answer, get, reads, settled };
}

Deno.test("the same read is asked for once while it is under way, and anew after that", async () => {
  const { asked, answer, reads: { operator } } = setUp();
  const both = Promise.all([operator.users(), operator.users()]);
  answer();
  const [first, second] = await both;
  assert.equal(first, second);
  const third = operator.users();
  answer();
  await third;
  assert.deepEqual(asked, ["users", "users"]);
});

Deno.test("the list of devices is kept until something happens", async () => {
  const { asked, get, reads } = setUp();
  assert.equal(await get("devices"), await get("devices"));
  assert.equal(asked.length, 1);
  reads.forget();
  await get("devices");
  assert.equal(asked.length, 2);
  reads.forget();
});

Deno.test("what was asked for before something happened is not kept", async () => {
  const { asked, answer, get, reads } = setUp();
  const before = reads.operator.devices();
  reads.forget();
  answer();
  await before;
  await get("devices");
  assert.equal(asked.length, 2);
  reads.forget();
});

Deno.test("nobody reads after a write what was there before it", async () => {
  const { asked, answer, get, reads } = setUp();
  await get("devices");
  const write = reads.operator.editDevice("id", {});
  answer();
  await write;
  await get("devices");
  assert.deepEqual(asked, ["devices", "editDevice", "devices"]);
  reads.forget();
});

Deno.test("a write is done when the database has answered a read that came after it", async () => {
  const { answer, reads, settled } = setUp();
  const { promise, resolve } = Promise.withResolvers<object>();
  settled.read = () => promise as Promise<Record<never, never>>;
  let done = false;
  const write = reads.operator.editDevice("id", {}).then(() => done = true);
  answer();
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(done, false);
  resolve({});
  await write;
});

Deno.test("a write is not done when the connection ends before the database has answered", async () => {
  const { answer, reads, settled } = setUp();
  settled.read = () => Promise.reject(new Error("the connection was closed"));
  const write = reads.operator.editDevice("id", {});
  answer();
  await assert.rejects(write, /was closed/);
});

Deno.test("after its time the list is asked for again, whatever happened", async () => {
  const { asked, get, reads } = setUp(1);
  await get("devices");
  await new Promise((resolve) => setTimeout(resolve, 20));
  await get("devices");
  assert.equal(asked.length, 2);
  reads.forget();
});
