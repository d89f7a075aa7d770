/**
 * `deno run -A bench/desktop_costs.ts`: what a desktop of a 1920 × 1080 canvas costs, in Chromium, over a
 * real MeshCentral, seen by one viewer.
 *
 * @module
 */
import process from "node:process";
import type { CDPSession, Page } from "playwright-core";
import { agentPages } from "../launcher/agent_page.ts";
import { servePages } from "../launcher/page_server.ts";
import { launchChromium } from "../tests/chromium.ts";
import { type CountingViewer, openDesktop } from "../tests/desktop_viewer.ts";
import { startTestServer } from "../tests/test_server.ts";
import { until } from "../tests/until.ts";
import { quantile } from "./samples.ts";

const SECONDS = 6;
const QUALITY = 50;
const FRAME_TIMERS = [50, 33];
const SCENES = ["idle", "typing", "quarter", "scroll", "noise"] as const;

const NAMES: Readonly<Record<typeof SCENES[number], string>> = {
  idle: "nothing changes",
  typing: "10 characters a second are typed",
  quarter: "a quarter of the picture moves, 30 times a second",
  scroll: "text scrolls over the whole picture",
  noise: "noise over the whole picture: the worst that there is",
};

/** Markdown: a row for each scene and frame timer, and the latency. */
export async function desktop(): Promise<string> {
  await using server = await startTestServer();
  const pages = await servePages({
    ...await agentPages(server.enrollment),
    "/app": { type: "text/html; charset=utf-8", body: APPLICATION },
  }, 0);
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${pages.url}/app`);
    await page.getByText("Connected: this tab is a managed device").waitFor();
    const nodeId = await page.evaluate(() =>
      (document.querySelector("mesh-agent") as unknown as { agent: { nodeId: string } }).agent
        .nodeId
    );
    await server.waitForDevice(nodeId, ({ online }) => online);
    const cdp = await page.context().newCDPSession(page);
    const system = await browser.newBrowserCDPSession();
    const rows: string[] = [];
    const alone: Record<string, Sample> = {};
    for (const scene of SCENES) {
      await play(page, scene);
      alone[scene] = await sample(cdp, system);
    }
    let latency = "";
    for (const frameTimer of FRAME_TIMERS) {
      using viewer = await openDesktop(server, nodeId, { quality: QUALITY, frameTimer });
      for (const scene of SCENES) {
        await play(page, scene);
        await wait(1500);
        rows.push(await row(scene, frameTimer, alone[scene], viewer, cdp, system, page));
      }
      await play(page, "idle");
      await wait(1000);
      latency += await latencies(viewer, frameTimer);
    }
    return [
      "| Frame timer | Scene | To the viewer | Against whole JPEGs | Pictures a second | " +
      "Main thread a picture | CPU of the tab |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      ...rows,
      "",
      latency,
    ].join("\n");
  } finally {
    await browser.close();
    await pages.close();
  }
}

interface Sample {
  /** Seconds of the main thread, per second. */
  readonly main: number;
  /** Seconds of all threads of the renderers, per second. */
  readonly cpu: number;
}

async function sample(cdp: CDPSession, system: CDPSession): Promise<Sample> {
  const before = await used(cdp, system);
  const began = performance.now();
  await wait(SECONDS * 1000);
  const after = await used(cdp, system);
  const seconds = (performance.now() - began) / 1000;
  return {
    main: (after.main - before.main) / seconds,
    cpu: (after.cpu - before.cpu) / seconds,
  };
}

async function used(cdp: CDPSession, system: CDPSession): Promise<Sample> {
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const { processInfo } = await system.send("SystemInfo.getProcessInfo");
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return {
    main: metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0,
    cpu: renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0),
  };
}

async function row(
  scene: typeof SCENES[number],
  frameTimer: number,
  alone: Sample | undefined,
  viewer: CountingViewer,
  cdp: CDPSession,
  system: CDPSession,
  page: Page,
): Promise<string> {
  const { bytes, tiles } = viewer;
  const frames = await page.evaluate(() => (globalThis as unknown as Application).frames);
  const { main, cpu } = await sample(cdp, system);
  const rate = (viewer.bytes - bytes) / SECONDS;
  const made = await page.evaluate(() => (globalThis as unknown as Application).frames) - frames;
  const shown = viewer.tiles === tiles ? 0 : distinct(viewer.arrivals.slice(tiles)) / SECONDS;
  const whole = shown * await wholePicture(page);
  // A scene that keeps the main thread busy by itself draws less often when it is watched.
  const own = main - (alone?.main ?? 0);
  const each = own <= 0 ? "–" : `${(1000 * own / Math.max(1, made / SECONDS)).toFixed(1)} ms`;
  const share = whole === 0 ? "–" : `${(100 * rate / whole).toFixed(1)} %`;
  return `| ${frameTimer} ms | ${NAMES[scene]} | ${size(rate)}/s | ${share} | ${
    shown.toFixed(1)
  } | ${each} | ${(100 * cpu).toFixed(0)} % (${(100 * (alone?.cpu ?? 0)).toFixed(0)} % without) |`;
}

/** Tiles of one picture come together. */
function distinct(arrivals: readonly number[]): number {
  return arrivals.filter((at, index) => at - (arrivals[index - 1] ?? -Infinity) > 5).length;
}

/** Bytes of the whole picture in the same quality. */
function wholePicture(page: Page): Promise<number> {
  return page.evaluate(
    (quality) =>
      new Promise<number>((resolve) =>
        document.querySelector("canvas")?.toBlob(
          (blob) => resolve(blob?.size ?? 0),
          "image/jpeg",
          quality,
        )
      ),
    QUALITY / 100,
  );
}

/** From a click of the viewer, on which the canvas paints, to its picture at the viewer. */
async function latencies(viewer: CountingViewer, frameTimer: number): Promise<string> {
  const found: number[] = [];
  for (let round = 0; round < 30; round++) {
    const { tiles } = viewer;
    const began = performance.now();
    viewer.send({ type: "mouse", flags: 2, x: 960, y: 540 });
    viewer.send({ type: "mouse", flags: 4, x: 960, y: 540 });
    await until(() => Promise.resolve(viewer.tiles > tiles || undefined));
    found.push((viewer.arrivals[tiles] ?? began) - began);
    await wait(100 + 37 * (round % 5));
  }
  const [half, most] = [quantile(found, 0.5), quantile(found, 0.95)];
  return `From a click to its picture, frame timer ${frameTimer} ms: ${half.toFixed(0)} ms ` +
    `(p50), ${most.toFixed(0)} ms (p95).\n`;
}

function size(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1000 ? `${(bytes / 1000).toFixed(1)} kB` : `${bytes.toFixed(0)} B`;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function play(page: Page, scene: typeof SCENES[number]): Promise<void> {
  await page.evaluate((scene) => (globalThis as unknown as Application).play(scene), scene);
}

/** What the page is made of. */
interface Application {
  readonly frames: number;
  play(scene: string): void;
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A busy application</title>
<canvas width="1920" height="1080"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed consent="none" source="canvas"
  features="desktop"></mesh-agent>
<script>
  const canvas = document.querySelector("canvas");
  const context = canvas.getContext("2d");
  let scene = "idle", step = 0, typed = 0;
  globalThis.frames = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message.frame) globalThis.frames++;
    return post.call(this, message, ...rest);
  };
  const text = (row) => Array.from({ length: 22 }, (_, word) =>
    ((row * 7919 + word * 104729) % 99991).toString(36)).join(" ");
  const paper = (from) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, 1920, 1080);
    context.fillStyle = "#222";
    context.font = "18px monospace";
    for (let row = 0; row < 50; row++) context.fillText(text(row + from), 20, 30 + row * 21);
  };
  const noise = context.createImageData(1920, 1080);
  globalThis.play = (name) => {
    scene = name;
    paper(0);
  };
  play("idle");
  setInterval(() => {
    if (scene !== "typing") return;
    context.fillText("x", 20 + 11 * (typed++ % 160), 1075);
  }, 100);
  setInterval(() => {
    step++;
    if (scene === "scroll") paper(step);
    if (scene === "quarter") {
      const gradient = context.createLinearGradient(0, 0, 960, 540);
      gradient.addColorStop(0, "hsl(" + step * 5 % 360 + " 60% 50%)");
      gradient.addColorStop(1, "hsl(" + (step * 5 + 120) % 360 + " 60% 40%)");
      context.fillStyle = gradient;
      context.fillRect(0, 0, 960, 540);
      context.fillStyle = "#fff";
      context.fillRect(step * 13 % 800, step * 7 % 400, 120, 120);
      context.fillStyle = "#222";
    }
    if (scene === "noise") {
      const data = new Uint32Array(noise.data.buffer);
      let seed = step;
      for (let at = 0; at < data.length; at++) {
        seed = Math.imul(seed, 1664525) + 1013904223;
        data[at] = seed | 0xff000000;
      }
      context.putImageData(noise, 0, 0);
    }
  }, 33);
  canvas.addEventListener("click", () => {
    context.fillStyle = "hsl(" + Math.random() * 360 + " 60% 50%)";
    context.fillRect(940, 520, 40, 40);
  });
</script>
<script type="module" src="embed.js"></script>
</html>`;

if (import.meta.main) {
  process.stdout.write(`${await desktop()}\n`);
  process.exit();
}
