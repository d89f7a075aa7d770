/**
 * `deno run -A bench/desktop.ts`: the desktop of a tab in MeshCentral's own viewer, over a real
 * server: bytes a second and frames a second of a 1920×1080 canvas, at rest, while text is typed and
 * while a quarter of the picture moves; beside the same frames as whole JPEG images. The viewer's
 * settings are its defaults: WebP, quality 40, 50 ms between two frames.
 *
 * @module
 */
import process from "node:process";
import type { Page } from "playwright-core";
import { agentPages } from "../launcher/agent_page.ts";
import { servePages } from "../launcher/page_server.ts";
import { launchChromium } from "../tests/chromium.ts";
import { openMeshCentral } from "../tests/meshcentral_page.ts";
import { startTestServer } from "../tests/test_server.ts";

const SECONDS = 5;
const SCENES = ["rest", "typing", "quarter"] as const;

/** The part of MeshCentral's page that is used. */
interface ViewerWindow {
  readonly nodes: readonly { readonly _id: string; readonly agent?: { readonly caps?: number } }[];
  gotoDevice(id: string, panel: number): void;
}

await using server = await startTestServer();
const pages = await servePages({
  ...await agentPages(server.enrollment),
  "/scene": { type: "text/html; charset=utf-8", body: scenePage() },
}, 0);
const browser = await launchChromium();
try {
  const tab = await (await browser.newContext()).newPage();
  await tab.goto(`${pages.url}/scene`);
  await tab.getByText("Connected: this tab is a managed device").waitFor();
  const nodeId = await tab.evaluate(() =>
    (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent.nodeId
  );
  const context = await browser.newContext();
  const ui = await openMeshCentral(context, `${server.server.url}/`, server.server.admin);
  const received = { bytes: 0, tiles: 0 };
  ui.on("websocket", (socket) => {
    if (!socket.url().includes("meshrelay")) return;
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload === "string") return;
      received.bytes += payload.length;
      received.tiles++;
    });
  });
  await openDesktop(ui, `node//${nodeId}`);
  await tab.bringToFront();
  process.stdout.write(
    "scene      bytes/s   updates/s   bytes/update   whole JPEG, bytes   share   page's frames/s\n",
  );
  for (const scene of SCENES) {
    await tab.evaluate(
      (scene) => (globalThis as unknown as { scene: string }).scene = scene,
      scene,
    );
    await pause(1500);
    const before = { ...received };
    const frames = await tab.evaluate(countFrames, SECONDS);
    const bytes = (received.bytes - before.bytes) / SECONDS;
    const messages = (received.tiles - before.tiles) / SECONDS;
    // In these scenes an update is one rectangle, hence one message.
    const update = messages === 0 ? 0 : bytes / messages;
    const whole = await tab.evaluate(wholeFrameBytes);
    process.stdout.write(
      `${scene.padEnd(8)} ${column(bytes, 9)} ${column(messages, 11, 1)} ${column(update, 14)} ${
        column(whole, 19)
      } ${column(100 * update / whole, 6, 1)}% ${column(frames / SECONDS, 17, 1)}\n`,
    );
  }
} finally {
  await browser.close();
  await pages.close();
}

async function openDesktop(ui: Page, id: string): Promise<void> {
  await ui.waitForFunction(
    (id) =>
      (globalThis as unknown as ViewerWindow).nodes
        .some(({ _id, agent }) => _id === id && ((agent?.caps ?? 0) & 1) === 1),
    id,
  );
  await ui.evaluate((id) => (globalThis as unknown as ViewerWindow).gotoDevice(id, 11), id);
  await ui.locator("#connectbutton1").click();
  await ui.waitForFunction(() =>
    document.querySelector<HTMLCanvasElement>("#Desk")?.width === 1920
  );
}

function countFrames(seconds: number): Promise<number> {
  return new Promise((resolve) => {
    let frames = 0;
    const end = performance.now() + seconds * 1000;
    const next = () => {
      frames++;
      if (performance.now() < end) requestAnimationFrame(next);
      else resolve(frames);
    };
    requestAnimationFrame(next);
  });
}

function wholeFrameBytes(): Promise<number> {
  return new Promise((resolve) =>
    document.querySelector<HTMLCanvasElement>("#app")
      ?.toBlob((blob) => resolve(blob?.size ?? 0), "image/jpeg", 0.4)
  );
}

function column(value: number, width: number, digits = 0): string {
  return value.toFixed(digits).padStart(width);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function scenePage(): string {
  return `<!doctype html><html lang="en"><title>Scene</title>
<canvas id="app" width="1920" height="1080"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed consent="none" source="#app"
  features="desktop limits"></mesh-agent>
<script>
  globalThis.scene = "rest";
  const context = document.getElementById("app").getContext("2d");
  for (let y = 0; y < 1080; y += 30) {
    for (let x = 0; x < 1920; x += 40) {
      context.fillStyle = "hsl(" + (x * 7 + y * 13) % 360 + " 40% 60%)";
      context.fillRect(x, y, 40, 30);
    }
  }
  context.fillStyle = "#fff";
  context.fillRect(100, 100, 800, 400);
  let tick = 0;
  const draw = () => {
    tick++;
    if (scene === "typing" && tick % 12 === 0) {
      const at = tick / 12;
      context.fillStyle = "#000";
      context.font = "20px monospace";
      context.fillText("abcdefghij"[at % 10], 110 + (at % 60) * 12, 130 + Math.floor(at / 60) * 24);
    }
    if (scene === "quarter") {
      for (let y = 0; y < 540; y += 30) {
        context.fillStyle = "hsl(" + (tick * 9 + y) % 360 + " 60% 50%)";
        context.fillRect(960, 540 + y, 960, 30);
      }
    }
    requestAnimationFrame(draw);
  };
  draw();
</script>
<script type="module" src="embed.js"></script></html>`;
}
