import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import type { DesktopFrame } from "../agent/mod.ts";
import type { DesktopInput } from "../protocol/mod.ts";
import { launchChromium } from "./chromium.ts";
import { desktopBundle } from "./desktop_bundle.ts";

let browser: Browser;
let pages: PageServer;
let page: Page;

Deno.test.beforeAll(async () => {
  pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: PAGE },
    "/strict": {
      type: "text/html; charset=utf-8",
      body: PAGE.replace(
        "<head>",
        `<head><meta http-equiv="Content-Security-Policy" content="worker-src 'none'">`,
      ),
    },
    "/desktop.js": { type: "text/javascript", body: await desktopBundle() },
  }, 0);
  browser = await launchChromium({ capturesTab: true });
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

Deno.test.beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 800, height: 600 } });
  await open("/");
});

Deno.test.afterEach(async () => {
  await page.close();
});

browserTest("typed text edits fields as a person does", async () => {
  await operate(click(50, 20), type("Hello wörld"));
  assert.equal(await value("#text"), "Hello wörld");
  await operate(key(8), key(8), key(36), unicode("X"), key(35), unicode("!"));
  assert.equal(await value("#text"), "XHello wör!");
  assert.deepEqual(
    (await events()).filter((event) => event.startsWith("beforeinput")).at(-1),
    "beforeinput insertText !",
  );
  // All of it selected and typed over.
  await operate([{ type: "key", action: 0, key: 17 }], key(65), [{
    type: "key",
    action: 1,
    key: 17,
  }], unicode("y"));
  assert.equal(await value("#text"), "y");
});

browserTest("a page may refuse an edit, and limits hold", async () => {
  await page.evaluate(() =>
    document.querySelector("#text")?.addEventListener("beforeinput", (event) => {
      if ((event as InputEvent).data === "q") event.preventDefault();
    })
  );
  await operate(click(50, 20), type("aqb"));
  assert.equal(await value("#text"), "ab");
  await operate(click(50, 60), type("12345"));
  assert.equal(await value("#short"), "123");
  await operate(click(50, 100), type("no"));
  assert.equal(await value("#fixed"), "fixed");
  await operate(click(50, 140), type("42"));
  assert.equal(await value("#number"), "42");
});

browserTest("lines, rich text, boxes, Tab, and a form that Enter sends", async () => {
  await operate(click(50, 200), type("a"), key(13), type("b"));
  assert.equal(await value("#area"), "a\nb");
  await operate(click(50, 280), type("rich"));
  assert.match(await page.locator("#rich").innerText(), /rich/);
  await operate(click(20, 330));
  assert.equal(await page.locator("#box").isChecked(), true);
  await operate(click(50, 20), key(9), type("7"));
  assert.equal(await value("#short"), "7");
  await operate(key(13));
  assert.ok((await events()).includes("submit"));
});

browserTest("numbers, dates and times can be typed, and a caret that hides be moved", async () => {
  const number = click(50, 140);
  await operate(number, type("-1.5"));
  assert.equal(await value("#number"), "-1.5");
  await operate(key(8), key(36), key(46), unicode("2"), key(35), unicode("7"));
  assert.equal(await value("#number"), "21.7");
  await page.locator("#text").focus();
  await operate(number, unicode("5"));
  assert.equal(await value("#number"), "21.75");
  for (
    const [kind, text] of [
      ["date", "2026-01-31"],
      ["time", "23:59"],
      ["month", "2026-02"],
      ["week", "2026-W05"],
      ["datetime-local", "2026-01-31T23:59"],
    ] as const
  ) {
    await page.locator("#number").evaluate((field, kind) => {
      Object.assign(field, { type: kind, value: "" });
    }, kind);
    await operate(number, type(text));
    assert.equal(await value("#number"), text);
    // What is no date changes nothing, and the next one begins anew.
    await operate(type("x".repeat(text.length)));
    assert.equal(await value("#number"), text);
    await operate(type(text.slice(0, 3)), click(50, 20), number, type(text));
    assert.equal(await value("#number"), text);
    await operate(key(8));
    assert.equal(await value("#number"), "");
  }
});

browserTest("Enter and Space press what has the focus, unless the page prevents it", async () => {
  await page.locator("#button").focus();
  await operate(key(13), key(32), unicode(" "));
  const clicks = async () => (await events()).filter((event) => event.endsWith(" click")).length;
  assert.equal(await clicks(), 3);
  await page.locator("#box").focus();
  await operate(key(32));
  assert.equal(await page.locator("#box").isChecked(), true);
  // Space has come down on something else.
  const [down, up] = [key(32).slice(0, 1), key(32).slice(1)];
  await operate(down, key(9), up);
  assert.equal(await clicks(), 3);
  await page.locator("#button").evaluate((button) => {
    for (const type of ["keydown", "keyup"]) {
      button.addEventListener(type, (event) => {
        if (type === button.dataset.prevented) event.preventDefault();
      });
    }
  });
  for (const [prevented, made] of [["keydown", 3], ["keyup", 4]] as const) {
    await page.locator("#button").evaluate((button, prevented) => {
      button.dataset.prevented = prevented;
      button.focus();
    }, prevented);
    await operate(key(13), key(32));
    assert.equal(await clicks(), made, prevented);
  }
  await page.evaluate(() => {
    const link = Object.assign(document.createElement("a"), {
      href: "#there",
      textContent: "link",
    });
    document.body.append(link);
    link.focus();
  });
  await operate(key(32));
  assert.equal(new URL(page.url()).hash, "");
  await operate(key(13));
  assert.equal(new URL(page.url()).hash, "#there");
});

browserTest("a point of the picture is where the page shows it", async () => {
  const found = await page.evaluate(async (styles) => {
    const { DomInput } = (globalThis as unknown as Loaded).desktop;
    const made = () => {
      const size = { width: 640, height: 360 };
      const canvas = Object.assign(document.createElement("canvas"), size);
      canvas.getContext("2d")?.fillRect(0, 0, 9, 9);
      return canvas;
    };
    const video = Object.assign(document.createElement("video"), { muted: true });
    video.srcObject = made().captureStream(10);
    await video.play();
    const corners = (element: HTMLElement, style: string) => {
      element.style.cssText = `position:fixed;left:0;top:0;width:400px;height:400px;${style}`;
      document.body.append(element);
      const points: number[] = [];
      element.addEventListener("mousemove", (event) => points.push(event.clientX, event.clientY));
      const input = new DomInput({ element }, "all");
      input.receive({ type: "mouse", flags: 0, x: 0, y: 0 }, 640, 360);
      input.receive({ type: "mouse", flags: 0, x: 640, y: 360 }, 640, 360);
      element.remove();
      return points;
    };
    return [corners(video, ""), ...styles.map((style) => corners(made(), style))];
  }, [
    "",
    "border: 20px solid; padding: 30px 0 0 10px",
    "border: 20px solid; transform-origin: 0 0; transform: scale(0.5)",
    "object-fit: contain",
    "object-fit: cover",
    "object-fit: none",
    "object-fit: scale-down; width: 800px",
  ]);
  assert.deepEqual(found, [
    [0, 87, 400, 312], // a video is letterboxed
    [0, 0, 400, 400], // a canvas is stretched
    [30, 50, 430, 450],
    [10, 10, 210, 210],
    [0, 87, 400, 312],
    [-156, 0, 555, 400],
    [-120, 20, 520, 380],
    [80, 20, 720, 380],
  ]);
});

browserTest("two fingers are two touches, and no tap", async () => {
  const heard = await page.evaluate(() => {
    const { DomInput } = (globalThis as unknown as Loaded).desktop;
    const element = document.createElement("div");
    document.body.append(element);
    const heard: unknown[] = [];
    for (const type of ["touchstart", "touchmove", "touchend"] as const) {
      element.addEventListener(type, ({ touches, targetTouches, changedTouches }) => {
        const lists = [touches, targetTouches, changedTouches];
        heard.push([type, ...lists.map((list) => [...list].map((touch) => touch.identifier))]);
      });
    }
    element.addEventListener("click", () => heard.push("click"));
    const input = new DomInput({ element }, "all");
    const touch = (id: number, flags: number) =>
      input.receive(
        { type: "touch", version: 1, points: [{ id, flags, x: 1, y: 1 }] },
        100,
        100,
      );
    touch(0, 0x10000);
    touch(1, 0x10000);
    touch(1, 0x20000);
    touch(0, 0x40000);
    touch(1, 0x40000);
    touch(2, 0x10000);
    touch(2, 0x40000);
    return heard;
  });
  assert.deepEqual(heard, [
    ["touchstart", [0], [0], [0]],
    ["touchstart", [0, 1], [0, 1], [1]],
    ["touchmove", [0, 1], [0, 1], [1]],
    ["touchend", [1], [1], [0]],
    ["touchend", [], [], [1]],
    ["touchstart", [2], [2], [2]],
    ["touchend", [], [], [2]],
    "click",
  ]);
});

browserTest("mouse, wheel and touch are what they would be", async () => {
  await operate([{ type: "mouse", flags: 0, x: 400, y: 400 }], click(50, 380));
  await operate([{
    type: "touch",
    version: 1,
    points: [{ id: 0, flags: 0x10000, x: 50, y: 380 }],
  }]);
  await operate([{
    type: "touch",
    version: 1,
    points: [{ id: 0, flags: 0x40000, x: 50, y: 380 }],
  }]);
  const heard = (await events()).filter((event) => event.startsWith("button "));
  for (
    const wanted of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "touchstart"]
  ) {
    assert.ok(heard.includes(`button ${wanted}`), `${wanted} of ${heard}`);
  }
  await operate([{ type: "mouse", flags: 0, x: 300, y: 300, wheel: -120 }]);
  assert.equal(await page.evaluate(() => scrollY), 100);
});

browserTest("nobody agrees for the person: the agent's own dialogs are not operated", async () => {
  await page.evaluate(() => {
    const host = document.createElement("div");
    host.dataset.meshAgentAccess = "";
    host.style.cssText = "position:fixed;inset:0";
    const button = document.createElement("button");
    button.style.cssText = "width:100%;height:100%";
    button.addEventListener("click", () => host.dataset.clicked = "");
    host.attachShadow({ mode: "open" }).append(button);
    document.body.append(host);
    button.focus();
  });
  await operate(click(100, 100), key(13), key(32));
  assert.equal(await page.locator("[data-clicked]").count(), 0);
});

browserTest("limited input writes, and commands nothing", async () => {
  await operateAs("limited", click(50, 20), type("ok"), key(116));
  await operateAs("limited", [{ type: "key", action: 0, key: 17 }], key(65));
  assert.equal(await value("#text"), "oka");
  assert.ok(!(await events()).some((event) => event.includes("F5") || event.includes("Control")));
  await operateAs("none", click(50, 20), type("x"));
  assert.equal(await value("#text"), "oka");
});

browserTest(
  "only what changed is encoded: by the worker, without one, and in older browsers",
  async () => {
    for (
      const [path, ...lacks] of [
        ["/"],
        ["/strict"],
        ["/", "OffscreenCanvas"],
        ["/", "OffscreenCanvas", "VideoFrame"],
      ] as const
    ) {
      await open(path);
      const sizes = await page.evaluate(async (lacks) => {
        for (const name of lacks) Reflect.deleteProperty(globalThis, name);
        const { workerEncoder } = (globalThis as unknown as Loaded).desktop;
        const encoder = workerEncoder();
        const canvas = Object.assign(document.createElement("canvas"), { width: 300, height: 200 });
        const context = canvas.getContext("2d");
        const found: number[][][] = [];
        const look = async (since: number[]) => {
          const frame = await createImageBitmap(canvas);
          const job = { frame, width: 300, height: 200, type: "image/jpeg", quality: 0.8, since };
          // A worker that may not start is only known to by the first frame.
          const result = await encoder.encode(job).catch(async () =>
            encoder.encode({ ...job, frame: await createImageBitmap(canvas) })
          );
          for (const tiles of result.tiles) {
            found.push(
              await Promise.all(tiles.map(async ({ x, y, image }) => {
                const { width, height } = await createImageBitmap(new Blob([image]));
                return [x, y, width, height];
              })),
            );
          }
          return result.version;
        };
        const first = await look([0]);
        await look([first]);
        if (context === null) throw new Error("no canvas");
        context.fillStyle = "red";
        context.fillRect(70, 10, 10, 100);
        const second = await look([first, 0]);
        await look([second]);
        encoder.dispose();
        return found;
      }, lacks);
      assert.deepEqual(sizes, [
        [[0, 0, 300, 200]],
        [],
        [[64, 0, 64, 128]],
        [[0, 0, 300, 200]],
        [],
      ], `${path} without ${lacks}`);
    }
  },
);

browserTest("a worker that may not start is known to, however late the first frame", async () => {
  await open("/strict");
  const tiles = await page.evaluate(async () => {
    const { workerEncoder } = (globalThis as unknown as Loaded).desktop;
    const encoder = workerEncoder();
    await new Promise((resolve) => {
      new Worker(URL.createObjectURL(new Blob([""]))).addEventListener("error", resolve);
    });
    const frame = await createImageBitmap(new ImageData(64, 64));
    const job = { frame, width: 64, height: 64, type: "image/jpeg", quality: 0.8, since: [0] };
    const result = await Promise.race([
      encoder.encode(job),
      new Promise<undefined>((resolve) => setTimeout(resolve, 5000)),
    ]);
    encoder.dispose();
    return result?.tiles[0]?.length;
  });
  assert.equal(tiles, 1);
});

browserTest(
  "frames come out in their colours, whatever order and fourth byte they have",
  async () => {
    const colours = await page.evaluate(async () => {
      const { workerEncoder } = (globalThis as unknown as Loaded).desktop;
      const shown: Record<string, number[]> = {};
      for (const [format, red] of [["RGBA", 0], ["RGBX", 0], ["BGRA", 2], ["BGRX", 2]] as const) {
        const size = { width: 128, height: 128 };
        const bytes = new Uint8Array(4 * size.width * size.height);
        for (let at = 0; at < bytes.length; at += 4) {
          bytes[at + red] = 200;
          bytes[at + 3] = format.endsWith("A") ? 255 : 0;
        }
        const coded = { codedWidth: size.width, codedHeight: size.height };
        const frame = new VideoFrame(bytes, { format, ...coded, timestamp: 0 });
        const encoder = workerEncoder();
        const job = { frame, ...size, type: "image/png", quality: 1, since: [0] };
        const [[tile] = []] = (await encoder.encode(job)).tiles;
        const picture = await createImageBitmap(new Blob([tile?.image ?? new ArrayBuffer(0)]));
        const context = new OffscreenCanvas(size.width, size.height).getContext("2d");
        context?.drawImage(picture, 0, 0);
        shown[format] = [...context?.getImageData(64, 64, 1, 1).data ?? []];
        encoder.dispose();
      }
      return shown;
    });
    const red = [200, 0, 0, 255];
    assert.deepEqual(colours, { RGBA: red, RGBX: red, BGRA: red, BGRX: red });
  },
);

browserTest("this tab, shared by the browser's own picker, is seen and operated", async () => {
  await page.mouse.click(790, 590); // the picker wants a gesture
  const seen = await page.evaluate(async () => {
    const { screenSource, DomInput, frameSize } = (globalThis as unknown as Loaded).desktop;
    const life = new AbortController();
    const capture = await screenSource({ operateThisPage: true }).open(life.signal);
    let frame: DesktopFrame | undefined;
    while (frame === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      frame = await capture.grab();
    }
    const { input } = capture;
    const { width, height } = frameSize(frame, 0.5);
    frame.close();
    if (input === undefined) return { input, width };
    const dom = new DomInput(input, "all");
    dom.receive(
      { type: "mouse", flags: 2, x: 50 * width / 800, y: 20 * height / 600 },
      width,
      height,
    );
    dom.receive({ type: "unicodeKey", action: 0, unit: 90 }, width, height);
    life.abort();
    return { input, width };
  });
  assert.equal(seen.input, "page");
  assert.equal(await value("#text"), "Z");
});

browserTest(
  "one element of this tab is shown, and nothing else; without leave it is seen only",
  async () => {
    await page.mouse.click(790, 590);
    const seen = await page.evaluate(async () => {
      const { screenSource, frameSize } = (globalThis as unknown as Loaded).desktop;
      const life = new AbortController();
      const element = document.querySelector("#rich") ?? document.body;
      const capture = await screenSource({ element }).open(life.signal);
      let frame: DesktopFrame | undefined;
      while (frame === undefined || frameSize(frame, 1).width > 200) {
        frame?.close();
        await new Promise((resolve) => setTimeout(resolve, 50));
        frame = await capture.grab();
      }
      life.abort();
      const { width, height } = frameSize(frame, 1);
      frame.close();
      return { width, height, operated: capture.input !== undefined };
    });
    assert.deepEqual(seen, { width: 200, height: 24, operated: false });
  },
);

browserTest(
  "one element that is turned is shown upright, and operated where that shows it",
  async () => {
    await page.mouse.click(790, 590);
    const heard = await page.evaluate(async () => {
      const { screenSource, DomInput, frameSize } = (globalThis as unknown as Loaded).desktop;
      const element = document.createElement("div");
      element.style.cssText = "position:absolute;left:400px;top:300px;width:200px;height:60px;" +
        "isolation:isolate;rotate:90deg;background:#ccc";
      element.innerHTML =
        `<p id="part" style="position:absolute;left:150px;top:10px;width:40px;height:20px;margin:0">`;
      document.body.append(element);
      const life = new AbortController();
      const capture = await screenSource({ element, operateThisPage: true }).open(life.signal);
      let frame: DesktopFrame | undefined;
      while (frame === undefined || frameSize(frame, 1).width > 200) {
        frame?.close();
        await new Promise((resolve) => setTimeout(resolve, 50));
        frame = await capture.grab();
      }
      const { width, height } = frameSize(frame, 1);
      frame.close();
      life.abort();
      const heard: string[] = [];
      addEventListener("mousemove", ({ target }) => heard.push((target as Element).id));
      if (capture.input === undefined) throw new Error("it cannot be operated");
      const input = new DomInput(capture.input, "all");
      input.receive({ type: "mouse", flags: 0, x: 170, y: 20 }, width, height);
      input.receive({ type: "mouse", flags: 0, x: 30, y: 20 }, width, height);
      return [`${width} × ${height}`, ...heard];
    });
    assert.deepEqual(heard, ["200 × 60", "part", ""]);
  },
);

browserTest("a tab in the background is typed into as well", async () => {
  await page.close();
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  page = await context.newPage();
  await open("/");
  await (await context.newPage()).bringToFront();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  assert.equal(await page.evaluate(() => document.hasFocus()), false);
  await operate(click(50, 20), type("Hello"), key(8), key(36), unicode("X"));
  assert.equal(await value("#text"), "XHell");
  await operate(click(50, 280), type("rich"));
  assert.match(await page.locator("#rich").innerText(), /rich/);
  await operate(click(50, 140), type("42"));
  assert.equal(await value("#number"), "42");
  await context.close();
});

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

interface Loaded {
  readonly desktop: typeof import("./desktop_page.ts");
  readonly heard: string[];
}

async function open(path: string): Promise<void> {
  await page.goto(pages.url + path);
  await page.waitForFunction(() => "desktop" in globalThis);
}

function operate(...messages: DesktopInput[][]): Promise<void> {
  return operateAs("all", ...messages);
}

async function operateAs(
  level: "none" | "limited" | "all",
  ...messages: DesktopInput[][]
): Promise<void> {
  await page.evaluate(({ messages, level }) => {
    const { DomInput } = (globalThis as unknown as Loaded).desktop;
    const input = new DomInput("page", level);
    for (const message of messages) input.receive(message, 800, 600);
  }, { messages: messages.flat(), level });
}

const value = (selector: string) => page.locator(selector).inputValue();
const events = () => page.evaluate(() => (globalThis as unknown as Loaded).heard);

function click(x: number, y: number): DesktopInput[] {
  return [{ type: "mouse", flags: 2, x, y }, { type: "mouse", flags: 4, x, y }];
}

function key(key: number): DesktopInput[] {
  return [{ type: "key", action: 0, key }, { type: "key", action: 1, key }];
}

function unicode(character: string): DesktopInput[] {
  const unit = character.charCodeAt(0);
  return [{ type: "unicodeKey", action: 0, unit }, { type: "unicodeKey", action: 1, unit }];
}

function type(text: string): DesktopInput[] {
  return [...text].flatMap(unicode);
}

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>A page</title>
<style>
  body { margin: 0; height: 2000px; }
  form > *, #rich, #box, #button { position: absolute; left: 10px; width: 200px; height: 24px; }
</style>
</head>
<form>
<input id="text" style="top:8px"><input id="short" maxlength="3" style="top:48px">
<input id="fixed" readonly value="fixed" style="top:88px">
<input id="number" type="number" style="top:128px">
<textarea id="area" style="top:170px;height:60px"></textarea>
</form>
<div id="rich" contenteditable style="top:268px;isolation:isolate"></div>
<input id="box" type="checkbox" style="top:318px;width:24px">
<button id="button" type="button" style="top:368px">Button</button>
<script>
  const heard = globalThis.heard = [];
  document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    heard.push("submit");
  });
  const text = document.querySelector("#text");
  for (const type of ["beforeinput", "input"]) {
    text.addEventListener(type, ({ inputType, data }) => heard.push(type + " " + inputType + " " + data));
  }
  document.addEventListener("keydown", ({ key }) => heard.push("keydown " + key));
  const button = document.querySelector("#button");
  for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click", "touchstart"]) {
    button.addEventListener(type, () => heard.push("button " + type));
  }
</script>
<script type="module">
  globalThis.desktop = await import("./desktop.js");
</script>
</html>`;
