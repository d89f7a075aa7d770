import assert from "node:assert/strict";
import { consoleFeature } from "./console_feature.ts";
import { terminalFeature } from "./terminal/terminal_feature.ts";
import { settled, TestOnline } from "./test_relay.ts";

const ALL = 0xffff_ffff;

/** What the operator is answered. */
async function answers(message: Record<string, unknown>): Promise<unknown[]> {
  const online = new TestOnline([consoleFeature()]);
  const line = { action: "msg", type: "console", value: "ping", sessionid: "s", rights: ALL };
  assert.ok(online.tell({ ...line, ...message } as Parameters<typeof online.tell>[0]));
  await settled();
  return online.told.filter(({ action }) => action === "msg").map(({ value }) => value);
}

Deno.test("a line is answered to its session, for who has both rights", async () => {
  assert.deepEqual(await answers({}), ["pong"]);
  assert.deepEqual(await answers({ rights: 8 | 16 }), ["pong"]);
  assert.deepEqual(await answers({ rights: 8 }), ["Denied."]);
  assert.deepEqual(await answers({ sessionid: undefined }), []);
});

Deno.test("what is no line is passed over, and what are no rights allow nothing", async () => {
  for (const odd of [{ toString: 1 }, { toString: 1, valueOf: 1 }, null, 5, ["ping"]]) {
    assert.deepEqual(await answers({ value: odd }), []);
    assert.deepEqual(await answers({ rights: odd }), ["Denied."]);
  }
});

Deno.test("sessions lists an operator on one line, with the login name", async () => {
  const online = new TestOnline([consoleFeature(), terminalFeature()]);
  const realname = 'Ann\r\nterminal: "admin"\x1b[2J';
  const relay = await online.tunnel(1, { username: "ann", realname });
  const line = { action: "msg", type: "console", value: "sessions", sessionid: "s", rights: ALL };
  online.tell(line);
  await settled();
  const [answer] = online.told.filter(({ type }) => type === "console");
  assert.equal(answer?.value, `terminal: "Ann terminal: 'admin'[2J" (login "ann")`);
  relay.close();
});
