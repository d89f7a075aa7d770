import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { screenshot } from "./artifacts.ts";
import { answer, fakeDevice } from "./console_fake_api.ts";
import { type FakeDesktop, fakeDesktop } from "./console_fake_desktop.ts";
import { consoleSuite } from "./console_suite.ts";
import { until } from "./until.ts";

const suite = consoleSuite();
interface Key {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey?: boolean;
  readonly altKey?: boolean;
  readonly modifierAltGraph?: boolean;
}

const DOWN = 0x10006;
const MOVE = 0x20006;
const UP = 0x40000;

suite.test("letters go as what they write, on any layout; shortcuts and other keys as keys", async () => {
  const { page, heard } = await openDesktop();
  await page.locator("canvas").focus();
  await press(page, { key: "z", code: "KeyY" }); // a German keyboard
  await press(page, { key: "ö", code: "Semicolon" });
  await press(page, {
    key: "@",
    code: "KeyQ",
    ctrlKey: true,
    altKey: true,
    modifierAltGraph: true,
  });
  await press(page, { key: "z", code: "KeyY", ctrlKey: true });
  await press(page, { key: "Enter", code: "Enter" });
  await press(page, { key: "F5", code: "F5" });
  assert.deepEqual(await first(heard, 12), [
    ...["z", "ö", "@"].flatMap((letter) =>
      [0, 1].map((action) => ({ type: "unicodeKey", action, unit: letter.charCodeAt(0) }))
    ),
    ...[90, 13, 116].flatMap((key) => [0, 1].map((action) => ({ type: "key", action, key }))),
  ]);
});

suite.test("Ctrl-Alt-Esc leaves the desktop, and releases what is held", async () => {
  const { page, heard } = await openDesktop();
  await page.locator("canvas").focus();
  await page.keyboard.down("Control");
  await page.keyboard.down("Alt");
  await page.keyboard.press("Escape");
  assert.deepEqual(
    (await first(heard, 4)).map((input) => input.type === "key" && [input.key, input.action]),
    [[17, 0], [18, 0], [17, 1], [18, 1]],
  );
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "BODY");
});

suite.test("the mouse points, presses and turns its wheel where the picture is", async () => {
  const { page, heard, at } = await openDesktop();
  await page.mouse.move(...at(320, 240));
  await page.mouse.down({ button: "right" });
  await page.mouse.up({ button: "right" });
  await page.mouse.wheel(0, 120);
  const mouse = (await first(heard, 4)).flatMap((input) => input.type === "mouse" ? [input] : []);
  assert.deepEqual(mouse.map(({ flags, wheel }) => [flags, wheel]), [
    [0, undefined],
    [8, undefined],
    [16, undefined],
    [0, -120],
  ]);
  for (const { x, y } of mouse) {
    assert.ok(Math.abs(x - 320) <= 1 && Math.abs(y - 240) <= 1, `${x}, ${y}`);
  }
});

suite.test("a button that is pressed while another one is held is pressed and released", async () => {
  const { page, heard, at } = await openDesktop();
  await page.mouse.move(...at(320, 240));
  await page.mouse.down();
  await page.mouse.down({ button: "right" });
  await page.mouse.up();
  await page.mouse.up({ button: "right" });
  const flags = (await first(heard, 5)).flatMap((input) =>
    input.type === "mouse" ? input.flags : []
  );
  assert.deepEqual(flags, [0, 2, 8, 4, 16]);
});

suite.test("a double click is two clicks, which the device counts", async () => {
  const { page, heard, at } = await openDesktop();
  await page.mouse.dblclick(...at(320, 240));
  const flags = (await first(heard, 5)).flatMap((input) =>
    input.type === "mouse" ? input.flags : []
  );
  assert.deepEqual(flags, [0, 2, 4, 2, 4]);
});

suite.test("with Shift the wheel still turns, though the browser turns it sideways", async () => {
  const { page, heard, at } = await openDesktop();
  await page.mouse.move(...at(320, 240));
  await first(heard, 1);
  await page.locator("canvas").evaluate((canvas) => {
    const init = { shiftKey: true, deltaX: 120, bubbles: true, cancelable: true };
    canvas.dispatchEvent(new WheelEvent("wheel", init));
  });
  const [, turned] = await first(heard, 2);
  assert.equal(turned?.type === "mouse" && turned.wheel, -120);
});

suite.test("the mouse points right in a picture that is too wide for its place", async () => {
  const wide = fakeDesktop({ width: 3840, height: 200 });
  suite.api.tunnel = wide.tunnel;
  const page = await suite.openLoggedIn(`devices/${fakeDevice(20).id}/desktop`);
  await page.waitForFunction(() => document.querySelector("canvas")?.width === 3840);
  const box = await page.locator("canvas").boundingBox();
  assert.ok(box !== null);
  const size = box.width / 3840;
  assert.ok(box.height > 2 * 200 * size, "there is room above and below it");
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + 960 * size, middle + 50 * size);
  const [pointed] = await first(wide.heard, 1);
  assert.ok(pointed?.type === "mouse");
  assert.ok(Math.abs(pointed.x - 960) <= 4 && Math.abs(pointed.y - 150) <= 4, `${pointed.y}`);
});

suite.test("fingers are touches, two at a time, on a device that takes them", async () => {
  const { touch, heard, at } = await openDesktop();
  await touch("touchStart", [at(100, 100)]);
  await touch("touchStart", [at(100, 100), at(200, 200)]);
  await touch("touchEnd", []);
  const touches = (await first(heard, 4)).map((input) =>
    input.type === "touch" && input.points.map(({ id, flags, x, y }) => [id, flags, x, y])
  );
  assert.deepEqual(touches[0], [[0, DOWN, 100, 100]]);
  assert.deepEqual(touches[1], [[0, MOVE, 100, 100], [1, DOWN, 200, 200]]);
  assert.deepEqual(
    touches.slice(2).flat().map((point) => point && point[1]).filter((flags) => flags === UP)
      .length,
    2,
  );
});

suite.test("a finger is a mouse on a device that knows no touch", async () => {
  const { touch, heard, at } = await openDesktop(fakeDesktop({ touch: false }));
  await touch("touchStart", [at(100, 100)]);
  await touch("touchEnd", []);
  const buttons = await until(() => {
    const flags = heard.flatMap((input) => input.type === "mouse" ? [input.flags] : []);
    return Promise.resolve(flags.includes(4) ? flags.filter((flag) => flag !== 0) : undefined);
  });
  assert.deepEqual(buttons, [2, 4]);
});

suite.test("one of several displays is chosen, and Ctrl-Alt-Del pressed by a button", async () => {
  const { page, heard } = await openDesktop();
  const display = page.getByLabel("Display", { exact: true });
  await display.selectOption("2");
  await page.getByRole("button", { name: "Ctrl-Alt-Del" }).click();
  assert.deepEqual(await first(heard, 2), [{ type: "setDisplay", id: 2 }, { type: "ctrlAltDel" }]);
  assert.equal(await display.inputValue(), "2");
  await screenshot(page, "console-desktop-displays");
});

suite.test("the clipboard goes both ways", async () => {
  const { page } = await openDesktop();
  let onDevice = "from the device";
  suite.api.override = (method, path, { text }) => {
    if (!path.endsWith("/clipboard")) return undefined;
    if (method === "PUT") onDevice = String(text);
    return method === "PUT" ? answer(undefined, 204) : answer({ text: onDevice });
  };
  await page.getByRole("button", { name: "Get clipboard" }).click();
  await page.getByText("The device's clipboard was copied.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "from the device");
  await page.evaluate(() => navigator.clipboard.writeText("from here"));
  await page.getByRole("button", { name: "Send clipboard" }).click();
  await page.getByText("Your clipboard was sent to the device.").waitFor();
  assert.equal(onDevice, "from here");
});

suite.test("a page that has no clipboard says so", async () => {
  const { page } = await openDesktop();
  suite.api.override = (_, path) =>
    path.endsWith("/clipboard") ? answer({ text: "from the device" }) : undefined;
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  const said = page.locator(".notice.bad", { hasText: "only to pages that come over https" });
  await page.getByRole("button", { name: "Get clipboard" }).click();
  await said.first().waitFor();
  await page.getByRole("button", { name: "Send clipboard" }).click();
  await said.nth(1).waitFor();
});

suite.test("the desktop fills the screen, and leaves it again", async () => {
  const { page } = await openDesktop();
  await page.getByRole("button", { name: "Full screen" }).click();
  await page.waitForFunction(() => document.fullscreenElement?.matches(".desktop"));
  await screenshot(page, "console-desktop-full");
  await page.evaluate(() => document.exitFullscreen());
  await page.getByRole("link", { name: "Details" }).waitFor();
});

/** The desktop of a device, with its picture there. */
async function openDesktop({ tunnel, heard }: FakeDesktop = fakeDesktop()) {
  suite.api.tunnel = tunnel;
  const page = await suite.openLoggedIn(`devices/${fakeDevice(20).id}/desktop`);
  await page.getByLabel("Display", { exact: true }).waitFor();
  await page.waitForFunction(() => document.querySelector("canvas")?.width === 640);
  const box = await page.locator("canvas").boundingBox();
  assert.ok(box !== null);
  const at = (x: number, y: number): [x: number, y: number] => [
    box.x + x * box.width / 640,
    box.y + y * box.height / 480,
  ];
  const session = await suite.context.newCDPSession(page);
  const touch = async (type: "touchStart" | "touchEnd", points: readonly [number, number][]) => {
    const touchPoints = points.map(([x, y], id) => ({ x, y, id }));
    await session.send("Input.dispatchTouchEvent", { type, touchPoints });
  };
  return { page, heard, at, touch };
}

/** The first things that were heard, once there are so many. */
function first(heard: FakeDesktop["heard"], count: number): Promise<FakeDesktop["heard"]> {
  return until(() => Promise.resolve(heard.length < count ? undefined : heard.slice(0, count)));
}

/** A key as a keyboard of another layout reports it: Playwright only has a US one. */
async function press(page: Page, key: Key) {
  await page.locator("canvas").evaluate((canvas, key) => {
    for (const type of ["keydown", "keyup"]) canvas.dispatchEvent(new KeyboardEvent(type, key));
  }, key);
}
