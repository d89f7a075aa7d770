import assert from "node:assert/strict";
import type { CDPSession, Locator, Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { barriers } from "./barriers.ts";
import { browserTest, ENROLLMENT, InPage, type Loaded } from "./in_page.ts";
import { until } from "./until.ts";

let inPage: InPage;
let page: Page;

Deno.test.beforeAll(async () => {
  inPage = await InPage.start();
});

Deno.test.afterAll(() => inPage?.close());

Deno.test.afterEach(async () => {
  await page?.close();
});

const SENTENCE = "An operator would like to use a terminal in this page.";

/** Real names that try to say something else, or to cover what is said. */
const FORGED: Readonly<Record<string, string>> = {
  given: `Mozilla would like to say: press Allow …${"\n".repeat(60)}`,
  separators: `Press Allow${"\u2028\u2029\x85\v\f".repeat(60)}now`,
  marks: "Z".concat("\u0300\u0e49\u0483\u1ab0".repeat(80)).repeat(20),
  wide: "﷽𒐫꧅⸻".repeat(40),
  turned: `\u202e${"ecivres ruoy si siht ".repeat(20)}\u2066`,
  quoting: 'Admin" (login "admin") wants nothing.\n\n"',
  hebrew: "שלום ".repeat(30),
  unbroken: "W".repeat(4000),
};

for (const [width, height] of [[320, 480], [1440, 900]] as const) {
  browserTest(`at ${width} px no name displaces or covers the question`, async () => {
    page = await inPage.open({ viewport: { width, height } });
    for (const [kind, realname] of Object.entries(FORGED)) {
      await ask(page, { username: "ann", realname });
      const dialog = page.getByRole("dialog", { name: "Allow remote access?" });
      await dialog.waitFor();
      await screenshot(page, `consent-${kind}-${width}`);
      assert.equal(await dialog.locator("[part=sentence]").textContent(), SENTENCE);
      for (const part of ["title", "sentence", "facts", "actions"]) {
        assert.ok(await inFront(dialog.locator(`[part=${part}]`)), `${kind}: ${part} is in view`);
      }
      const names = dialog.locator("bdi");
      assert.equal(await names.last().textContent(), "ann", kind);
      assert.ok(await inFront(names.last()), `${kind}: the login is in view`);
      for (const name of await names.all()) {
        assert.equal(await name.evaluate((it) => getComputedStyle(it).unicodeBidi), "isolate");
        assert.doesNotMatch(await name.textContent() ?? "", /[\p{C}\p{Zl}\p{Zp}"]/u);
      }
      assert.deepEqual(await barriers(page), [], kind);
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    }
  });
}

browserTest("a tall name draws nothing outside of its own line", async () => {
  page = await inPage.open({ viewport: { width: 320, height: 480 } });
  const pictures: string[] = [];
  for (const realname of ["Z", `Z${"\u0300".repeat(90)}`]) {
    await ask(page, { username: "ann", realname });
    const sentence = page.locator("[part=sentence]");
    await sentence.waitFor();
    pictures.push((await sentence.screenshot()).toString("base64"));
    await page.keyboard.press("Escape");
    await sentence.waitFor({ state: "detached" });
  }
  assert.equal(pictures[1], pictures[0]);
});

browserTest("a press that began within the first second is no answer", async () => {
  page = await inPage.open({ stopped: true, hasTouch: true });
  const devtools = await page.context().newCDPSession(page);
  for (const [kind, { down, up }] of Object.entries(presses(page, devtools))) {
    await ask(page, { username: "ann" });
    const allow = await allowButton();
    if (kind === "Enter" || kind === "Space") await page.keyboard.press("Tab");
    await wait(900);
    assert.equal(await allow.getAttribute("aria-disabled"), "true", kind);
    const place = await centerOf(allow);
    await down(place);
    await wait(1500);
    assert.equal(await allow.getAttribute("aria-disabled"), "false", kind);
    await up(place);
    await wait(100);
    assert.equal(await answered(), undefined, `${kind}: began too early`);
    await down(place);
    await up(place);
    await wait(100);
    assert.equal(await answered(), true, `${kind}: began later`);
  }
});

browserTest("a click 50 ms after the question appears is no answer, nor are many", async () => {
  page = await inPage.open({ stopped: true });
  await ask(page, { username: "ann" });
  const { x, y } = await centerOf(await allowButton());
  for (let time = 50; time <= 950; time += 50) {
    await wait(50);
    await page.mouse.click(x, y);
    assert.equal(await answered(), undefined, `after ${time} ms`);
  }
});

browserTest("a key that repeats, and a script, are no answer", async () => {
  page = await inPage.open({ stopped: true });
  await ask(page, { username: "ann" });
  const allow = await allowButton();
  await page.keyboard.press("Tab");
  await page.keyboard.down("Enter");
  await wait(2000);
  for (let times = 0; times < 5; times++) await page.keyboard.down("Enter"); // repeats
  assert.equal(await answered(), undefined);
  await page.keyboard.up("Enter");
  await allow.evaluate((button: HTMLElement) => {
    button.click();
    for (const type of ["pointerdown", "mousedown", "pointerup", "mouseup", "click"]) {
      button.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, detail: 1 }));
    }
    button.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  });
  assert.equal(await answered(), undefined);
  await page.keyboard.press("Enter");
  assert.equal(await answered(), true);
});

browserTest(
  "a click without a press, as of a screen reader, is an answer after a second",
  async () => {
    page = await inPage.open({ stopped: true });
    await ask(page, { username: "ann" });
    const allow = await allowButton();
    // An access key presses the button as assistive technology does: one trusted click.
    await allow.evaluate((button: HTMLElement) => {
      button.accessKey = "x";
      button.addEventListener(
        "click",
        ({ isTrusted }) => button.title += `trusted: ${isTrusted}; `,
      );
    });
    const devtools = await page.context().newCDPSession(page);
    const key = { type: "char", modifiers: 1, text: "x", unmodifiedText: "x" } as const;
    await devtools.send("Input.dispatchKeyEvent", key);
    await wait(100);
    assert.equal(await answered(), undefined);
    await wait(1500);
    assert.equal(await allow.getAttribute("title"), "trusted: true; ");
    await devtools.send("Input.dispatchKeyEvent", key);
    await wait(100);
    assert.equal(await answered(), true);
  },
);

browserTest("a change of layout, focus or visibility starts the second again", async () => {
  page = await inPage.open({ stopped: true, viewport: { width: 800, height: 600 } });
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    "a resize": () => page.setViewportSize({ width: 700, height: 600 }),
    "a longer text": () =>
      page.evaluate(() => {
        const host = document.querySelector("[data-mesh-agent-access]");
        const sentence = host?.shadowRoot?.querySelector("[part=sentence]");
        sentence?.append(" ".padEnd(300, "more "));
      }),
    "a window without focus": () => page.evaluate(() => dispatchEvent(new Event("blur"))),
    "a hidden tab": () =>
      page.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))),
  };
  for (const [name, change] of Object.entries(changes)) {
    await ask(page, { username: "ann" });
    const allow = await allowButton();
    for (const before of [700, 2000]) {
      await wait(before);
      await change();
      await wait(200); // the next look
      assert.equal(await allow.getAttribute("aria-disabled"), "true", name);
      await wait(600);
      const { x, y } = await centerOf(allow);
      await page.mouse.click(x, y);
      assert.equal(await answered(), undefined, name);
      if (before === 700) await page.setViewportSize({ width: 800, height: 600 });
    }
    await page.keyboard.press("Escape");
    await until(async () => (await answered()) === false || undefined);
    await page.setViewportSize({ width: 800, height: 600 });
  }
});

browserTest("what is covered, even by what lets clicks through, is not in front", async () => {
  page = await inPage.open({ stopped: true });
  const covers: Readonly<Record<string, string>> = {
    "a popover": "inset: 0; width: 100vw; height: 100vh; background: #0000",
    "a picture that lets clicks through":
      "inset: 0; width: 100vw; height: 100vh; pointer-events: none; background: #fff",
  };
  for (const [name, style] of Object.entries(covers)) {
    await ask(page, { username: "ann" });
    const allow = await allowButton();
    await ready(allow);
    const cover = await page.evaluateHandle((style) => {
      const cover = document.createElement("div");
      cover.popover = "manual";
      cover.style.cssText = `border: 0; padding: 0; margin: 0; max-width: none; ${style}`;
      document.body.append(cover);
      cover.showPopover();
      return cover;
    }, style);
    // The browser reports it in its own time.
    await until(async () => {
      await wait(100);
      return (await allow.getAttribute("aria-disabled")) === "true" || undefined;
    });
    await wait(3000);
    assert.equal(await allow.getAttribute("aria-disabled"), "true", name);
    const { x, y } = await centerOf(allow);
    await page.mouse.click(x, y);
    assert.equal(await answered(), undefined, name);
    await cover.evaluate((it) => it.remove());
    await ready(allow);
    await page.mouse.click(x, y);
    assert.equal(await answered(), true, name);
  }
});

browserTest("<mesh-agent> names the server and the group of an agreement safely", async () => {
  page = await inPage.open({ viewport: { width: 320, height: 700 } });
  const allow = await offerAgreement(`Mozilla: press Allow${" ".repeat(60)}\u202e"now"`);
  const group = page.locator("mesh-agent [part=group]");
  assert.equal(await group.textContent(), "\"Mozilla: press Allow 'now'\"");
  assert.ok(await inFront(page.locator("mesh-agent #question")));
  assert.ok(await inFront(page.locator("mesh-agent dl")));
  await screenshot(page, "agreement-320");
  assert.deepEqual(await barriers(page), []);
  await allow.click();
  await allow.waitFor({ state: "hidden" });
});

browserTest("<mesh-agent> takes no agreement within the first second", async () => {
  page = await inPage.open({ stopped: true, viewport: { width: 320, height: 700 } });
  const allow = await offerAgreement("Kiosks");
  const { x, y } = await centerOf(allow);
  await wait(50);
  await page.mouse.click(x, y);
  await allow.evaluate((button: HTMLElement) => button.click());
  assert.ok(await allow.isVisible());
  await ready(allow);
  await page.mouse.click(x, y);
  await allow.waitFor({ state: "hidden" });
});

for (const [width, height] of [[320, 480], [1440, 900]] as const) {
  browserTest(`at ${width} px many operators with long names fit into one place`, async () => {
    page = await inPage.open({ viewport: { width, height } });
    await page.evaluate(async (realname) => {
      const { agent } = globalThis as unknown as Loaded;
      const access = { person: undefined, managed: true, consent: "none" } as object;
      const online = new agent.TestOnline(
        [agent.terminalFeature(), agent.messagesFeature()],
        access,
      );
      for (let index = 0; index < 6; index++) {
        const username = `login${index}${"x".repeat(index * 20)}`;
        await online.tunnel(1, { username, realname: `${index} ${realname}` });
        const message = { action: "msg", type: "messagebox", username, realname };
        online.tell({ ...message, title: `Mozilla\n\n${realname}`, msg: "Hello\n".repeat(60) });
      }
    }, FORGED.given ?? "");
    const bar = page.getByRole("region", { name: "Remote access" });
    await bar.getByText("and 3 more").waitFor();
    await page.locator("[part=notices]").getByText("and 3 more").waitFor();
    await screenshot(page, `many-operators-${width}`);
    assert.ok(await inFront(bar), "the bar is in view");
    assert.ok(await inFront(bar.getByRole("button", { name: "End all sessions" })));
    const layer = await page.locator("[part=layer]").boundingBox();
    assert.ok(layer && layer.x >= 0 && layer.y >= 0 && layer.x + layer.width <= width);
    assert.ok(layer.y + layer.height <= height);
    assert.deepEqual(await barriers(page), []);
  });
}

browserTest("an operator has one notice, which is updated and counts", async () => {
  page = await inPage.open();
  await page.evaluate(() => {
    const { agent } = globalThis as unknown as Loaded;
    const online = new agent.TestOnline([agent.messagesFeature()], { person: undefined } as object);
    for (const [username, msg] of [["ann", 1], ["ann", 2], ["bob", 3], ["ann", 4], ["ann", 5]]) {
      online.tell({ action: "toast", title: "T", msg: `Message ${msg}`, username: username ?? "" });
    }
  });
  const notices = page.locator("[part=notice]");
  await page.getByText("Message 5").waitFor();
  assert.deepEqual(await notices.locator("h2").allTextContents(), [
    "Message (and 3 more)",
    "Message",
  ]);
  assert.deepEqual(await notices.locator("[part=body]").allTextContents(), [
    "Message 5",
    "Message 3",
  ]);
  await notices.first().getByRole("button", { name: "Close" }).click();
  assert.equal(await notices.count(), 1);
});

browserTest("the bar covers neither the focused field nor a field of <mesh-agent>", async () => {
  page = await inPage.open({ viewport: { width: 320, height: 480 } });
  await page.evaluate(async (enrollment) => {
    const { agent } = globalThis as unknown as Loaded;
    document.body.insertAdjacentHTML(
      "beforeend",
      `<input id="top" aria-label="a" style="position: fixed; top: 0; left: 0">
      <input id="bottom" aria-label="b" style="position: fixed; bottom: 0; left: 0">`,
    );
    const element = document.createElement("mesh-agent");
    element.setAttribute("enrollment", enrollment);
    element.style.cssText = "position: fixed; bottom: 40px; left: 0; width: 300px";
    document.body.append(element);
    const access = { person: undefined, managed: true, consent: "none" } as object;
    const online = new agent.TestOnline([agent.terminalFeature()], access);
    await online.tunnel(1, { username: "ann" });
  }, ENROLLMENT);
  const bar = page.getByRole("region", { name: "Remote access" });
  const element = page.locator("mesh-agent");
  for (const id of ["bottom", "top", "bottom"]) {
    const field = page.locator(`#${id}`);
    await field.focus();
    await until(async () => {
      const apart = !await overlap(bar, field) && !await overlap(bar, element);
      return apart || undefined;
    });
    assert.ok(await inFront(bar), id);
    await screenshot(page, `bar-beside-${id}`);
  }
});

async function overlap(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()];
  if (a === null || b === null) return false;
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A `<mesh-agent>` asks whether it may enroll in a group of this name. */
async function offerAgreement(meshName: string): Promise<Locator> {
  await page.evaluate((enrollment) => {
    const element = document.createElement("mesh-agent");
    element.setAttribute("enrollment", enrollment);
    document.querySelector("main")?.append(element);
  }, JSON.stringify({ ...JSON.parse(ENROLLMENT), meshName }));
  await page.getByRole("button", { name: "Connect" }).click();
  const allow = page.getByRole("button", { name: "Allow" });
  await allow.waitFor();
  return allow;
}

/** An operator asks for a terminal. */
async function ask(page: Page, operator: { username: string; realname?: string }): Promise<void> {
  await page.evaluate((operator) => {
    const { agent: { TestOnline, terminalFeature }, answers } = globalThis as unknown as Loaded;
    delete answers.last;
    const online = new TestOnline([terminalFeature()], { person: undefined } as object);
    void online.tunnel(1, operator);
    const { told } = online;
    const { push } = told;
    told.push = (...messages) => {
      const logged = messages.find(({ action }) => action === "log")?.msgid;
      if (logged === 27 || logged === 28) answers.last = logged === 27;
      return push.apply(told, messages);
    };
  }, operator);
}

/** What came of the last question; undefined as long as it is open. */
async function answered(): Promise<boolean | undefined> {
  return await page.evaluate(() => (globalThis as unknown as Loaded).answers.last);
}

async function allowButton(): Promise<Locator> {
  const allow = page.getByRole("dialog").getByRole("button", { name: "Allow" });
  await until(async () => {
    await wait(20);
    return await allow.isVisible() || undefined;
  });
  return allow;
}

/** The page's time passes. */
async function wait(milliseconds: number): Promise<void> {
  await page.clock.runFor(milliseconds);
}

async function ready(allow: Locator): Promise<void> {
  await until(async () => {
    await wait(200);
    return (await allow.getAttribute("aria-disabled")) === "false" || undefined;
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

async function centerOf(element: Locator): Promise<Point> {
  const { x, y, width, height } = await element.boundingBox() ?? assert.fail("it has no box");
  return { x: x + width / 2, y: y + height / 2 };
}

/** How a button is pressed, and let go. */
function presses(page: Page, devtools: CDPSession) {
  const mouse =
    (type: "mousePressed" | "mouseReleased", pointerType: "mouse" | "pen") => (at: Point) =>
      devtools.send("Input.dispatchMouseEvent", {
        type,
        ...at,
        pointerType,
        button: "left",
        buttons: type === "mousePressed" ? 1 : 0,
        clickCount: 1,
      });
  const key = (name: string) => ({
    down: () => page.keyboard.down(name),
    up: () => page.keyboard.up(name),
  });
  return {
    mouse: { down: mouse("mousePressed", "mouse"), up: mouse("mouseReleased", "mouse") },
    pen: { down: mouse("mousePressed", "pen"), up: mouse("mouseReleased", "pen") },
    touch: {
      down: (at: Point) =>
        devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at] }),
      up: () => devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] }),
    },
    Enter: key("Enter"),
    Space: key("Space"),
  } satisfies Record<string, { down: (at: Point) => Promise<unknown>; up: (at: Point) => unknown }>;
}

/** Whether all of an element lies in the window, with nothing above it. */
async function inFront(element: Locator): Promise<boolean> {
  return await element.evaluate((it) => {
    const { x, y, width, height } = it.getBoundingClientRect();
    const inside = x >= 0 && y >= 0 && x + width <= innerWidth && y + height <= innerHeight;
    const root = it.getRootNode() as ShadowRoot;
    const points = [0.05, 0.25, 0.5, 0.75, 0.95];
    return inside && width > 0 && height > 0 &&
      points.every((right) =>
        points.every((down) =>
          it.contains(root.elementFromPoint(x + right * width, y + down * height))
        )
      );
  });
}
