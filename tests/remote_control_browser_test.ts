import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { barriers } from "./barriers.ts";
import { screenshot } from "./artifacts.ts";
import { browserTest, log, logged, Stage } from "./tab_and_ui.ts";
import { pixels, waitForSamePicture } from "./same_picture.ts";
import { until } from "./until.ts";

let stage: Stage;
let folder: string;

Deno.test.beforeAll(async () => {
  stage = await Stage.start();
  folder = await mkdtemp(join(tmpdir(), "remote-control-browser-"));
});

Deno.test.afterAll(async () => {
  await stage?.close();
  if (folder) await rm(folder, { recursive: true });
});

Deno.test.afterEach(() => stage.clear());

browserTest("MeshCentral's own desktop shows the canvas; mouse and keys reach it", async () => {
  const { tab, ui } = await stage.open(11);
  await ui.locator("#connectbutton1").click();
  const question = tab.getByRole("dialog");
  await question.waitFor();
  await screenshot(tab, "consent-question");
  await assertAccessible(tab);
  const before = await pixels(ui, "#Desk", 10);
  assert.ok(before.every((value) => value === before[0]), "nothing is shown before the consent");
  await question.getByRole("button", { name: "Allow" }).click();
  await tab.getByText(/Connected: .*\(desktop\)/).waitFor();
  await assertAccessible(tab);
  await waitForSamePicture(tab, ui, 4, 10);
  await screenshot(ui, "desktop");
  await screenshot(tab, "desktop-tab");

  // A click in the middle of a red square of the page's canvas.
  const desk = ui.locator("#Desk");
  const box = await desk.boundingBox();
  assert.ok(box);
  await desk.click({ position: { x: box.width / 4, y: box.height / 2 } });
  const click = await until(() => logged(tab, "click"));
  assert.ok(Math.abs(click.x - 160) <= 2 && Math.abs(click.y - 240) <= 2, JSON.stringify(click));
  await ui.keyboard.type("Hi!");
  await ui.keyboard.press("Enter");
  await until(() => logged(tab, "key", "Enter"));
  assert.deepEqual(
    (await log(tab)).filter(({ what }) => what === "key").map(({ key }) => key)
      .filter((key) => key !== "Shift"),
    ["H", "i", "!", "Enter"],
  );
  await waitForSamePicture(tab, ui, 4, 10); // the click has painted

  // One click ends it.
  const end = tab.getByRole("button", { name: "End all sessions" });
  await end.click();
  await end.waitFor({ state: "hidden" });
  await ui.waitForFunction(() => (globalThis as unknown as { desktop: unknown }).desktop === null);
});

browserTest("MeshCentral's own terminal runs help", async () => {
  const { tab, ui } = await stage.open(12);
  await ui.locator("#connectbutton2").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await waitForScreen(ui, "/> ");
  await ui.locator("#termarea3xdiv, #termarea3x, #Term").first().click();
  await ui.keyboard.type("help");
  await ui.keyboard.press("Enter");
  await waitForScreen(ui, "lists a folder");
  await screenshot(ui, "terminal");
});

browserTest(
  "MeshCentral's own terminal runs a paste, and keeps what is above an emoji line",
  async () => {
    const { tab, ui } = await stage.open(12);
    await ui.locator("#connectbutton2").click();
    await tab.getByRole("button", { name: "Allow" }).click();
    await waitForScreen(ui, "/> ");
    const commands = Array.from({ length: 60 }, (_, line) => `echo ${"x".repeat(40)}${line}`);
    await paste(ui, `${commands.join("\n")}\n`);
    const ran = (lines: readonly string[]) => lines.filter((line) => /^x{40}\d+$/.test(line));
    await until(async () => ran(await terminalLines(ui)).length === 60 || undefined);
    assert.deepEqual(ran(await terminalLines(ui)), commands.map((line) => line.slice(5)));

    // In the table of this xterm.js, an emoji has one column.
    await resize(ui, 60);
    await paste(ui, "clear\necho text above\n");
    await until(async () => (await terminalLines(ui)).slice(-2)[0] === "text above" || undefined);
    await paste(ui, "😀".repeat(70));
    await ui.locator("#termarea3xdiv").click();
    await ui.keyboard.press("Home");
    await ui.keyboard.type("X");
    const line = `/> X${"😀".repeat(70)}`;
    for (const cols of [60, 40, 30, 75]) {
      await resize(ui, cols);
      await until(async () => {
        const shown = (await terminalLines(ui)).slice(-2);
        return String(shown) === String(["text above", line]) || undefined;
      });
    }
  },
);

browserTest("MeshCentral's own file manager uploads 20 MB and downloads them, equal", async () => {
  const { tab, ui } = await stage.open(13);
  await ui.locator("#p13Connect").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  const local = join(folder, "twenty.bin");
  const content = randomBytes(20_000_000);
  await writeFile(local, content);
  await ui.waitForFunction(() =>
    (globalThis as unknown as { p13filetree?: unknown }).p13filetree !== undefined &&
    (globalThis as unknown as { p13filetree?: unknown }).p13filetree !== null
  );
  await ui.evaluate(() => (globalThis as unknown as { p13uploadFile(): void }).p13uploadFile());
  await ui.locator("#p13uploadinput").setInputFiles(local);
  await ui.locator("#idx_dlgOkButton").click();
  const link = ui.locator("#p13files a", { hasText: "twenty.bin" });
  await link.waitFor({ timeout: 60_000 });
  await screenshot(ui, "files");
  const download = ui.waitForEvent("download");
  await link.click();
  await tab.getByText(/download the file/).waitFor();
  await tab.getByRole("button", { name: "Allow" }).click();
  const back = join(folder, "back.bin");
  await (await download).saveAs(back);
  assert.equal(sha256(await readFile(back)), sha256(content));
});

browserTest("MeshCentral's own console answers help", async () => {
  const { ui } = await stage.open(15);
  await ui.locator("#p15consoleText").fill("help");
  await ui.locator("#p15consoleText").press("Enter");
  await ui.getByText("Available commands: help").waitFor();
  await screenshot(ui, "console");
});

browserTest("a refused desktop stays closed, and the viewer is told", async () => {
  const { tab, ui } = await stage.open(11);
  await ui.locator("#connectbutton1").click();
  await tab.getByRole("button", { name: "Refuse" }).click();
  await ui.getByText("Denied").filter({ visible: true }).first().waitFor();
  assert.equal(await tab.getByText(/Connected: .*\(/).isVisible(), false);
});

interface XTerm {
  selectAll(): void;
  getSelection(): string;
  clearSelection(): void;
  paste(text: string): void;
  resize(cols: number, rows: number): void;
}

/** Until the terminal of MeshCentral's page shows a text. */
async function waitForScreen(ui: Page, text: string): Promise<void> {
  await ui.waitForFunction((text) => {
    const { xterm } = globalThis as unknown as { xterm?: XTerm };
    xterm?.selectAll();
    const shown = xterm?.getSelection().includes(text) ?? false;
    xterm?.clearSelection();
    return shown;
  }, text);
}

/** The terminal's lines, wrapped ones as one. */
function terminalLines(ui: Page): Promise<string[]> {
  return ui.evaluate(() => {
    const { xterm } = globalThis as unknown as { xterm: XTerm };
    xterm.selectAll();
    const text = xterm.getSelection();
    xterm.clearSelection();
    return text.trimEnd().split(/\r?\n/).map((line) => line.trimEnd());
  });
}

function paste(ui: Page, text: string): Promise<void> {
  return ui.evaluate((text) => (globalThis as unknown as { xterm: XTerm }).xterm.paste(text), text);
}

function resize(ui: Page, cols: number): Promise<void> {
  return ui.evaluate((cols) => {
    (globalThis as unknown as { xterm: XTerm }).xterm.resize(cols, 20);
  }, cols);
}

async function assertAccessible(page: Page): Promise<void> {
  assert.deepEqual(await barriers(page), []);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
