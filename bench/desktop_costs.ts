/**
 * `deno run -A bench/desktop_costs.ts`: what a desktop of 1920 × 1080 costs, over a real MeshCentral,
 * seen by one viewer: that of a tab in Chromium, and that of MeshCentral's own agent, whose screen
 * shows the same page. `--only tab` and `--only native` measure one of them.
 *
 * @module
 */
import { cpus, loadavg } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { DESKTOP_TOOLS, ensureSystemTools } from "../tests/setup/system_tools.ts";
import { type CountingViewer, openDesktop } from "../tests/desktop_viewer.ts";
import { startTestServer } from "../tests/test_server.ts";
import { until } from "../tests/until.ts";
import { nativeParty, type Party, tabParty, type Usage } from "./desktop_parties.ts";
import { looks, play, type Scene, SCENES, wholePicture } from "./desktop_scenes.ts";
import { quantile } from "./samples.ts";

const SECONDS = 6;
const QUALITY = 50;
const FRAME_TIMERS = [50, 33];
const PARTIES = { tab: tabParty, native: nativeParty };

/** Markdown: a row for each agent, frame timer and scene; then the latencies. */
export async function desktop(only?: string): Promise<string> {
  ensureSystemTools(DESKTOP_TOOLS);
  const load = loadavg();
  const rows: string[] = [];
  const latencies: string[] = [];
  for (const [name, start] of Object.entries(PARTIES)) {
    if (only !== undefined && only !== name) continue;
    // Each with a server of its own, one after the other: neither is in the other's way.
    await using server = await startTestServer({ tls: true });
    await using stack = new AsyncDisposableStack();
    const party = await start(server, stack);
    const measured = await measure(
      party,
      (timer) => openDesktop(server, party.nodeId, { quality: QUALITY, frameTimer: timer }),
    );
    rows.push(...measured.rows);
    latencies.push(...measured.latencies);
  }
  const [before = 0] = load;
  const [after = 0] = loadavg();
  return [
    `Load of the machine, of ${cpus().length} cores: ${before.toFixed(1)} before, ${
      after.toFixed(1)
    } after.`,
    "",
    "| Agent | Frame timer | Scene | To the viewer | Against whole JPEGs | Pictures a second | " +
    "Main thread a picture | CPU |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
    "| Agent | Frame timer | From a click to its picture, p50 | p95 |",
    "| --- | --- | --- | --- |",
    ...latencies,
  ].join("\n");
}

async function measure(
  party: Party,
  open: (frameTimer: number) => Promise<CountingViewer>,
): Promise<{ rows: string[]; latencies: string[] }> {
  const scenes = Object.keys(SCENES) as Scene[];
  const alone = new Map<Scene, Usage>();
  for (const scene of scenes) {
    await play(party.page, scene);
    alone.set(scene, await sample(party));
  }
  const rows: string[] = [];
  const latencies: string[] = [];
  for (const frameTimer of FRAME_TIMERS) {
    using viewer = await open(frameTimer);
    await until(() => Promise.resolve(viewer.tiles > 0 || undefined));
    for (const scene of scenes) {
      await play(party.page, scene);
      await wait(2000);
      const own = alone.get(scene) ?? { main: 0, cpu: 0 };
      const cells = await cost(party, scene, own, viewer);
      rows.push(`| ${party.name} | ${frameTimer} ms | ${SCENES[scene]} | ${cells.join(" | ")} |`);
    }
    await play(party.page, "idle");
    await wait(1000);
    const found = await clicks(viewer);
    const [half, most] = [0.5, 0.95].map((part) => `${quantile(found, part).toFixed(0)} ms`);
    latencies.push(`| ${party.name} | ${frameTimer} ms | ${half} | ${most} |`);
  }
  return { rows, latencies };
}

/** Seconds used a second. */
async function sample({ used }: Party): Promise<Usage> {
  const before = await used();
  const began = performance.now();
  await wait(SECONDS * 1000);
  const after = await used();
  const seconds = (performance.now() - began) / 1000;
  return {
    main: (after.main - before.main) / seconds,
    cpu: (after.cpu - before.cpu) / seconds,
  };
}

async function cost(
  party: Party,
  scene: Scene,
  alone: Usage,
  viewer: CountingViewer,
): Promise<string[]> {
  const { bytes, tiles } = viewer;
  const before = await looks(party.page);
  const { main, cpu } = await sample(party);
  const rate = (viewer.bytes - bytes) / SECONDS;
  const looked = (await looks(party.page) - before) / SECONDS;
  const shown = distinct(viewer.arrivals.slice(tiles)) / SECONDS;
  const whole = shown * await wholePicture(party.page, QUALITY);
  // A scene that keeps the main thread busy by itself draws less often when it is watched.
  const own = main - alone.main;
  const each = looked === 0 || own <= 0 ? "–" : `${(1000 * own / looked).toFixed(1)} ms`;
  return [
    `${size(rate)}/s`,
    scene === "idle" || whole === 0 ? "–" : `${(100 * rate / whole).toFixed(1)} %`,
    shown.toFixed(1),
    each,
    `${(100 * Math.max(0, cpu - alone.cpu)).toFixed(0)} %`,
  ];
}

/** Tiles of one picture come together. */
function distinct(arrivals: readonly number[]): number {
  return arrivals.filter((at, index) => at - (arrivals[index - 1] ?? -Infinity) > 5).length;
}

/** From a click of the viewer, on which the canvas paints, to its picture at the viewer. */
async function clicks(viewer: CountingViewer): Promise<number[]> {
  const found: number[] = [];
  for (let round = 0; round < 30; round++) {
    const { tiles } = viewer;
    const began = performance.now();
    viewer.send({ type: "mouse", flags: 0, x: 960, y: 540 });
    viewer.send({ type: "mouse", flags: 2, x: 960, y: 540 });
    viewer.send({ type: "mouse", flags: 4, x: 960, y: 540 });
    while (viewer.tiles === tiles && performance.now() - began < 5000) await wait(1);
    found.push((viewer.arrivals[tiles] ?? performance.now()) - began);
    await wait(200 + 37 * (round % 5));
  }
  return found;
}

function size(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return bytes >= 1000 ? `${(bytes / 1000).toFixed(1)} kB` : `${bytes.toFixed(0)} B`;
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  process.stdout.write(`${await desktop(values.only)}\n`);
  process.exit();
}
