import assert from "node:assert/strict";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import type { DesktopInput } from "../protocol/mod.ts";
import { launchChromium } from "./chromium.ts";
import { desktopBundle } from "./desktop_bundle.ts";
import {
  type Act,
  clicks,
  down,
  EVENTS_PAGE,
  type Heard,
  keys,
  type MouseButton,
  move,
  up,
} from "./desktop_events_page.ts";

let browser: Browser;
let context: BrowserContext;
let pages: PageServer;

Deno.test.beforeAll(async () => {
  pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: EVENTS_PAGE },
    "/desktop.js": { type: "text/javascript", body: await desktopBundle() },
  }, 0);
  browser = await launchChromium();
  context = await browser.newContext({ viewport: { width: 800, height: 600 } });
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

/** What is prepared in the page before, as a script. */
type Prepare = string;
const NOTHING: Prepare = "";

const INNER = [60, 60] as const;
const FAR: Act[] = [{ act: "wait", milliseconds: 700 }];

const SCENARIOS: readonly (readonly [name: string, acts: readonly Act[], prepare?: Prepare])[] = [
  ["the mouse moves in and out of boxes", [
    ...move(10, 10),
    ...move(...INNER),
    ...move(170, 60),
    ...move(310, 60),
  ]],
  ["the mouse moves into a shadow tree", [
    ...move(10, 10),
    ...move(10, 230),
    ...move(10, 270),
    ...move(310, 60),
  ]],
  ["a click", [...move(...INNER), ...clicks(1)]],
  ["a double click", [...move(...INNER), ...clicks(2)]],
  ["a triple click", [...move(...INNER), ...clicks(3)]],
  ["a fourth click in a row", [...move(...INNER), ...clicks(3), ...clicks(1, "left", 3)]],
  ["two clicks far apart in time", [...move(...INNER), ...clicks(1), ...FAR, ...clicks(1)]],
  ["two clicks far apart in place", [
    ...move(...INNER),
    ...clicks(1),
    ...move(60, 66),
    ...clicks(1),
  ]],
  ["two clicks nearly in one place", [
    ...move(...INNER),
    ...clicks(1),
    ...move(61, 62),
    ...clicks(1, "left", 2),
  ]],
  ["a double click of the right button", [...move(...INNER), ...clicks(2, "right")]],
  ["a double click of the middle button", [...move(...INNER), ...clicks(2, "middle")]],
  ["a left click, then a right one", [...move(...INNER), ...clicks(1), ...clicks(1, "right")]],
  ["two buttons at a time", [
    ...move(...INNER),
    ...down(),
    ...down("right"),
    ...up(),
    ...up("right", 0),
  ]],
  ["a button that is dragged from one box into another", [
    ...move(...INNER),
    ...down(),
    ...move(170, 60),
    ...up(),
  ]],
  ["a button that is dragged out of its parent", [
    ...move(...INNER),
    ...down(),
    ...move(310, 60),
    ...up(),
  ]],
  ["a submit button clicked twice", [...move(330, 60), ...clicks(2)]],
  ["a disabled button clicked twice", [...move(480, 65), ...clicks(2)]],
  [
    "a disabled button, when something has the focus",
    [...move(480, 65), ...clicks(1)],
    "document.querySelector('#text').focus()",
  ],
  [
    "a click beside, when something has the focus",
    [...move(600, 500), ...clicks(1)],
    "document.querySelector('#text').focus()",
  ],
  ["a link clicked twice", [...move(565, 60), ...clicks(2)]],
  ["a box clicked twice", [...move(330, 150), ...clicks(2)]],
  ["a label clicked", [...move(365, 150), ...clicks(1)]],
  ["a text field clicked, then another", [
    ...move(340, 20),
    ...clicks(1),
    ...move(340, 310),
    ...clicks(1),
  ]],
  ["a slider pressed and dragged", [
    ...move(340, 110),
    ...down(),
    ...move(400, 110),
    ...move(420, 130),
    ...up(),
  ]],
  ["a list clicked", [...move(330, 200), ...clicks(1)]],
  [
    "a page that prevents pointerdown",
    [...move(...INNER), ...clicks(2), ...move(70, 60)],
    "addEventListener('pointerdown', (event) => event.preventDefault())",
  ],
  [
    "a page that prevents mousedown over a field",
    [...move(340, 20), ...clicks(2)],
    "addEventListener('mousedown', (event) => event.preventDefault())",
  ],
  [
    "a page that removes what is pressed",
    [...move(...INNER), ...clicks(1)],
    "addEventListener('mousedown', () => document.querySelector('#inner').remove())",
  ],
  ["a click while Shift and Ctrl are held", [
    ...move(...INNER),
    { act: "keydown", key: "Shift" },
    { act: "keydown", key: "Control" },
    ...clicks(1),
    { act: "keyup", key: "Control" },
    { act: "keyup", key: "Shift" },
  ]],
  [
    "the wheel",
    [...move(...INNER), { act: "wheel", deltaY: 100 }],
    "document.body.style.height='0'",
  ],
  [
    "letters, small and large",
    [...keys("a"), ...keys("Shift", "B"), ...keys(" ")],
    "document.querySelector('#text').focus()",
  ],
  ["signs of a US keyboard", [
    ...keys("."),
    ...keys("Shift", "!"),
    ...keys("'"),
    ...keys("Shift", "("),
  ], "document.querySelector('#text').focus()"],
  [
    "a key that is held",
    [{ act: "keydown", key: "a" }, ...keys("a")],
    "document.querySelector('#text').focus()",
  ],
  ["Enter in a form", keys("Enter"), "document.querySelector('#text').focus()"],
  [
    "Enter in a form after typing",
    [...keys("x"), ...keys("Enter")],
    "document.querySelector('#text').focus()",
  ],
  ["Enter in a text of several lines", keys("Enter"), "document.querySelector('#area').focus()"],
  ["Backspace and Delete", [
    ...keys("End"),
    ...keys("Backspace"),
    ...keys("Home"),
    ...keys("Delete"),
    ...keys("Backspace"),
  ], "document.querySelector('#text').focus()"],
  [
    "all selected and deleted",
    [...keys("Control", "a"), ...keys("Delete")],
    "document.querySelector('#text').focus()",
  ],
  [
    "Tab, and back",
    [...keys("Tab"), ...keys("Shift", "Tab")],
    "document.querySelector('#text').focus()",
  ],
  ["Tab after typing", [...keys("x"), ...keys("Tab")], "document.querySelector('#text').focus()"],
  ["shortcuts and function keys", [
    ...keys("Control", "b"),
    ...keys("Alt", "f"),
    ...keys("Escape"),
    ...keys("F2"),
  ], "document.querySelector('#text').focus()"],
  [
    "Space and Enter on a button",
    [...keys(" "), ...keys("Enter")],
    "document.querySelector('#submit').focus()",
  ],
  [
    "Space and Enter on a box",
    [...keys(" "), ...keys("Enter")],
    "document.querySelector('#check').focus()",
  ],
  ["Enter on a link", keys("Enter"), "document.querySelector('#link').focus()"],
  [
    "arrows in a list",
    [...keys("ArrowDown"), ...keys("ArrowDown")],
    "document.querySelector('#list').focus()",
  ],
  [
    "arrows and a letter in a closed list",
    [...keys("ArrowDown"), ...keys("c")],
    "document.querySelector('#drop').focus()",
  ],
  [
    "arrows on a slider",
    [...keys("ArrowRight"), ...keys("Home")],
    "document.querySelector('#range').focus()",
  ],
  ["a text field clicked in its middle, then typed into", [
    ...move(362, 20),
    ...clicks(1),
    ...keys("x"),
  ]],
  ["a word of a field clicked twice", [...move(400, 20), ...clicks(2)]],
  ["a word of a field clicked twice and typed over", [
    ...move(400, 20),
    ...clicks(2),
    ...keys("x"),
  ]],
  ["a field clicked three times", [...move(400, 20), ...clicks(3)]],
  ["a line of a text clicked three times", [...move(340, 310), ...clicks(3)]],
  ["text of a field dragged over", [...move(340, 20), ...down(), ...move(380, 20), ...up()]],
  ["text of a field dragged over backward", [
    ...move(380, 20),
    ...down(),
    ...move(330, 20),
    ...up(),
  ]],
  ["text of a field selected with Shift", [
    ...move(340, 20),
    ...clicks(1),
    { act: "keydown", key: "Shift" },
    ...move(380, 20),
    ...clicks(1),
    { act: "keyup", key: "Shift" },
  ]],
  ["words of a field dragged over", [
    ...move(400, 20),
    ...clicks(1),
    ...down("left", 2),
    ...move(450, 20),
    ...up("left", 2),
  ]],
  ["a word of a page clicked twice", [...move(60, 58), ...clicks(2)]],
  ["a word of rich text clicked twice and typed over", [
    ...move(10, 430),
    ...clicks(2),
    ...keys("x"),
  ]],
  [
    "Enter in rich text",
    [...keys("End"), ...keys("Enter"), ...keys("x")],
    "document.querySelector('#rich').focus()",
  ],
  [
    "arrows in a text of several lines",
    ["ArrowDown", "End", "ArrowLeft", "ArrowUp", "Home", "ArrowRight"].flatMap((key) => keys(key)),
    "document.querySelector('#area').focus()",
  ],
  ["arrows with Shift and Ctrl in a field", [
    ...keys("Home"),
    ...keys("Control", "ArrowRight"),
    ...keys("Shift", "ArrowRight"),
    ...keys("Shift", "End"),
    ...keys("Backspace"),
  ], "document.querySelector('#text').focus()"],
  [
    "something typed and undone",
    [...keys("x"), ...keys("Control", "z")],
    "document.querySelector('#text').focus()",
  ],
  ["all of a page selected", keys("Control", "a"), "document.querySelector('#rich').focus()"],
  ["a disabled button clicked with the right button", [...move(480, 65), ...clicks(1, "right")]],
  ["a drag with the middle button", [
    ...move(...INNER),
    ...down("middle"),
    ...move(170, 60),
    ...up("middle"),
  ]],
  ["the wheel over a box that a person cannot scroll, in one that a person can", [
    ...move(20, 320),
    { act: "wheel", deltaY: 30 },
    { act: "wheel", deltaY: 30 },
  ]],
  ["a field of a shadow tree typed into", [...move(200, 230), ...clicks(1), ...keys("x")]],
  [
    "keys of a list",
    ["End", "Home", "b", "ArrowUp"].flatMap((key) => keys(key)),
    "document.querySelector('#drop').focus()",
  ],
  [
    "keys of a slider",
    ["PageUp", "End", "ArrowDown", "Home", "ArrowLeft"].flatMap((key) => keys(key)),
    "document.querySelector('#range').focus()",
  ],
  [
    "arrows in a group of radio buttons",
    [...keys("ArrowDown"), ...keys("ArrowUp")],
    "document.querySelector('#r1').focus()",
  ],
];

for (const [name, acts, prepare = NOTHING] of SCENARIOS) {
  browserTest(`the agent's events are those of a real mouse or keyboard: ${name}`, async () => {
    const [real, ours] = await Promise.all([
      play(acts, prepare, doReally),
      play(acts, prepare, doAsAgent),
    ]);
    assert.ok(real.heard.length > 0, "the page has heard nothing");
    // First what happened, which is easiest to read.
    const brief = ({ type, target }: Heard) => `${type} ${target}`;
    assert.deepEqual(ours.heard.map(brief), real.heard.map(brief));
    for (const [index, event] of real.heard.entries()) {
      assert.equal(sentence(ours.heard[index] ?? {}), sentence(event));
    }
    assert.deepEqual(ours.state, real.state);
  });
}

/** An event on one line, as a difference is easiest to read. */
function sentence({ type, target, ...fields }: Heard): string {
  return [type, target, ...Object.entries(fields).map(([name, value]) => `${name}=${value}`)].join(
    " ",
  );
}

async function play(
  acts: readonly Act[],
  prepare: Prepare,
  perform: (page: Page, act: Act) => Promise<void>,
): Promise<{ readonly heard: readonly Heard[]; readonly state: unknown }> {
  const page = await context.newPage();
  try {
    await page.goto(pages.url);
    await page.waitForFunction(() => "desktop" in globalThis);
    await page.evaluate(prepare);
    await page.evaluate(() => {
      const { heard, desktop } = globalThis as unknown as Loaded;
      heard.length = 0;
      const clock = { time: 0 };
      const input = new desktop.DomInput("page", "all", () => clock.time);
      Object.assign(globalThis, { input, clock, at: { x: 0, y: 0 } });
    });
    for (const act of acts) {
      await perform(page, act);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    return await page.evaluate(() => {
      const { heard, state } = globalThis as unknown as Loaded;
      return { heard, state: state() };
    });
  } finally {
    await page.close();
  }
}

async function doReally(page: Page, act: Act): Promise<void> {
  switch (act.act) {
    case "move":
      return await page.mouse.move(act.x, act.y);
    case "down":
    case "up":
      return await page.mouse[act.act]({ button: act.button, clickCount: act.count });
    case "wheel":
      return await page.mouse.wheel(0, act.deltaY);
    case "keydown":
      return await page.keyboard.down(act.key);
    case "keyup":
      return await page.keyboard.up(act.key);
    case "wait":
  }
}

async function doAsAgent(page: Page, act: Act): Promise<void> {
  const { x, y } = await page.evaluate(() => (globalThis as unknown as Loaded).at);
  const place = act.act === "move" ? { x: act.x, y: act.y } : { x, y };
  await page.evaluate(({ message, place, wait }) => {
    const { input, clock, at } = globalThis as unknown as Loaded;
    Object.assign(at, place);
    clock.time += wait;
    if (message !== undefined) input.receive(message, 800, 600);
  }, { message: messageOf(act, place), place, wait: act.act === "wait" ? act.milliseconds : 1 });
}

const FLAGS: Readonly<Record<MouseButton, readonly [down: number, up: number]>> = {
  left: [2, 4],
  right: [8, 16],
  middle: [32, 64],
};

const VIRTUAL_KEYS: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  Shift: 16,
  Control: 17,
  Alt: 18,
  Escape: 27,
  PageUp: 33,
  " ": 32,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Delete: 46,
  F2: 113,
};

let commands = false;

/** What MeshCentral's page sends for it: characters by themselves, other keys and shortcuts as keys. */
function messageOf(act: Act, place: { x: number; y: number }): DesktopInput | undefined {
  switch (act.act) {
    case "move":
      return { type: "mouse", flags: 0, ...place };
    case "down":
    case "up":
      return { type: "mouse", flags: FLAGS[act.button][act.act === "down" ? 0 : 1], ...place };
    case "wheel":
      return { type: "mouse", flags: 0, ...place, wheel: -act.deltaY * 1.2 };
    case "wait":
      return undefined;
  }
  const action = act.act === "keydown" ? 0 : 1;
  if (/^(Control|Alt)$/.test(act.key)) commands = action === 0;
  const key = VIRTUAL_KEYS[act.key];
  if (key !== undefined && act.key !== " ") return { type: "key", action, key };
  if (commands) return { type: "key", action, key: act.key.toUpperCase().charCodeAt(0) };
  return { type: "unicodeKey", action, unit: act.key.charCodeAt(0) };
}

interface Loaded {
  readonly desktop: typeof import("./desktop_page.ts");
  readonly heard: Heard[];
  readonly state: () => unknown;
  readonly input: InstanceType<typeof import("./desktop_page.ts").DomInput>;
  readonly clock: { time: number };
  readonly at: { readonly x: number; readonly y: number };
}

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}
