import assert from "node:assert/strict";
import type { JsonObject } from "../protocol/mod.ts";
import { limitsFeature } from "./limits_feature.ts";
import { messagesFeature } from "./messages_feature.ts";
import { settled, TestOnline } from "./test_relay.ts";

const BY = { sessionid: "user//op/1", userid: "user//op", username: "op" };

/** What a tab with only this feature says to a request. */
function answers(message: JsonObject): readonly JsonObject[] {
  const online = new TestOnline([limitsFeature()]);
  online.tell(message);
  return online.told;
}

Deno.test("a power action, for which there is no session, is answered to its user and logged", () => {
  const { userid, username } = BY;
  const [log, notification] = answers({ action: "poweraction", actiontype: 2, userid, username });
  const value = 'Request "poweraction": Not available in this browser tab.';
  assert.deepEqual(notification, { action: "msg", type: "notify", value, userid });
  assert.deepEqual([log?.action, log?.userid, log?.msg], [
    "log",
    userid,
    'Request "poweraction" 2: Not available in this browser tab.',
  ]);
});

Deno.test("what the server asks in nobody's name is logged, and told to nobody", () => {
  for (const action of ["uninstallagent", "wakeonlan"]) {
    assert.deepEqual(answers({ action, macs: [] }).map(({ action }) => action), ["log"], action);
  }
});

Deno.test("what a tab without that feature is asked for is answered in the form of its type", () => {
  const fields = (type: string, more: JsonObject = {}) => {
    const told = answers({ action: "msg", type, ...BY, ...more }).filter((message) =>
      message.type === type
    );
    return told.map(({ action: _a, type: _t, sessionid: _s, tag: _g, ...rest }) => rest);
  };
  const failure = { error: "unavailable", reason: "Not available in this browser tab." };
  assert.deepEqual(fields("getclip", { tag: 1 }), [{ data: "", ...failure }]);
  assert.deepEqual(fields("getclip", { tag: 2 }), []);
  assert.deepEqual(fields("setclip"), [{ success: false, ...failure }]);
  assert.deepEqual(fields("openUrl"), [{ success: false, ...failure }]);
  assert.deepEqual(fields("psinfo", { pid: 7 }), [{ pid: 7, value: {} }]);
  assert.deepEqual(fields("services"), [{ value: "[]" }]);
  const command = answers({ action: "runcommands", reply: true, responseid: "r", ...BY });
  assert.deepEqual(command[0], {
    action: "msg",
    type: "runcommands",
    error: "unavailable",
    result: failure.reason,
    sessionid: BY.sessionid,
    responseid: "r",
  });
});

Deno.test("every request that an operator sees refused is reported, and an unknown one as well", () => {
  const types = ["pskill", "serviceStop", "deskBackground", "messagebox", "made up <b>"];
  for (const type of types) {
    const told = answers({ action: "msg", type, ...BY });
    assert.deepEqual(told.map(({ action, type }) => type ?? action), ["log", "notify"], type);
  }
  const [log, notification] = answers({ action: "msg", type: "made up <b>", ...BY });
  assert.match(String(log?.msg), /"made up <b>"/);
  // MeshCentral's page shows a notification as HTML.
  assert.doesNotMatch(String(notification?.value), /made up|</);
});

Deno.test("what the server only tells, and what nobody waits for, is passed over", () => {
  for (const type of ["cpuinfo", "localapp", "guestShare"]) {
    assert.deepEqual(answers({ action: "msg", type, ...BY }), [], type);
  }
  for (const action of ["serverInfo", "iplocation", "coredump", "pong", "plugin"]) {
    assert.deepEqual(answers({ action }), [], action);
  }
});

Deno.test("an operator cannot flood the event log with what a tab cannot do", async () => {
  const online = new TestOnline([limitsFeature()]);
  for (let count = 0; count < 500; count++) {
    online.tell({ action: "msg", type: "pskill", value: String(count), ...BY });
  }
  assert.equal(online.told.filter(({ action }) => action === "log").length, 10);
  assert.equal(online.told.length, 20);
  const { now } = Date;
  Date.now = () => now() + 61_000;
  try {
    online.tell({ action: "msg", type: "pskill", value: "1", ...BY });
  } finally {
    Date.now = now;
  }
  assert.match(String(online.told.at(-2)?.msg), /\(490 more were not reported\)$/);
  await settled();
});

Deno.test("limits answers only what no other feature takes, wherever it stands among them", async () => {
  const messagebox = { action: "msg", type: "messagebox", title: "T", msg: "box", ...BY };
  for (const order of [0, 1]) {
    const features = [limitsFeature(), messagesFeature()];
    const online = new TestOnline(order === 0 ? features : features.reverse());
    online.tell(messagebox);
    await settled();
    assert.equal(online.person.told.length, 1);
    assert.deepEqual(online.told.map(({ msgid }) => msgid), [18]);
  }
});
