import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { barriers } from "./barriers.ts";
import { browserTest, ENROLLMENT, InPage, type Loaded } from "./in_page.ts";

let inPage: InPage;
let page: Page;

Deno.test.beforeAll(async () => {
  inPage = await InPage.start();
});

Deno.test.afterAll(() => inPage?.close());

Deno.test.beforeEach(async () => {
  page = await inPage.open();
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
    await page.getByText('Connected: "Alice" (terminal); "Bob" (terminal)').waitFor();
    await page.evaluate(() => (globalThis as unknown as Loaded).relays[1]?.close());
    await page.getByText('Connected: "Alice" (terminal)', { exact: true }).waitFor();
    await connect("Carol");
    await page.getByText('Connected: "Alice" (terminal); "Carol" (terminal)').waitFor();
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
  await page.locator("mesh-agent button[aria-disabled=false]", { hasText: "Allow" }).waitFor();
  await page.keyboard.press("Enter");
  await focused("Disconnect");
  await page.keyboard.press("Enter");
  await focused("Connect");
});

type MeshAgent = import("../agent/element/mesh_agent_element.ts").MeshAgentElement;

/** Asks all at once. */
async function ask(...titles: string[]): Promise<void> {
  await page.evaluate(async (titles) => {
    const { agent: { personOf }, answers, over: { signal } } = globalThis as unknown as Loaded;
    const person = await personOf({});
    for (const title of titles) {
      const sentence = `Text of ${title}`;
      const question = { title, sentence, facts: [], text: sentence, body: "", signal };
      void person.ask(question).then(
        (agreed) => answers[title] = agreed,
        () => answers[title] = false,
      );
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
