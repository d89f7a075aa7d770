import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { type PageServer, servePages } from "../launcher/page_server.ts";
import { barriers } from "./barriers.ts";
import { launchChromium } from "./chromium.ts";

let browser: Browser;
let pages: PageServer;
let page: Page;

Deno.test.beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("agent_in_page.ts", import.meta.url))],
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
  });
  pages = await servePages({
    "/": { type: "text/html; charset=utf-8", body: PAGE },
    "/agent.js": { type: "text/javascript", body: outputFiles[0]?.text ?? "" },
  }, 0);
  browser = await launchChromium();
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

Deno.test.beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(pages.url);
  await page.waitForFunction(() => "agent" in globalThis);
});

Deno.test.afterEach(async () => {
  await page.close();
});

browserTest("questions come one after the other, each with its own name", async () => {
  await ask("First?", "Second?", "Third?");
  const dialog = page.getByRole("dialog");
  await page.getByRole("dialog", { name: "First?", description: "Text of First?" }).waitFor();
  assert.equal(await dialog.count(), 1);
  assert.deepEqual(await barriers(page), []);
  // The second click is none for what comes up under it.
  await page.getByRole("button", { name: "Allow" }).dblclick();
  await page.getByRole("dialog", { name: "Second?", description: "Text of Second?" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "Third?" }).waitFor();
  await page.getByRole("button", { name: "Allow" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(await answers(), { "First?": true, "Second?": false, "Third?": true });
});

browserTest(
  "more questions than a person reads are refused; what nobody asks any more goes",
  async () => {
    const all = Array.from({ length: 2000 }, (_, index) => `Question ${index}?`);
    await ask(...all);
    const dialog = page.getByRole("dialog");
    await page.getByRole("dialog", { name: "Question 0?" }).waitFor();
    assert.equal(await dialog.count(), 1);
    assert.equal(Object.values(await answers()).filter((answer) => answer === false).length, 1991);
    await page.evaluate(() => (globalThis as unknown as Loaded).over.abort());
    await dialog.waitFor({ state: "detached" });
    assert.equal(Object.values(await answers()).filter((answer) => answer === false).length, 2000);
  },
);

browserTest(
  "whoever is connected is seen above what is fullscreen, and is ended there",
  async () => {
    const bar = page.getByRole("region", { name: "Remote access", includeHidden: true });
    for (const fullscreen of ["#app", "html"]) {
      await connect("Alice");
      const clicks = await page.evaluateHandle((selector) => {
        const clicks: string[] = [];
        const element = document.querySelector(selector);
        const app = document.querySelector<HTMLElement>("#app");
        app?.addEventListener("click", () => clicks.push("app"));
        app?.addEventListener("click", () => void element?.requestFullscreen(), { once: true });
        return clicks;
      }, fullscreen);
      await page.locator("#app").click();
      await page.waitForFunction(() => document.fullscreenElement !== null);
      const end = await bar.getByText("End all sessions").boundingBox();
      assert.ok(end);
      assert.deepEqual(await colourAt(end.x - 8, end.y), [255, 255, 255, 255], fullscreen);
      await page.mouse.click(end.x + 5, end.y + 5);
      await bar.waitFor({ state: "hidden" });
      assert.deepEqual(await clicks.jsonValue(), ["app"]); // not the one for the bar
      await page.evaluate(() => document.exitFullscreen());
    }
  },
);

browserTest(
  "two agents in one page have one bar, which names and ends the guests of both",
  async () => {
    await connect("Alice");
    await connect("Bob");
    await page.getByText("Connected: Alice (terminal); Bob (terminal)").waitFor();
    await page.evaluate(() => (globalThis as unknown as Loaded).relays[1]?.close());
    await page.getByText("Connected: Alice (terminal)", { exact: true }).waitFor();
    await connect("Carol");
    await page.getByText("Connected: Alice (terminal); Carol (terminal)").waitFor();
    await page.getByRole("button", { name: "End all sessions" }).click();
    await page.getByText("Connected:").waitFor({ state: "hidden" });
    const open = await page.evaluate(() =>
      (globalThis as unknown as Loaded).relays.filter(({ readyState }) => readyState === 1).length
    );
    assert.equal(open, 0);
  },
);

browserTest("an element that is taken away at once does not connect", async () => {
  const states = await page.evaluate(async (enrollment) => {
    const made = () => {
      const element = document.createElement("mesh-agent") as MeshAgent;
      for (const name of ["managed", "autostart"]) element.toggleAttribute(name, true);
      element.setAttribute("enrollment", enrollment);
      document.body.append(element);
      return element;
    };
    const gone = made();
    gone.remove();
    const moved = made();
    document.body.prepend(moved);
    const stays = made();
    const connecting = [moved, stays].map((element) =>
      new Promise((resolve) => element.addEventListener("statechange", resolve))
    );
    await Promise.all(connecting);
    const begun = [gone, moved, stays].map(({ agent }) => agent !== undefined);
    for (const element of [moved, stays]) element.remove();
    return begun;
  }, ENROLLMENT);
  assert.deepEqual(states, [false, true, true]);
});

browserTest("whoever works by keyboard stays in <mesh-agent>", async () => {
  await page.evaluate((enrollment) => {
    const element = document.createElement("mesh-agent");
    element.setAttribute("enrollment", enrollment);
    document.body.append(element);
  }, ENROLLMENT);
  const focused = (name: string) =>
    page.waitForFunction(
      (name) =>
        document.querySelector("mesh-agent")?.shadowRoot?.activeElement?.textContent === name,
      name,
    );
  await page.getByText("h.example").waitFor();
  // It takes no focus that it does not have.
  assert.equal(await page.evaluate(() => document.activeElement?.localName), "body");
  await page.getByRole("button", { name: "Connect" }).press("Enter");
  await focused("Not now");
  await page.keyboard.press("Enter");
  await focused("Connect");
  await page.keyboard.press("Enter");
  await focused("Not now");
  await page.keyboard.press("Shift+Tab");
  await focused("Allow");
  await page.keyboard.press("Enter");
  await focused("Disconnect");
  await page.keyboard.press("Enter");
  await focused("Connect");
});

/** Playwright keeps pipes to its browser open between the tests. */
function browserTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeResources: false, sanitizeOps: false });
}

type MeshAgent = import("../agent/element/mesh_agent_element.ts").MeshAgentElement;

interface Loaded {
  readonly agent: typeof import("./agent_in_page.ts");
  readonly relays: import("../agent/test_relay.ts").TestRelay[];
  readonly over: AbortController;
  readonly answers: Record<string, boolean>;
}

/** Asks all at once. */
async function ask(...titles: string[]): Promise<void> {
  await page.evaluate(async (titles) => {
    const { agent: { personOf }, answers, over: { signal } } = globalThis as unknown as Loaded;
    const person = await personOf({});
    for (const title of titles) {
      void person.ask({ title, text: `Text of ${title}`, signal }).then((agreed) => {
        answers[title] = agreed;
      });
    }
  }, titles);
}

const answers = () => page.evaluate(() => (globalThis as unknown as Loaded).answers);

/** Somebody has a terminal of another agent of the page. */
async function connect(username: string): Promise<void> {
  await page.evaluate(async (username) => {
    const { agent: { TestOnline, terminalFeature }, relays } = globalThis as unknown as Loaded;
    const access = { person: undefined, managed: true, consent: "none" } as object;
    const online = new TestOnline([terminalFeature()], access);
    relays.push(await online.tunnel(1, { username }));
  }, username);
}

/** As a person sees it: nothing that is asked of the page tells what is above what. */
async function colourAt(x: number, y: number): Promise<number[]> {
  const png = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
  return await page.evaluate(async (base64) => {
    const image = await createImageBitmap(await (await fetch(`data:;base64,${base64}`)).blob());
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    context?.drawImage(image, 0, 0);
    return [...context?.getImageData(0, 0, 1, 1).data ?? []];
  }, png.toString("base64"));
}

const ENROLLMENT = JSON.stringify({
  server: "wss://h.example",
  meshId: `0x${"00".repeat(48)}`,
  serverId: "00".repeat(48),
  serverHash: "00".repeat(48),
});

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>A page</title>
<main><h1>A page</h1><canvas id="app" style="background: #222"></canvas></main>
<script type="module">
  globalThis.relays = [];
  globalThis.answers = {};
  globalThis.over = new AbortController();
  globalThis.agent = await import("./agent.js");
</script>
</html>`;
