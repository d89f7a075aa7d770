import assert from "node:assert/strict";
import { decodeDesktop, encodeDesktop } from "../../protocol/mod.ts";
import { TestOnline, type TestRelay } from "../test_relay.ts";
import { desktopFeature } from "./desktop_feature.ts";
import { domKey, shifted } from "./keys.ts";
import type { DesktopSource } from "./source.ts";

function frame(width = 640, height = 480): ImageBitmap {
  return { width, height, close: () => {} };
}

Deno.test("several viewers open a source once; the last to leave ends it", async () => {
  let opened = 0;
  let ended = 0;
  const source: DesktopSource = {
    open(signal) {
      opened++;
      signal.addEventListener("abort", () => ended++);
      return Promise.resolve({ grab: () => Promise.resolve(undefined) });
    },
  };
  const online = new TestOnline([desktopFeature({ source })]);
  const [one, two] = [await online.tunnel(2), await online.tunnel(2)];
  assert.equal(opened, 1);
  assert.deepEqual(one.json.at(-1)?.users, { "user//admin": 2 });
  one.close();
  assert.equal(ended, 0);
  two.close();
  assert.equal(ended, 1);
  (await online.tunnel(2)).close();
  assert.equal(opened, 2);
});

Deno.test("a refused source is told to the viewer", async () => {
  const source = { open: () => Promise.reject(new DOMException("no", "NotAllowedError")) };
  const online = new TestOnline([desktopFeature({ source })]);
  const relay = await online.tunnel(2);
  assert.deepEqual([relay.json.at(-1)?.msgid, relay.readyState], [6, 3]);
});

Deno.test("the size comes first; what cannot be done is said once; broken frames are passed over", async () => {
  const source = { open: () => Promise.resolve({ grab: () => Promise.resolve(frame(800, 600)) }) };
  const online = new TestOnline([desktopFeature({ source: [source, source] })]);
  const relay = await online.tunnel(2);
  relay.say(encodeDesktop({ type: "pause", paused: true }));
  relay.say(new Uint8Array([0, 7, 0]));
  for (let count = 0; count < 3; count++) {
    relay.say(encodeDesktop({ type: "mouse", flags: 2, x: 1, y: 1 }));
    relay.say(encodeDesktop({ type: "ctrlAltDel" }));
  }
  relay.say(encodeDesktop({ type: "inputLock", value: 2 }));
  relay.say(encodeDesktop({ type: "touchInit" }));
  relay.say(encodeDesktop({ type: "setDisplay", id: 2 }));
  relay.say(encodeDesktop({ type: "setDisplay", id: 77 }));
  await frames();
  assert.deepEqual(said(relay), [
    { type: "screenSize", width: 800, height: 600 },
    { type: "displays", ids: [1, 2], selected: 1 },
    { type: "alert", text: "This is a shared screen: it can be seen, not operated." },
    { type: "alert", text: "A browser tab cannot send Ctrl-Alt-Del." },
    { type: "inputLock", value: 0 },
    { type: "setDisplay", id: 2 },
  ]);
  relay.close();
  await frames();
});

Deno.test("every display that wants a click gets one, and may be refused", async () => {
  let clicked = false;
  const picked: DesktopSource = {
    open: () =>
      clicked
        ? Promise.resolve({ grab: () => Promise.resolve(undefined) })
        : Promise.reject(new DOMException("no gesture", "InvalidStateError")),
  };
  const plain = { open: () => Promise.resolve({ grab: () => Promise.resolve(undefined) }) };
  const online = new TestOnline([desktopFeature({ source: [plain, picked] })], {
    managed: true,
    consent: "none",
  });
  const relay = await online.tunnel(2);
  for (const agrees of [false, true]) {
    online.person.answer = () => clicked = agrees;
    relay.say(encodeDesktop({ type: "setDisplay", id: 2 }));
    await frames();
  }
  assert.equal(online.person.asked.length, 2);
  assert.deepEqual(said(relay), [
    { type: "alert", text: "This display was refused." },
    { type: "setDisplay", id: 2 },
  ]);
  relay.close();
  await frames();
});

Deno.test("virtual keys", () => {
  assert.deepEqual([65, 13, 37, 112, 97, 48].map((code) => domKey(code)?.key), [
    "a",
    "Enter",
    "ArrowLeft",
    "F1",
    "1",
    "0",
  ]);
  assert.deepEqual([65, 97, 32, 16].map((code) => domKey(code)?.code), [
    "KeyA",
    "Numpad1",
    "Space",
    "ShiftLeft",
  ]);
  assert.equal(domKey(255), undefined);
  assert.deepEqual(["1", "a", ";", "Enter"].map(shifted), ["!", "A", ":", "Enter"]);
});

function said(relay: TestRelay) {
  return relay.sent.flatMap((frame) =>
    typeof frame === "string" ? [] : decodeDesktop(frame, "agent")
  );
}

function frames(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 40));
}

Deno.test("asked for the sessions of its users, it has none, so that the UI connects at once", () => {
  const online = new TestOnline([desktopFeature({ source: [] })]);
  assert.ok(online.tell({ action: "msg", type: "userSessions", sessionid: "s", tag: 1 }));
  assert.deepEqual(online.told, [
    { action: "msg", type: "userSessions", data: {}, sessionid: "s", tag: 1 },
  ]);
});
