import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { waitForSamePicture } from "./same_picture.ts";
import { browserTest, logged, Stage } from "./tab_and_ui.ts";
import { until } from "./until.ts";

let stage: Stage;

Deno.test.beforeAll(async () => {
  stage = await Stage.start();
});
Deno.test.afterAll(() => stage.close());
Deno.test.afterEach(() => stage.clear());

browserTest("MeshCentral's own desktop moves to a data channel, input and pictures", async () => {
  const { tab, ui } = await stage.open(11, { query: "?webrtc=1" });
  await ui.locator("#connectbutton1").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await waitForSamePicture(tab, ui, 4, 10);
  await until(async () => (await active(ui, "desktop")) || undefined);
  await click(ui, 0.25);
  await until(async () => (await received(ui, "desktop")) > 0 || undefined);
  // From here on the relay has nothing more to say.
  await ui.evaluate(() => (globalThis as unknown as Ui).desktop.socket.onmessage = null);
  await click(ui, 0.5);
  await until(() => logged(tab, "click"));
  await waitForSamePicture(tab, ui, 4, 10);
});

browserTest("MeshCentral's own file manager uploads and downloads by a data channel", async () => {
  const { tab, ui } = await stage.open(13, { query: "?webrtc=1" });
  await ui.locator("#p13Connect").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await until(async () => (await active(ui, "files")) || undefined);
  await ui.waitForFunction(() => Boolean((globalThis as unknown as Ui).p13filetree));
  const folder = await mkdtemp(join(tmpdir(), "webrtc-"));
  try {
    const content = randomBytes(3_000_000);
    await writeFile(join(folder, "three.bin"), content);
    await ui.evaluate(() => (globalThis as unknown as Ui).p13uploadFile());
    await ui.locator("#p13uploadinput").setInputFiles(join(folder, "three.bin"));
    await ui.locator("#idx_dlgOkButton").click();
    const link = ui.locator("#p13files a", { hasText: "three.bin" });
    await link.waitFor();
    assert.ok((await received(ui, "files")) > 0);
    const download = ui.waitForEvent("download");
    await link.click();
    await tab.getByRole("button", { name: "Allow" }).click();
    await (await download).saveAs(join(folder, "back.bin"));
    assert.ok(content.equals(await readFile(join(folder, "back.bin"))));
  } finally {
    await rm(folder, { recursive: true });
  }
});

browserTest("where no channel connects, all goes on by the relay", async () => {
  const { tab, ui } = await stage.open(11, { query: "?webrtc=1", prepareTab: withoutCandidates });
  await ui.locator("#connectbutton1").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await waitForSamePicture(tab, ui, 4, 10);
  await click(ui, 0.25);
  await until(() => logged(tab, "click"));
  await waitForSamePicture(tab, ui, 4, 10);
  assert.equal(await active(ui, "desktop"), false);
});

/** The parts of MeshCentral's page that are looked at. */
interface Ui {
  readonly desktop: Redirector;
  readonly files: Redirector;
  readonly p13filetree?: unknown;
  p13uploadFile(): void;
}

interface Redirector {
  readonly webRtcActive: boolean;
  readonly webrtc: RTCPeerConnection | null;
  readonly socket: WebSocket;
}

/** In the middle of the picture's height. */
async function click(ui: Page, part: number): Promise<void> {
  const desk = ui.locator("#Desk");
  const box = await desk.boundingBox();
  assert.ok(box);
  await desk.click({ position: { x: box.width * part, y: box.height / 2 } });
}

function active(ui: Page, panel: "desktop" | "files"): Promise<boolean> {
  return ui.evaluate((panel) => (globalThis as unknown as Ui)[panel].webRtcActive, panel);
}

/** Bytes that came by the channel of a panel. */
function received(ui: Page, panel: "desktop" | "files"): Promise<number> {
  return ui.evaluate(async (panel) => {
    const stats = await (globalThis as unknown as Ui)[panel].webrtc?.getStats();
    let bytes = 0;
    stats?.forEach((entry) => {
      if (entry.type === "data-channel") bytes += entry.bytesReceived;
    });
    return bytes;
  }, panel);
}

/** A network that lets nothing but web traffic through. */
function withoutCandidates(): void {
  const Peer = RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends Peer {
    constructor() {
      super({ iceTransportPolicy: "relay" });
    }
  };
}
