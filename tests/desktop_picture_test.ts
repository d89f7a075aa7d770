import assert from "node:assert/strict";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { launchChromium } from "./chromium.ts";
import { desktopBundle } from "./desktop_bundle.ts";
import { buildScene, type Scene, scene, SCENE_SIZE } from "./desktop_scene.ts";

let browser: Browser;
let pages: PageServer;
let page: Page;
/** Decodes screenshots. */
let reader: Page;

const VIEWPORT = { width: 900, height: 700 };

Deno.test.beforeAll(async () => {
  pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: PAGE },
    "/desktop.js": { type: "text/javascript", body: await desktopBundle() },
  }, 0);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(pages.url);
  await page.waitForFunction(() => "desktop" in globalThis);
  reader = await browser.newPage();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

/** Name, boxes around, own style, points of an 800 × 600 picture and where they are in the window. */
const CASES: readonly (readonly [string, readonly string[], string, readonly Pair[]])[] = [
  ["a quarter turn", [], `${at(100, 100)};width:400px;height:300px;transform:rotate(90deg)`, [
    [[600, 150], [375, 350]],
    [[0, 0], [450, 50]],
    [[800, 600], [150, 450]],
  ]],
  ["a mirror", [], `${at(100, 100)};width:400px;height:300px;scale:-1 1`, [
    [[200, 150], [400, 175]],
  ]],
  ["object-position in pixels", [], fit("contain", "30px 5px", 800, 300), [
    [[400, 300], [330, 255]],
  ]],
  ["object-position by keywords with offsets", [], fit("contain", "right 10px top 0px", 800, 300), [
    [[0, 0], [490, 100]],
  ]],
  [
    "object-position in percent, of a picture that is cut off",
    [],
    fit("cover", "0% 25%", 400, 100),
    [
      [[400, 300], [300, 200]],
    ],
  ],
  ["object-position as a sum", [], fit("none", "calc(50% - 20px) 100%", 1000, 700), [
    [[0, 0], [180, 200]],
  ]],
  ["object-fit: scale-down", [], fit("scale-down", "50% 50%", 400, 400), [
    [[0, 0], [100, 150]],
  ]],
  [
    "border and padding, and a turn of a box around",
    [
      `${at(100, 100)};width:300px;height:300px;rotate:180deg;transform-origin:0 0`,
    ],
    "width:200px;height:150px;border:10px solid;padding:5px 20px;display:block",
    [
      [[0, 0], [70, 85]],
      [[800, 600], [-130, -65]],
    ],
  ],
  [
    "zoom of the element and around",
    [`${at(10, 20)};zoom:2`],
    `${at(5, 5)};width:100px;height:75px;zoom:1.5`,
    [
      [[0, 0], [35, 55]],
      [[800, 600], [335, 280]],
    ],
  ],
  [
    "a perspective",
    [`${at(0, 0)};width:800px;height:600px;perspective:1000px`],
    `${at(0, 0)};width:800px;height:600px;transform:translateZ(500px)`,
    [
      [[400, 300], [400, 300]],
      [[500, 300], [600, 300]],
    ],
  ],
  [
    "a scrolled box",
    [`${at(0, 0)};width:300px;height:200px;overflow:hidden`],
    "display:block;width:800px;height:600px;margin-left:-50px;rotate:180deg",
    [
      [[700, 500], [50, 100]],
    ],
  ],
  [
    "nothing to see: edge-on, the picture fills the bounding box",
    [],
    `${at(100, 100)};width:400px;height:300px;transform:rotateY(90deg)`,
    [
      [[200, 300], [300, 250]],
    ],
  ],
  ["nothing to see: shrunk to a point", [], `${at(100, 100)};width:400px;height:300px;scale:0`, [
    [[200, 300], [300, 250]],
  ]],
  ["nothing to see: not rendered, the picture lies in the corner", [], "display:none", [
    [[200, 300], [200, 300]],
  ]],
];

type Point = readonly [x: number, y: number];
type Pair = readonly [picture: Point, window: Point];

for (const [name, around, own, pairs] of CASES) {
  browserTest(`a point of the picture is found in the window: ${name}`, async () => {
    await build({ around, own, holder: "light", scroll: [0, 0], width: 800, height: 600 });
    const found = await windowPoints(pairs.map(([point]) => point), 800, 600);
    for (const [index, [, [x, y]]] of pairs.entries()) {
      const [left = NaN, top = NaN] = found[index] ?? [];
      assert.ok(Math.hypot(left - x, top - y) < 0.1, `${left},${top} instead of ${x},${y}`);
    }
  });
}

browserTest("a point of the picture is found again after the picture has moved", async () => {
  await build({
    around: [],
    own: `${at(100, 100)};width:400px;height:300px;rotate:90deg`,
    holder: "light",
    scroll: [0, 0],
    width: 800,
    height: 600,
  });
  assert.deepEqual(await windowPoints([[600, 150]], 800, 600), [[375, 350]]);
  const moves = [["left", "150px"], ["rotate", "0deg"], ["width", "800px"], [
    "scale",
    "2",
  ]] as const;
  const found: (readonly Point[])[] = [];
  for (const [name, value] of moves) {
    await page.evaluate(({ name, value }) => {
      (globalThis as unknown as Loaded).canvas.style.setProperty(name, value);
    }, { name, value });
    found.push(await windowPoints([[600, 150]], 800, 600));
  }
  assert.deepEqual(found, [[[425, 350]], [[450, 175]], [[750, 175]], [[950, 100]]]);
});

browserTest(
  "a picture that is a part of the page, cropped, fills the part's bounding box",
  async () => {
    const found = await page.evaluate(() => {
      const { desktop } = globalThis as unknown as Loaded;
      const part = document.createElement("div");
      part.style.cssText =
        "position:fixed;left:100px;top:100px;width:200px;height:60px;rotate:90deg";
      document.body.replaceChildren(part);
      const input = new desktop.DomInput({ within: part, cropped: true }, "all");
      const found: number[] = [];
      part.addEventListener("pointermove", ({ clientX, clientY }) => found.push(clientX, clientY));
      input.receive({ type: "mouse", flags: 0, x: 15, y: 50 }, 60, 200);
      return found;
    });
    assert.deepEqual(found, [185, 80]);
  },
);

browserTest(
  "a point of the picture is found where the browser paints it, whatever the styles",
  async () => {
    let seen = 0;
    const property = fc.asyncProperty(scene, points, async (scene, points) => {
      seen += await checkScene(scene, points);
    });
    await fc.assert(property, { numRuns: 60, seed: 14, endOnFailure: true });
    assert.ok(seen > 200, `${seen} points were visible`);
  },
);

const points = fc.array(
  fc.tuple(
    fc.integer({ min: 3, max: SCENE_SIZE.width - 4 }),
    fc.integer({ min: 3, max: SCENE_SIZE.height - 4 }),
  ),
  { minLength: 8, maxLength: 8 },
);

/**
 * Compares the points that the window shows with the colors on a screenshot, and a real mouse at the first
 * of them with the agent's.
 *
 * @returns How many points the window shows.
 */
async function checkScene(scene: Scene, points: readonly Point[]): Promise<number> {
  await build({ ...scene, ...SCENE_SIZE });
  const found = await windowPoints(points, SCENE_SIZE.width, SCENE_SIZE.height);
  const visible = await shown(found);
  if (!visible.includes(true)) return 0;
  const colors = await colorsAround(found);
  let count = 0;
  for (const [index, [x, y]] of points.entries()) {
    if (!visible[index]) continue;
    const near = (colors[index] ?? []).filter(([, , blue]) => blue === 77);
    if (near.length < 9) continue; // at an edge
    count++;
    for (const [wanted, channel] of [[x, 0], [y, 1]] as const) {
      const values = near.map((color) => color[channel] ?? NaN);
      // The browser paints a box on whole pixels, up to half a pixel beside its layout.
      const [least, most] = [Math.min(...values) - 2, Math.max(...values) + 2];
      assert.ok(
        least <= wanted && wanted <= most,
        `${x},${y} at ${found[index]}: ${least} to ${most}, not ${wanted}`,
      );
    }
  }
  const first = visible.indexOf(true);
  await compareWithMouse(points[first] ?? [0, 0], found[first] ?? [0, 0]);
  return count;
}

/** The offset that a real mouse has there is the one that the agent's has. */
async function compareWithMouse([x, y]: Point, at: Point): Promise<void> {
  await page.evaluate(() => {
    const { canvas } = globalThis as unknown as Loaded;
    canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
      Object.assign(globalThis, { offset: [offsetX, offsetY] });
    });
  });
  const offset = () =>
    page.evaluate(() => (globalThis as unknown as { offset?: Point }).offset ?? [NaN, NaN]);
  await page.mouse.move(at[0], at[1]);
  const real = await offset();
  await windowPoints([[x, y]], SCENE_SIZE.width, SCENE_SIZE.height);
  const ours = await offset();
  assert.ok(Math.hypot(real[0] - ours[0], real[1] - ours[1]) < 0.1, `${ours} instead of ${real}`);
}

interface Loaded {
  readonly desktop: typeof import("./desktop_page.ts");
  readonly canvas: HTMLCanvasElement;
}

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

async function build(scene: Parameters<typeof buildScene>[0]): Promise<void> {
  await page.evaluate(buildScene, scene);
}

/** Where the agent's mouse is for points of the picture: what an event says. */
async function windowPoints(
  points: readonly Point[],
  width: number,
  height: number,
): Promise<readonly Point[]> {
  return await page.evaluate(({ points, width, height }) => {
    const { canvas, desktop } = globalThis as unknown as Loaded;
    const input = new desktop.DomInput({ element: canvas }, "all");
    const found: [number, number][] = [];
    const note = ({ clientX, clientY }: PointerEvent) => found.push([clientX, clientY]);
    canvas.addEventListener("pointermove", note);
    for (const [x, y] of points) input.receive({ type: "mouse", flags: 0, x, y }, width, height);
    canvas.removeEventListener("pointermove", note);
    return found;
  }, { points, width, height });
}

/** Whether the canvas is what the browser finds there. */
function shown(points: readonly Point[]): Promise<readonly boolean[]> {
  return page.evaluate((points) =>
    points.map(([x, y]) => {
      const { canvas } = globalThis as unknown as Loaded;
      return (canvas.getRootNode() as Document).elementFromPoint(x, y) === canvas;
    }), points);
}

/** The colors on a screenshot of the nine pixels around each point; fewer at the edge. */
async function colorsAround(points: readonly Point[]): Promise<readonly (readonly number[])[][]> {
  const png = (await page.screenshot()).toString("base64");
  return await reader.evaluate(async ({ png, points }) => {
    const image = await createImageBitmap(
      await (await fetch(`data:image/png;base64,${png}`)).blob(),
    );
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context?.drawImage(image, 0, 0);
    return points.map(([x, y]) => {
      const { data } = context?.getImageData(Math.floor(x) - 1, Math.floor(y) - 1, 3, 3) ??
        { data: [] };
      return Array.from({ length: 9 }, (_, at) => [...data.slice(4 * at, 4 * at + 3)]);
    });
  }, { png, points });
}

function at(left: number, top: number): string {
  return `position:absolute;left:${left}px;top:${top}px`;
}

/** A canvas at 100, 100 with a box of this size. */
function fit(how: string, position: string, width: number, height: number): string {
  return `${
    at(100, 100)
  };width:${width}px;height:${height}px;object-fit:${how};object-position:${position}`;
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A picture</title>
<style>body { margin: 8px; }</style>
<body></body>
<script type="module">
  globalThis.desktop = await import("./desktop.js");
</script>
</html>`;
