import assert from "node:assert/strict";
import { decodeDesktop, DesktopViewer, encodeDesktop, ProtocolError } from "../mod.ts";

const size = (width: number, height: number) =>
  encodeDesktop({ type: "screenSize", width, height });

Deno.test("a new size is answered as MeshCentral's own viewer does, an old one is not", () => {
  const viewer = new DesktopViewer({ format: 4, quality: 70, scaling: 512, frameTimer: 50 });
  const { send } = viewer.receive(size(640, 480));
  assert.deepEqual(send.flatMap((frame) => decodeDesktop(frame, "operator")), [
    { type: "compression", format: 4, quality: 70, scaling: 512, frameTimer: 50 },
    { type: "pause", paused: false },
    { type: "inputLock", value: 2 },
    ...[16, 17, 18, 91, 92].map((key) => ({ type: "key", action: 1, key })),
    { type: "touchInit" },
  ]);
  assert.deepEqual(viewer.receive(size(640, 480)).send, []);
  assert.ok(viewer.receive(size(320, 240)).send.length > 0);
  assert.deepEqual([viewer.width, viewer.height], [320, 240]);
});

Deno.test("several commands of one frame, a jumbo, and what is not known", () => {
  const image = new Uint8Array(100_000).fill(7);
  const frames = [
    size(10, 10),
    encodeDesktop({ type: "tile", x: 1, y: 2, image }),
    encodeDesktop({ type: "unknown", command: 999, payload: new Uint8Array(3) }),
    encodeDesktop({ type: "cursor", shape: 3 }),
  ];
  const packed = new Uint8Array(frames.flatMap((frame) => [...frame]));
  const { events } = new DesktopViewer().receive(packed);
  assert.deepEqual(events.map(({ type }) => type), ["screenSize", "tile", "cursor"]);
  assert.deepEqual(events[1], { type: "tile", x: 1, y: 2, image });
});

Deno.test("noise is read or refused, and nothing else", () => {
  let seed = 1;
  const random = () => (seed = Math.imul(seed, 1_664_525) + 1_013_904_223 >>> 0) >>> 8;
  for (let round = 0; round < 5000; round++) {
    const frame = Uint8Array.from({ length: random() % 40 }, () => random() % 256);
    // Half of them with a plausible header.
    if (round % 2 === 0 && frame.length >= 4) frame.set([0, random() % 90, 0, frame.length]);
    try {
      new DesktopViewer().receive(frame);
      decodeDesktop(frame, "operator");
    } catch (error) {
      assert.ok(error instanceof ProtocolError, String(error));
    }
  }
});

Deno.test("DesktopViewer passes over a screen of nothing, which the native agent says at its start", () => {
  const viewer = new DesktopViewer();
  // Recorded from the agent of MeshCentral 1.1.55 on Linux, before its first picture.
  const recorded = new Uint8Array([0, 7, 0, 8, 0, 8, 0, 0]);
  for (const frame of [recorded, size(0, 5), size(0, 0)]) {
    assert.deepEqual(viewer.receive(frame), { send: [], events: [] });
  }
  assert.ok(viewer.receive(size(8, 5)).send.length > 0);
  assert.deepEqual([viewer.width, viewer.height], [8, 5]);
});

Deno.test("what the native agent says in another length is passed over, as by MeshCentral's viewer", () => {
  const viewer = new DesktopViewer();
  // Recorded from the agent of MeshCentral 1.1.55 on Linux: a display's id in one octet.
  assert.deepEqual(viewer.receive(new Uint8Array([0, 12, 0, 5, 0])), { send: [], events: [] });
});
