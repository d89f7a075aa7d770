import assert from "node:assert/strict";
import {
  decodeDesktop,
  type DesktopInput,
  DeviceRight,
  encodeDesktop,
  parseTunnelRequest,
} from "../../protocol/mod.ts";
import { DesktopService } from "./desktop_service.ts";
import { SharedSource } from "./shared_source.ts";
import type { DesktopCapture } from "./source.ts";

Deno.test("a picture that can only be seen: the operator is told once, not at every move", async () => {
  const { send, sent, end } = setUp({ rights: DeviceRight.All });
  await send({ type: "mouse", flags: 0, x: 1, y: 1 });
  await send({ type: "key", action: 1, key: 16 });
  assert.deepEqual(sent("alert"), []);
  await send({ type: "mouse", flags: 2, x: 1, y: 1 });
  await send({ type: "mouse", flags: 2, x: 1, y: 1 });
  await send({ type: "unicodeKey", action: 0, unit: 65 });
  assert.deepEqual(sent("alert"), [
    { type: "alert", text: "This is a shared screen: it can be seen, not operated." },
  ]);
  end();
});

Deno.test("rights to look give no input, and touch is not offered", async () => {
  const all: [number, boolean][] = [
    [DeviceRight.RemoteControl | DeviceRight.RemoteViewOnly, false],
    [DeviceRight.RemoteViewOnly, false],
    [DeviceRight.All, true],
  ];
  for (const [rights, viewOnly] of all) {
    const { send, sent, end } = setUp({ rights, viewOnly, operable: true });
    await send({ type: "touchInit" });
    await send({ type: "mouse", flags: 2, x: 1, y: 1 });
    assert.deepEqual(sent("touchInit"), []);
    assert.deepEqual(sent("alert"), [{ type: "alert", text: "You may only look." }]);
    end();
  }
  const { send, sent, end } = setUp({ rights: DeviceRight.RemoteControl, operable: true });
  await send({ type: "touchInit" });
  assert.deepEqual(sent("touchInit"), [{ type: "touchInit" }]);
  end();
});

Deno.test("several sources are several displays", async () => {
  const { send, sent, end } = setUp({ sources: 2 });
  // Two in one frame: the second waits for the first.
  await send({ type: "setDisplay", id: 2 }, { type: "getDisplays" });
  assert.deepEqual(sent("setDisplay"), [{ type: "setDisplay", id: 2 }]);
  assert.deepEqual(sent("displays").at(-1), { type: "displays", ids: [1, 2], selected: 2 });
  await send({ type: "setDisplay", id: 7 });
  assert.equal(sent("setDisplay").length, 1);
  end();
});

Deno.test("what a tab cannot do is said", async () => {
  const { send, sent, end, service } = setUp({});
  await send({ type: "getDisplays" }, { type: "inputLock", value: 1 }, { type: "ctrlAltDel" });
  assert.deepEqual(sent("displays"), [{ type: "displays", ids: [], selected: 0 }]);
  assert.deepEqual(sent("inputLock"), [{ type: "inputLock", value: 0 }]);
  assert.equal(sent("alert").length, 1);
  await service.data(new Uint8Array([0, 1, 0, 3])); // broken: nothing happens
  end();
});

Deno.test("pause, pace and refresh are kept", async () => {
  const { send, end, service } = setUp({});
  await send({ type: "pause", paused: true }, { type: "frameTimer", milliseconds: 1 });
  assert.equal(service.paused, true);
  assert.equal(service.frameTimer, 20);
  service.version = 5;
  await send({ type: "refresh" });
  assert.equal(service.version, 0);
  end();
});

interface SetUp {
  readonly rights?: number;
  readonly viewOnly?: boolean;
  readonly operable?: boolean;
  readonly sources?: number;
}

/** A desktop without a picture: so there is nothing to encode. */
function setUp({ rights = DeviceRight.All, viewOnly = false, operable, sources = 1 }: SetUp) {
  const life = new AbortController();
  const frames: Uint8Array[] = [];
  const capture: DesktopCapture = {
    grab: () => Promise.resolve(undefined),
    ...(operable ? { input: "page" } : {}),
  };
  const shared = Array.from(
    { length: sources },
    () => new SharedSource({ open: () => Promise.resolve(capture) }),
  );
  for (const source of shared) source.watch = () => {};
  const request = parseTunnelRequest({ value: "*/meshrelay.ashx", rights });
  const service = new DesktopService(
    {
      request: { ...request, viewOnly },
      operator: [],
      protocol: 2,
      options: { type: "options" },
      access: {},
      signal: life.signal,
      bufferedAmount: 0,
      send: (frame) => void (typeof frame === "string" || frames.push(frame)),
      control: () => {},
      log: () => {},
      close: () => life.abort(),
    },
    shared,
    capture,
  );
  return {
    service,
    send: async (...messages: DesktopInput[]) => {
      const packed = messages.flatMap((message) => [...encodeDesktop(message)]);
      await service.data(new Uint8Array(packed));
    },
    sent: (type: string) =>
      frames.flatMap((frame) => decodeDesktop(frame, "agent")).filter((sent) => sent.type === type),
    end: () => life.abort(),
  };
}
