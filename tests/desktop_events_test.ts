import assert from "node:assert/strict";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
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
/** Where the real mouse is, and where the agent's. */
let real: Page;
let agents: Page;
let pages: PageServer;

Deno.test.beforeAll(async () => {
  pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: EVENTS_PAGE },
    "/desktop.js": { type: "text/javascript", body: await desktopBundle() },
  }, 0);
  browser = await launchChromium();
  const viewport = { width: 800, height: 600 };
  [real, agents] = [await browser.newPage({ viewport }), await browser.newPage({ viewport })];
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

/** Flags of the mouse that mean a double click. */
const DOUBLE = 136;

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
    await compare(acts, prepare);
  });
}

browserTest("the agent's events are those of a real mouse, whatever it does", async () => {
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 4, maxLength: 8 }),
    async (steps) => {
      await compare(actsOf(steps), NO_PASTE, { selection: "" });
    },
  );
  await fc.assert(property, { numRuns: 8, seed: 14, endOnFailure: true });
});

/** What viewers send for a double click, each as flags of the mouse and milliseconds before. */
const DOUBLE_CLICKS:
  readonly (readonly [name: string, flags: readonly (readonly [number, number])[]])[] = [
    ["as MeshCentral's page, which says so after the second press", [[2, 0], [4, 9], [2, 90], [
      DOUBLE,
      0,
    ], [4, 9]]],
    ["as MeshCentral's page, over a slow network", [[2, 0], [4, 9], [2, 900], [DOUBLE, 0], [4, 9]]],
    ["without saying so", [[2, 0], [4, 9], [2, 90], [4, 9]]],
    ["saying so afterwards", [[2, 0], [4, 9], [2, 90], [4, 9], [DOUBLE, 0]]],
    ["saying so instead of the second click", [[2, 0], [4, 9], [DOUBLE, 90]]],
    ["saying so, and nothing else", [[DOUBLE, 0]]],
  ];

for (const [name, messages] of DOUBLE_CLICKS) {
  browserTest(`a double click is one, however a viewer sends it: ${name}`, async () => {
    const real = await play([...move(...INNER), ...clicks(2)], NOTHING, doReally);
    const ours = await play(
      [...move(...INNER), ...messages.map(([flags, wait]): Act => ({ act: "send", flags, wait }))],
      NOTHING,
      doAsAgent,
    );
    // The page hears of the second press before it is known that it is one of a double click.
    const late = messages.some(([, wait]) => wait > 500);
    const count = ({ type, detail }: Heard) =>
      late && /^mouse/.test(String(type)) ? "" : ` ${detail}`;
    const said = (event: Heard) => `${event.type} ${event.target}${count(event)}`;
    assert.deepEqual(ours.heard.map(said), real.heard.map(said));
    assert.deepEqual(ours.state, real.state);
  });
}

browserTest("a third click after a double click that came late counts on", async () => {
  const flags = [[2, 0], [4, 9], [2, 900], [DOUBLE, 0], [4, 9], [2, 90], [4, 9]] as const;
  const { heard } = await play(
    [...move(...INNER), ...flags.map(([flags, wait]): Act => ({ act: "send", flags, wait }))],
    NOTHING,
    doAsAgent,
  );
  const details = heard.filter(({ type }) => type === "click").map(({ detail }) => detail);
  assert.deepEqual(details, [1, 2, 3]);
});

browserTest(
  "taps of a finger are those of a real one, and two of them a double click",
  async () => {
    const tap = { touchStart: [{ x: 60, y: 58 }], touchEnd: [] };
    const real = await play([], NOTHING, doReally, async (page) => {
      const session = await page.context().newCDPSession(page);
      for (const type of ["touchStart", "touchEnd", "touchStart", "touchEnd"] as const) {
        await session.send("Input.dispatchTouchEvent", { type, touchPoints: tap[type] });
      }
    });
    const ours = await play([], NOTHING, doAsAgent, async (page) => {
      for (const flags of [0x10000, 0x40000, 0x10000, 0x40000]) {
        await page.evaluate((flags) => {
          const { input, clock } = globalThis as unknown as Loaded;
          clock.time += 50;
          const points = [{ id: 0, flags, x: 60, y: 58 }];
          input.receive({ type: "touch", version: 1, points }, 800, 600);
        }, flags);
      }
    });
    const said = ({ type, target, detail, button, buttons, pointerType, clientX }: Heard) =>
      [type, target, detail, button, buttons, pointerType, clientX].join(" ");
    assert.deepEqual(ours.heard.map(said), real.heard.map(said));
  },
);

browserTest("a touch says where it is in the page and on the screen", async () => {
  const { heard } = await play([], "scrollTo(0, 50)", doAsAgent, async (page) => {
    await page.evaluate(() => {
      const { input } = globalThis as unknown as Loaded;
      addEventListener("touchstart", ({ changedTouches: [touch] }) => {
        const { clientX, clientY, pageX, pageY } = touch as Touch;
        Object.assign(globalThis, { touched: [clientX, clientY, pageX, pageY] });
      });
      const points = [{ id: 3, flags: 0x10000, x: 60, y: 58 }];
      input.receive({ type: "touch", version: 1, points }, 800, 600);
      const { touched, heard } = globalThis as unknown as Loaded & { touched: number[] };
      heard.push({ touched: touched.join() });
    });
  });
  assert.equal(heard.at(-1)?.touched, "60,58,60,108");
});

browserTest(
  "a page may capture the pointer of a mouse or a finger, in vain but without an error",
  async () => {
    const capture = `addEventListener("pointerdown", (event) => {
    event.target.setPointerCapture(event.pointerId);
    heard.push({ type: "no error", target: event.pointerType });
  })`;
    const { heard } = await play(
      [...move(...INNER), ...clicks(1)],
      capture,
      doAsAgent,
      async (page) => {
        await page.evaluate(() => {
          const { input } = globalThis as unknown as Loaded;
          for (const flags of [0x10000, 0x40000]) {
            input.receive(
              { type: "touch", version: 1, points: [{ id: 0, flags, x: 60, y: 58 }] },
              800,
              600,
            );
          }
        });
      },
    );
    const captured = heard.flatMap(({ type, target }) => type === "no error" ? [target] : []);
    assert.deepEqual(captured, ["mouse", "touch"]);
  },
);

browserTest("what is still pressed when the operator leaves is released", async () => {
  const acts: Act[] = [...move(...INNER), ...down(), { act: "keydown", key: "Shift" }];
  const { heard } = await play(acts, NOTHING, doAsAgent, async (page) => {
    await page.evaluate(() => (globalThis as unknown as Loaded).input.release());
  });
  const said = ({ type, target, buttons = "", key = "" }: Heard) =>
    `${type} ${target} ${buttons}${key}`;
  assert.deepEqual(heard.slice(-3).map(said), [
    "pointerup inner 0",
    "mouseup inner 0",
    "keyup body Shift",
  ]);
  assert.ok(!heard.some(({ type }) => type === "click"), "a click that nobody made");
});

browserTest("a viewer that releases what it has not pressed is not heard", async () => {
  const acts = ["Shift", "Control", "Alt"].map((key): Act => ({ act: "keyup", key }));
  const { heard } = await play(acts, NOTHING, doAsAgent);
  assert.deepEqual(heard, []);
});

browserTest("a mouse that moves says how far", async () => {
  const note = `for (const type of ["pointermove", "mousemove"]) {
    addEventListener(type, ({ movementX, movementY }) => heard.push({ far: movementX + "," + movementY }));
  }`;
  const { heard } = await play([...move(10, 10), ...move(61, 52)], note, doAsAgent);
  const moves = heard.flatMap(({ far }) => far === undefined ? [] : [far]);
  assert.deepEqual(moves, ["-780,-580", "-780,-580", "51,42", "51,42"]);
});

browserTest("a character of two UTF-16 units is one key and one input", async () => {
  const { heard, state } = await play(
    [],
    "document.querySelector('#text').focus()",
    doAsAgent,
    async (page) => {
      await page.evaluate(() => {
        const { input } = globalThis as unknown as Loaded;
        for (const unit of [0xd83d, 0xde00]) {
          for (const action of [0, 1]) {
            input.receive({ type: "unicodeKey", action, unit }, 800, 600);
          }
        }
      });
    },
  );
  const said = heard.map(({ type, key = "", data = "" }) => `${type} ${key}${data}`);
  assert.deepEqual(said, ["keydown 😀", "keypress 😀", "beforeinput 😀", "input 😀", "keyup 😀"]);
  assert.equal(
    (state as { text: unknown[] }).text[0],
    "hello big world😀".replace(/(.*)(😀)/u, "$2$1"),
  );
});

browserTest("Shift turns the wheel sideways, Ctrl scrolls nothing", async () => {
  const wheel: Act = { act: "wheel", deltaY: 100 };
  const { heard } = await play(
    [
      ...move(...INNER),
      { act: "keydown", key: "Shift" },
      wheel,
      { act: "keyup", key: "Shift" },
      { act: "keydown", key: "Control" },
      wheel,
      { act: "keyup", key: "Control" },
    ],
    NOTHING,
    doAsAgent,
  );
  const deltas = heard.filter(({ type }) => type === "wheel").map((
    { deltaX, deltaY },
  ) => [deltaX, deltaY]);
  assert.deepEqual(deltas, [[100, 0], [0, 100]]);
});

browserTest(
  "one notch up and one down, as MeshCentral's page sends them, leave a page where it was",
  async () => {
    const { state } = await play([], NOTHING, doAsAgent, async (page) => {
      await page.evaluate(() => {
        const { input } = globalThis as unknown as Loaded;
        for (const wheel of [-361, 360]) {
          input.receive({ type: "mouse", flags: 0, x: 700, y: 500, wheel }, 800, 600);
        }
      });
    });
    assert.equal((state as { top: number }).top, 0);
  },
);

browserTest(
  "in a page that is zoomed with two fingers, the mouse is where the part that shows is",
  async () => {
    const { heard } = await play([], NOTHING, doAsAgent, async (page) => {
      const session = await page.context().newCDPSession(page);
      await session.send("Emulation.setPageScaleFactor", { pageScaleFactor: 2 });
      await page.evaluate(() => {
        const { input } = globalThis as unknown as Loaded;
        input.receive({ type: "mouse", flags: 0, x: 120, y: 116 }, 800, 600);
      });
    });
    const { target, clientX, clientY } = heard.find(({ type }) => type === "pointermove") ?? {};
    assert.deepEqual([target, clientX, clientY], ["inner", 60, 58]);
  },
);

/** Places of the page: boxes, controls, texts, and nothing. */
const PLACES = [
  [10, 10],
  [60, 58],
  [170, 60],
  [310, 60],
  [330, 60],
  [480, 65],
  [565, 60],
  [330, 150],
  [400, 20],
  [362, 20],
  [400, 110],
  [340, 310],
  [10, 430],
  [10, 230],
  [200, 230],
] as const;

/** From these, which are a link and texts that may be selected, a real mouse drags and drops. */
const DRAGGED: readonly (typeof PLACES[number])[] = PLACES.filter(([x, y]) =>
  [565, 60, 400, 362, 340].includes(x) && y !== 110 || y === 430
);

/** On Linux, the middle button pastes. */
const NO_PASTE: Prepare = "addEventListener('paste', (event) => event.preventDefault())";

/** Goes somewhere and clicks, or drags from there. */
const step = fc.record({
  place: fc.constantFrom(...PLACES),
  to: fc.option(fc.constantFrom(...PLACES), { freq: 2 }),
  button: fc.constantFrom<MouseButton>("left", "left", "right", "middle"),
  clicks: fc.integer({ min: 1, max: 4 }),
});

/** Counts the clicks, as an operating system would. */
function actsOf(steps: readonly (typeof step extends fc.Arbitrary<infer S> ? S : never)[]): Act[] {
  let before = "";
  let count = 0;
  return steps.flatMap(({ place, to, button, clicks: times }) => {
    const acts = move(place[0], place[1]);
    for (let index = 0; index < times; index++) {
      const here = `${button} ${place}`;
      count = here === before ? Math.min(3, count + 1) : 1;
      before = here;
      acts.push(...down(button, count));
      if (to !== null && index === times - 1 && !DRAGGED.includes(place)) {
        acts.push(...move(to[0], to[1]));
      }
      acts.push(...up(button, count));
    }
    return acts;
  });
}

/** Lets a real mouse and the agent's do the same, in two pages, and compares what these have heard. */
async function compare(acts: readonly Act[], prepare = NOTHING, ignored = {}): Promise<void> {
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
  assert.deepEqual({ ...ours.state, ...ignored }, { ...real.state, ...ignored });
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
  then: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly heard: readonly Heard[]; readonly state: object }> {
  const page = perform === doReally ? real : agents;
  await page.goto(pages.url);
  await page.waitForFunction(() => "desktop" in globalThis);
  await page.evaluate(() => {
    const { desktop } = globalThis as unknown as Loaded;
    const clock = { time: 0 };
    const input = new desktop.DomInput("page", "all", () => clock.time);
    Object.assign(globalThis, { input, clock, at: { x: 0, y: 0 } });
  });
  // A real mouse is somewhere, from the test before: both begin where there is nothing.
  await perform(page, { act: "move", x: 790, y: 590 });
  await page.evaluate(prepare);
  await page.evaluate(() => {
    (globalThis as unknown as Loaded).heard.length = 0;
  });
  for (const act of acts) {
    await perform(page, act);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await then(page);
  await page.evaluate(() => new Promise(requestAnimationFrame));
  return await page.evaluate(() => {
    const { heard, state } = globalThis as unknown as Loaded;
    return { heard, state: state() };
  });
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
    case "send":
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
  }, { message: messageOf(act, place), place, wait: waitOf(act) });
}

function waitOf(act: Act): number {
  return act.act === "wait" ? act.milliseconds : act.act === "send" ? act.wait : 1;
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
    case "send":
      return { type: "mouse", flags: act.flags, ...place };
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
  readonly state: () => object;
  readonly input: InstanceType<typeof import("./desktop_page.ts").DomInput>;
  readonly clock: { time: number };
  readonly at: { readonly x: number; readonly y: number };
}

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}
