import assert from "node:assert/strict";
import { screenshot } from "./artifacts.ts";
import { fakeDevice } from "./console_fake_api.ts";
import { consoleSuite, logIn } from "./console_suite.ts";

const suite = consoleSuite();

suite.test(
  "a login leads to the devices, and a reload keeps nothing without the switch",
  async () => {
    const page = await suite.open();
    await logIn(page);
    await page.getByText("PC-00020", { exact: true }).waitFor();
    await screenshot(page, "console-devices");
    await page.reload();
    await page.getByRole("button", { name: "Log in" }).waitFor();
    await logIn(page, { keep: true });
    await page.getByText("PC-00020", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("PC-00020", { exact: true }).waitFor();
  },
);

suite.test("a wrong password is said, and a second factor is asked for by name", async () => {
  suite.api.secondFactor = true;
  const page = await suite.open();
  await logIn(page, { password: "wrong" });
  await page.getByText("User name or password is wrong.").waitFor();
  await logIn(page);
  await page.getByRole("button", { name: "Send a code by e-mail" }).waitFor();
  await page.getByLabel("Code").fill("123456");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("PC-00020", { exact: true }).waitFor();
});

suite.test("a server that comes by a link must be confirmed", async () => {
  const page = await suite.context.newPage();
  await page.goto(`${suite.site.url}?server=https://evil.example/api#/users`);
  await page.getByText("evil.example").waitFor();
  await screenshot(page, "console-proposed-server");
  await page.getByRole("button", { name: "Stay with my server" }).click();
  assert.equal(await page.getByText("evil.example").count(), 0);
  assert.ok(!page.url().includes("evil"));
  await page.getByRole("button", { name: "Change server" }).click();
  await page.getByLabel("Address of the API").fill("http://mesh.example.com");
  await page.getByRole("button", { name: "Use this server" }).click();
  await page.getByText("This is no address of a server").waitFor();
});

suite.test("a device that connects leaves the list of those that are offline", async () => {
  const page = await suite.open();
  await logIn(page);
  await page.getByRole("button", { name: "Offline" }).first().click();
  const row = page.getByText("PC-00003", { exact: true });
  await row.waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  const { id } = fakeDevice(3);
  suite.api.emit({
    type: "device.connection",
    time: new Date().toISOString(),
    deviceId: id,
    conn: 1,
    pwr: 1,
    online: true,
  });
  await row.waitFor({ state: "detached" });
});

suite.test(
  "an expired session is asked for over the page, and nothing typed is lost",
  async () => {
    const page = await suite.open();
    await logIn(page);
    await page.getByText("PC-00020", { exact: true }).click();
    await page.getByRole("link", { name: "Notes" }).click();
    await page.getByRole("textbox", { name: "Notes" }).fill("typed before it expired");
    suite.api.token = "token-2";
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Log in again" }).waitFor();
    await screenshot(page, "console-expired");
    await page.getByLabel("Password").fill("secret");
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await page.getByRole("heading", { name: "Log in again" }).waitFor({ state: "detached" });
    assert.equal(
      await page.getByRole("textbox", { name: "Notes" }).inputValue(),
      "typed before it expired",
    );
    assert.match(page.url(), /notes$/);
  },
);

suite.test("several devices are sent a message, and each has its result", async () => {
  const page = await suite.open();
  await logIn(page);
  await page.getByLabel("Select PC-00020").check();
  await page.getByLabel("Select PC-00040").check();
  await page.getByRole("button", { name: "Message" }).click();
  await page.getByLabel("Text").fill("Good morning");
  await page.getByRole("dialog").getByRole("button", { name: "Message" }).click();
  await page.getByText("2 of 2 finished, 0 failed").waitFor();
  await screenshot(page, "console-bulk");
});

suite.test("the palette goes to a device by the keyboard alone", async () => {
  const page = await suite.open();
  await logIn(page);
  await page.getByText("PC-00020", { exact: true }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Device, page or action").fill("00042");
  await page.getByRole("dialog").getByRole("option").first().waitFor();
  await screenshot(page, "console-palette");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "PC-00042" }).waitFor();
});

suite.test("what a hostile agent says runs nothing and breaks nothing", async () => {
  const html = `<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>`;
  const hostile = `\u202e${html}\x1b[31m\x00${"x".repeat(1_000_000)}`;
  suite.api.devices.splice(
    0,
    suite.api.devices.length,
    fakeDevice(1, {
      name: hostile,
      os: hostile,
      hostName: hostile,
      address: hostile,
      group: hostile,
      description: hostile,
      tags: [hostile],
      users: [hostile],
    }),
    fakeDevice(2, { name: "innocent", group: hostile }),
  );
  const page = await suite.open();
  await logIn(page);
  await page.getByText("innocent").waitFor();
  await screenshot(page, "console-hostile-list");
  await page.goto(`${suite.site.url}#/devices/${fakeDevice(1).id}`);
  await page.getByRole("heading", { name: "<img" }).waitFor();
  await screenshot(page, "console-hostile-device");
  const seen = await page.evaluate(() => ({
    hacked: "hacked" in globalThis,
    images: document.images.length,
    wide: document.documentElement.scrollWidth > innerWidth,
    length: document.body.textContent?.length ?? 0,
  }));
  assert.deepEqual([seen.hacked, seen.images, seen.wide], [false, 0, false]);
  assert.ok(seen.length < 20_000);
});
