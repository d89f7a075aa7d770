import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { pixels, waitForSamePicture } from "./same_picture.ts";
import { APPLICATION, browserTest, Stage, type TabAndUi } from "./tab_and_ui.ts";
import { until } from "./until.ts";

let stage: Stage;

Deno.test.beforeAll(async () => {
  const second = '<canvas id="second" width="320" height="200" aria-label="Another"></canvas>';
  stage = await Stage.start(
    APPLICATION.replace('source="#app"', 'source="canvas"').replace("<mesh-agent", `${second}$&`),
  );
});
Deno.test.afterAll(() => stage?.close());
Deno.test.afterEach(() => stage.clear());

browserTest(
  "MeshCentral's own file manager zips, finds and unzips, and skips what is the same",
  async () => {
    const { ui, tab } = await openFiles();
    const folder = await mkdtemp(join(tmpdir(), "tab-in-ui-"));
    try {
      const names = ["one.txt", "two.txt"].map((name) => join(folder, name));
      for (const name of names) await writeFile(name, `this is ${name}`);
      await upload(ui, names);
      await row(ui, "two.txt").waitFor();

      await check(ui, "one.txt", "two.txt");
      await ui.evaluate(() => (globalThis as unknown as Ui).p13zipFiles());
      await ui.locator("#p13renameinput").pressSequentially("both");
      await ui.locator("#idx_dlgOkButton").click();
      await row(ui, "both.zip").waitFor();

      await ui.evaluate(() => (globalThis as unknown as Ui).p13findfile());
      await ui.locator("#d2findFilter").fill("*.ZIP");
      await ui.evaluate(() => (globalThis as unknown as Ui).p13findfileEx());
      await ui.locator("#d2findResults", { hasText: "both.zip" }).waitFor();
      assert.equal(await ui.locator("#d2findResults").innerText(), "both.zip");
      await ui.evaluate(() => (globalThis as unknown as Ui).p13findfileCancel());

      await check(ui, "both.zip");
      await ui.evaluate(() => (globalThis as unknown as Ui).p13unzipFile());
      await ui.locator("#idx_dlgOkButton").click();
      await row(ui, "both", true).waitFor();
      assert.equal(await textOf(tab, "both", "two.txt"), `this is ${names[1]}`);

      // The same once more: its hash is compared, and nothing is sent.
      const before = await modified(tab, "one.txt");
      await ui.evaluate(() => (globalThis as unknown as Ui).setDialogMode(0));
      await upload(ui, names.slice(0, 1));
      await ui.waitForFunction(() => (globalThis as unknown as Ui).uploadFile === null);
      assert.equal(await modified(tab, "one.txt"), before);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

browserTest(
  "MeshCentral's own file manager shows why a change or an upload was refused",
  async () => {
    const { ui, tab, nodeId } = await openFiles();
    const folder = await mkdtemp(join(tmpdir(), "tab-in-ui-"));
    try {
      const names = ["one.txt", "two.txt", "broken.zip"].map((name) => join(folder, name));
      for (const name of names) await writeFile(name, `this is ${name}`);
      await upload(ui, names);
      await row(ui, "broken.zip").waitFor();
      const shown = (text: RegExp) =>
        ui.locator("#p13FilesConsoleMsg", { hasText: text }).waitFor();
      const submit = async (name: string) => {
        await ui.locator("#p13renameinput").fill(name);
        await ui.evaluate(() => (globalThis as unknown as Ui).p13fileNameCheck());
        await ui.locator("#idx_dlgOkButton").click();
      };

      // Twice: the page shows no text that is equal to the last one.
      for (let time = 0; time < 2; time++) {
        await check(ui, "one.txt");
        await ui.evaluate(() => (globalThis as unknown as Ui).p13renamefile());
        await submit("two.txt");
        await shown(/Failed to rename: "\/one.txt": "\/two.txt" already exists/);
        await ui.evaluate(() => (globalThis as unknown as Ui).p13clearConsoleMsg());
      }
      await ui.evaluate(() => (globalThis as unknown as Ui).p13createfolder());
      await submit("two.txt");
      await shown(/Failed to create a folder: "\/two.txt": "\/two.txt" already exists/);

      await check(ui, "broken.zip");
      await ui.evaluate(() => (globalThis as unknown as Ui).p13unzipFile());
      await ui.locator("#idx_dlgOkButton").click();
      await ui.getByText("not a zip archive, or its end is missing").filter({ visible: true })
        .first().waitFor();
      await ui.evaluate(() => (globalThis as unknown as Ui).setDialogMode(0));

      // A folder took the name after the page had listed it: its upload is told so.
      await tab.evaluate(async () => {
        const root = await navigator.storage.getDirectory();
        await root.getDirectoryHandle("three.txt", { create: true });
      });
      const third = join(folder, "three.txt");
      await writeFile(third, "3");
      await upload(ui, [third]);
      await shown(/Failed to upload: "\/three.txt": a folder has this name/);

      await using operator = await stage.server.operator();
      await until(async () => {
        const events = await operator.listEvents({ deviceId: nodeId, limit: 50 });
        const failed = events.filter(({ msg }) => `${msg}`.startsWith("Failed to "));
        return failed.length === 5 || undefined;
      });
      assert.equal(await textIn(tab, "two.txt"), `this is ${names[1]}`);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

browserTest("two canvases are two displays, between which the viewer changes", async () => {
  const { tab, ui } = await openDesktop();
  await tab.evaluate(() => {
    const context = document.querySelector<HTMLCanvasElement>("#second")?.getContext("2d");
    if (!context) throw new Error("no canvas");
    context.fillStyle = "#0a0";
    context.fillRect(0, 0, 320, 200);
  });
  await ui.locator("#DeskMonitorSelectionX2").click();
  await ui.waitForFunction(() => document.querySelector<HTMLCanvasElement>("#Desk")?.width === 320);
  await until(async () => {
    const [red = 0, green = 0, blue = 0] = await pixels(ui, "#Desk", 100);
    return (green > 150 && red < 20 && blue < 20) || undefined;
  });
  await ui.locator("#DeskMonitorSelectionX1").click();
  await ui.waitForFunction(() => document.querySelector<HTMLCanvasElement>("#Desk")?.width === 640);
  await waitForSamePicture(tab, ui, 4, 10);
});

browserTest("two fingers of the viewer are two fingers on the canvas", async () => {
  const { tab, ui } = await openDesktop();
  await tab.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>("#app");
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    for (const type of ["pointerdown", "pointermove", "pointerup"]) {
      canvas?.addEventListener(type, (event) => {
        const { pointerId, pointerType, clientX, clientY } = event as PointerEvent;
        const { left, top } = canvas.getBoundingClientRect();
        if (pointerType !== "touch") return;
        heard.push(
          `${type} ${pointerId} ${Math.round(clientX - left)},${Math.round(clientY - top)}`,
        );
      });
    }
  });
  // The viewer offers touch; its own page never binds it (it sets `touchstart`, not `ontouchstart`).
  await ui.waitForFunction(() => (globalThis as unknown as Ui).desktop.m.touchenabled === 1);
  await ui.evaluate(() => {
    const { m } = (globalThis as unknown as Ui).desktop;
    m.TouchArray = { 1: { x: 100, y: 200, f: 1 }, 2: { x: 300, y: 50, f: 1 } };
    m.SendTouchMsg2(256, 0);
    Object.assign(m.TouchArray[1] ?? {}, { x: 110 });
    m.SendTouchMsg2(256, 0);
    for (const touch of Object.values(m.TouchArray)) touch.f = 2;
    m.SendTouchMsg2(256, 0);
  });
  const heard = () => tab.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  await until(async () => (await heard()).length >= 6 || undefined);
  assert.deepEqual(await heard(), [
    "pointerdown 1001 100,200",
    "pointerdown 1002 300,50",
    "pointermove 1001 110,200",
    "pointermove 1002 300,50",
    "pointerup 1001 110,200",
    "pointerup 1002 300,50",
  ]);
});

browserTest(
  "MeshCentral's own clipboard dialog writes and reads the browser's clipboard",
  async () => {
    const permissions = ["clipboard-read", "clipboard-write"];
    const { tab, ui } = await openDesktop(permissions);
    await ui.evaluate(() => (globalThis as unknown as Ui).showDeskClip());
    await ui.locator("#d2clipText").fill("Grüße from the operator");
    await ui.locator("#dlgClipSet").click();
    await tab.getByRole("dialog").getByText("Grüße from the operator").waitFor();
    await tab.getByRole("button", { name: "Allow" }).click();
    await ui.getByText("Success").waitFor();
    assert.equal(
      await tab.evaluate(() => navigator.clipboard.readText()),
      "Grüße from the operator",
    );
    await tab.evaluate(() => navigator.clipboard.writeText("from the tab"));
    await ui.locator("#dlgClipGet").click();
    await tab.getByText(/read your clipboard/).waitFor();
    await tab.getByRole("button", { name: "Allow" }).click();
    await until(async () =>
      (await ui.locator("#d2clipText").inputValue()) === "from the tab" || undefined
    );
    await ui.locator("#dlgClipGet").click();
    await tab.getByRole("button", { name: "Refuse" }).click();
    // MeshCentral's page has no other way to tell the operator.
    await ui.locator("#notifiyBox").getByText("Denied by the person at the device.").waitFor();
  },
);

/** The parts of MeshCentral's page that are used. */
interface Ui {
  readonly p13filetree?: unknown;
  readonly uploadFile: unknown;
  readonly desktop: { readonly m: Viewer };
  p13uploadFile(): void;
  p13zipFiles(): void;
  p13unzipFile(): void;
  p13findfile(): void;
  p13findfileEx(): void;
  p13findfileCancel(): void;
  p13setActions(): void;
  p13renamefile(): void;
  p13createfolder(): void;
  p13fileNameCheck(): void;
  p13clearConsoleMsg(): void;
  setDialogMode(mode: number): void;
  showDeskClip(): void;
}

interface Viewer {
  readonly touchenabled: number;
  TouchArray: Record<number, { x: number; y: number; f: number }>;
  SendTouchMsg2(id: number, flags: number): void;
}

async function openDesktop(permissions: string[] = []): Promise<{ tab: Page; ui: Page }> {
  const { tab, ui } = await stage.open(11, { permissions });
  await ui.locator("#connectbutton1").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await waitForSamePicture(tab, ui, 4, 10);
  return { tab, ui };
}

async function openFiles(): Promise<TabAndUi> {
  const opened = await stage.open(13);
  const { tab, ui } = opened;
  await ui.locator("#p13Connect").click();
  await tab.getByRole("button", { name: "Allow" }).click();
  await ui.waitForFunction(() => Boolean((globalThis as unknown as Ui).p13filetree));
  return opened;
}

async function upload(ui: Page, names: readonly string[]): Promise<void> {
  await ui.evaluate(() => (globalThis as unknown as Ui).p13uploadFile());
  await ui.locator("#p13uploadinput").setInputFiles([...names]);
  await ui.locator("#idx_dlgOkButton").click();
}

function row(ui: Page, name: string, folder = false) {
  const exactly = new RegExp(`^${name.replace(".", "\\.")}$`);
  return ui.locator(folder ? "#p13files span, #p13files a" : "#p13files a", { hasText: exactly })
    .first();
}

/** Ticks these names and no others. */
async function check(ui: Page, ...names: string[]): Promise<void> {
  await ui.evaluate((names) => {
    const { p13filetree } = globalThis as unknown as { p13filetree: { dir: { n: string }[] } };
    for (const box of document.querySelectorAll<HTMLInputElement>("[name=fd]")) {
      box.checked = names.includes(p13filetree.dir[Number(box.value)]?.n ?? "");
    }
    (globalThis as unknown as Ui).p13setActions();
  }, names);
}

/** Of a file of the tab. */
function textOf(tab: Page, folder: string, name: string): Promise<string> {
  return tab.evaluate(async ([folder = "", name = ""]) => {
    const root = await navigator.storage.getDirectory();
    const handle = await (await root.getDirectoryHandle(folder)).getFileHandle(name);
    return await (await handle.getFile()).text();
  }, [folder, name]);
}

function textIn(tab: Page, name: string): Promise<string> {
  return tab.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    return await (await (await root.getFileHandle(name)).getFile()).text();
  }, name);
}

function modified(tab: Page, name: string): Promise<number> {
  return tab.evaluate(async (name) => {
    const root = await navigator.storage.getDirectory();
    return (await (await root.getFileHandle(name)).getFile()).lastModified;
  }, name);
}
