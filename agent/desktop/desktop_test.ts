import assert from "node:assert/strict";
import { decodeDesktop, encodeDesktop } from "../../protocol/mod.ts";
import { TestOnline, type TestRelay } from "../test_relay.ts";
import { Broadcast, type Viewer } from "./broadcast.ts";
import { desktopFeature } from "./desktop_feature.ts";
import type { EncodedTile, FrameJob } from "./frame_encoder.ts";
import type { DesktopCapture, DesktopSource } from "./source.ts";
import { codeOf, keyOf } from "./virtual_keys.ts";

const SETTINGS = { type: "image/jpeg", quality: 1, scale: 1 };

function frame(width = 640, height = 480): ImageBitmap {
  return { width, height, close: () => {} };
}

class TestViewer implements Viewer {
  bufferedAmount = 0;
  paused = false;
  frameTimer = 5;
  version = 0;
  readonly got: string[] = [];

  size(width: number, height: number): void {
    this.got.push(`${width}x${height}`);
  }
  tiles(tiles: readonly EncodedTile[]): void {
    for (const { x } of tiles) this.got.push(String(x));
  }
  failed(): void {
    this.got.push("failed");
  }
}

/** An encoder whose tiles say from which version on they bring up to date. */
function broadcast(capture: Partial<DesktopCapture> = {}) {
  const jobs: FrameJob[] = [];
  let version = 1;
  let disposed = false;
  const cast = new Broadcast(
    { grab: () => Promise.resolve(frame()), ...capture },
    SETTINGS,
    () => ({
      encode: (job) => {
        jobs.push(job);
        const tiles = job.since.map((since) =>
          since === version ? [] : [{ x: since, y: 0, image: new ArrayBuffer(1) }]
        );
        return Promise.resolve({ version, tiles });
      },
      dispose: () => disposed = true,
    }),
  );
  return { cast, jobs, change: () => version++, disposed: () => disposed };
}

Deno.test("all who are up to date share one encoding; nothing changed, nothing is sent", async () => {
  const { cast, jobs, change } = broadcast();
  const [one, two] = [new TestViewer(), new TestViewer()];
  cast.add(one);
  cast.add(two);
  await frames();
  change();
  await frames();
  assert.deepEqual(one.got, ["640x480", "0", "1"]);
  assert.deepEqual(two.got, one.got);
  // The first two frames find one viewer alone, and the other new.
  assert.ok(jobs.slice(2).every(({ since }) => since.length === 1));
  cast.remove(one);
  cast.remove(two);
  await frames();
});

Deno.test("a slow viewer skips frames and then gets what it missed; others do not wait", async () => {
  const { cast, change } = broadcast();
  const [slow, quick] = [new TestViewer(), new TestViewer()];
  cast.add(slow);
  cast.add(quick);
  await frames();
  slow.bufferedAmount = 1e6;
  for (let count = 0; count < 3; count++) {
    change();
    await frames();
  }
  assert.deepEqual(slow.got, ["640x480", "0"]);
  assert.deepEqual(quick.got, ["640x480", "0", "1", "2", "3"]);
  slow.bufferedAmount = 0;
  await frames();
  assert.deepEqual(slow.got, ["640x480", "0", "1"]); // all since version 1, at once
  cast.remove(slow);
  cast.remove(quick);
  await frames();
});

Deno.test("paused, nothing is captured; a failure is told, and the next frame is tried", async () => {
  let grabbed = 0;
  let broken = false;
  const { cast, disposed } = broadcast({
    grab: () => {
      grabbed++;
      return broken ? Promise.reject(new Error("tainted")) : Promise.resolve(frame());
    },
  });
  const viewer = new TestViewer();
  viewer.paused = true;
  cast.add(viewer);
  await frames();
  assert.equal(grabbed, 0);
  broken = true;
  viewer.paused = false;
  await frames();
  assert.ok(viewer.got.includes("failed"));
  broken = false;
  await frames();
  assert.equal(viewer.got.at(-1), "0");
  cast.remove(viewer);
  await frames();
  assert.equal(disposed(), true);
});

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

Deno.test("virtual keys", () => {
  assert.deepEqual([65, 13, 37, 112, 97, 48].map(keyOf), [
    "a",
    "Enter",
    "ArrowLeft",
    "F1",
    "1",
    "0",
  ]);
  assert.deepEqual([65, 97, 32, 16].map(codeOf), ["KeyA", "Numpad1", "Space", "ShiftLeft"]);
  assert.equal(keyOf(255), undefined);
});

function said(relay: TestRelay) {
  return relay.sent.flatMap((frame) =>
    typeof frame === "string" ? [] : decodeDesktop(frame, "agent")
  );
}

function frames(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 40));
}
