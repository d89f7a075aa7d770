import assert from "node:assert/strict";
import { clipboardFeature, type ClipboardLike } from "./clipboard_feature.ts";
import { withFastTimers } from "./test_timers.ts";
import { openUrlFeature } from "./open_url_feature.ts";
import { settled, TestOnline } from "./test_relay.ts";

const MANAGED = { managed: true, consent: "none" } as const;
const BY = { sessionid: "user//op/1", userid: "user//op", username: "op" };
const GET = { action: "msg", type: "getclip", tag: 1, ...BY };
const SET = { action: "msg", type: "setclip", data: "text", ...BY };
const OPEN = { action: "msg", type: "openUrl", url: "https://example.com/", ...BY };

const working: ClipboardLike = {
  readText: () => Promise.resolve("kept"),
  writeText: () => Promise.resolve(),
};

Deno.test("the person is shown a text for the clipboard, and how long it is if it is cut", async () => {
  const written: string[] = [];
  const online = new TestOnline([clipboardFeature({
    ...working,
    writeText: (text) => Promise.resolve(void written.push(text)),
  })]);
  const long = "harmless".padEnd(200, "-") + "; harm";
  for (const data of ["short", "two\nlines\u202e", long]) {
    online.tell({ ...SET, data });
    await settled();
  }
  const asked = 'An operator would like to put a text into your clipboard. Operator: "op";';
  assert.deepEqual(online.person.asked, [
    `${asked} Text: short`,
    `${asked} Text: two⏎lines\\u{202e}`,
    `${asked} Text (206 characters in all): ${long.slice(0, 200)}…`,
  ]);
  assert.deepEqual(written, ["short", "two\nlines\u202e", long]);
});

Deno.test("a managed browser without consent is not asked for its clipboard or an address", async () => {
  const opened: string[] = [];
  const features = [
    clipboardFeature(working),
    openUrlFeature({ open: (url) => !!opened.push(url) }),
  ];
  const online = new TestOnline(features, MANAGED);
  for (const message of [GET, SET, OPEN]) online.tell(message);
  await settled();
  assert.deepEqual(online.person.asked, []);
  assert.deepEqual(
    online.told.filter(({ action }) => action === "msg").map(({ data, success }) =>
      data ?? success
    ),
    [true, true, "kept"],
  );
  assert.deepEqual(opened, ["https://example.com/"]);
});

Deno.test("a server asks for consent to the clipboard by the flags of the desktop", async () => {
  const cases = [[0, 0, 0], [1, 0, 1], [8, 1, 0], [2 | 4 | 16 | 32, 0, 0]] as const;
  for (const [consent, asked, told] of cases) {
    const online = new TestOnline([clipboardFeature(working)], MANAGED);
    online.tell({ ...GET, consent });
    await settled();
    const { person } = online;
    assert.deepEqual([person.asked.length, person.told.length], [asked, told], `flags ${consent}`);
  }
  const open = new TestOnline([clipboardFeature(working)], { consent: "none" });
  open.tell(GET);
  await settled();
  assert.equal(open.person.asked.length, 1, "only a managed browser may lower the floor");
});

Deno.test("where the browser demands a click, the person is asked for it", async () => {
  let clicked = false;
  const demanding = <T>(value: T) => () =>
    clicked ? Promise.resolve(value) : Promise.reject(new DOMException("", "NotAllowedError"));
  const clipboard = { readText: demanding("kept"), writeText: demanding(undefined) };
  const online = new TestOnline([clipboardFeature(clipboard)], MANAGED);
  online.person.answer = () => clicked = true;
  online.tell(GET);
  await settled();
  assert.equal(online.person.asked.length, 1);
  assert.equal(online.told.at(-1)?.data, "kept");
});

Deno.test("the operator is told whether the person refused, did not answer, or could not be asked", async () => {
  const never = () => new Promise<boolean>(() => {});
  const answers = {
    refused: () => false,
    unanswered: never,
    unavailable: () => Promise.reject(new Error("no dialog")),
  };
  const reasons = {
    refused: "Denied by the person at the device.",
    unanswered: "The person at the device has not answered.",
    unavailable: "Not available in this browser tab.",
  };
  for (const [error, answer] of Object.entries(answers) as [keyof typeof answers, never][]) {
    for (const message of [GET, SET, OPEN]) {
      const online = new TestOnline([clipboardFeature(working), openUrlFeature()]);
      online.person.answer = answer;
      await withFastTimers(async () => {
        online.tell(message);
        await settled();
      });
      const reason = reasons[error];
      const [log, notification, told] = online.told;
      assert.equal(log?.action, "log");
      assert.ok(String(log?.msg).endsWith(`: ${reason}`), String(log?.msg));
      assert.equal(notification?.type, "notify");
      assert.equal(notification?.sessionid, BY.sessionid);
      assert.ok(String(notification?.value).endsWith(`: ${reason}`));
      assert.deepEqual([told?.type, told?.error, told?.reason], [message.type, error, reason]);
      assert.notEqual(told?.success, true);
    }
  }
});

Deno.test("a browser that asks a question of its own does not keep the operator waiting", async () => {
  const asking = { ...working, readText: () => new Promise<string>(() => {}) };
  const online = new TestOnline([clipboardFeature(asking)], MANAGED);
  await withFastTimers(async () => {
    online.tell(GET);
    await settled();
  });
  assert.equal(online.told.at(-1)?.error, "unanswered");
});

Deno.test("a refusal does not empty the operator's own clipboard", async () => {
  const online = new TestOnline([clipboardFeature(working)]);
  online.person.answer = () => false;
  online.tell({ ...GET, tag: 2 });
  await settled();
  assert.deepEqual(online.told.map(({ action, type }) => type ?? action), ["log", "notify"]);
});

Deno.test("an address shows its site apart, whatever stands before it", async () => {
  const online = new TestOnline([openUrlFeature({ open: () => true })]);
  online.tell({ ...OPEN, url: `https://bank.example:443@evil.example/${"a".repeat(500)}` });
  await settled();
  const [asked = ""] = online.person.asked;
  assert.ok(asked.startsWith("An operator would like to open an address in a new tab. "));
  assert.match(asked, /Site: "evil\.example"; Address: "https:\/\/bank\.example/);
  assert.ok(asked.length < 400, String(asked.length));
});
