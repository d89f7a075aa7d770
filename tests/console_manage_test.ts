import assert from "node:assert/strict";
import { screenshot } from "./artifacts.ts";
import { answer, fakeDevice, problem } from "./console_fake_api.ts";
import { consoleSuite, logIn } from "./console_suite.ts";
import { until } from "./until.ts";

const suite = consoleSuite();
const GROUP_ID = fakeDevice(20).groupId;
const GROUP = { id: GROUP_ID, name: "Site 0", description: "", users: [] as object[] };
const LONG =
  "A group for newcomers of all branches with a name that is longer than a phone is wide";

suite.test("of two rights that are clicked quickly both are given; one that is refused is not shown", async () => {
  let rights = 8;
  let isRefused = false;
  suite.api.override = (method, path, body) => {
    if (method === "POST" && path === `/device-groups/${GROUP_ID}/users`) {
      if (isRefused) return problem(403, "forbidden");
      rights = Number(body["rights"]);
      return answer({ userid: "bob", rights });
    }
    const group = { ...GROUP, users: [{ userid: "bob", rights }] };
    return path === `/device-groups/${GROUP_ID}` ? answer(group) : undefined;
  };
  const page = await suite.openLoggedIn(`groups/${GROUP_ID}`);
  const held = Promise.withResolvers<void>();
  await page.route("**/users", async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.getByLabel("bob: Wake").click();
  await page.getByLabel("bob: Agent console").click();
  held.resolve();
  await until(() => Promise.resolve(rights === (8 | 16 | 64) || undefined));
  await page.locator('[aria-label="bob: Wake"]:checked').waitFor();
  await page.locator('[aria-label="bob: Agent console"]:checked').waitFor();
  isRefused = true;
  await page.getByLabel("bob: Notes").click();
  await page.getByText("Your account may not do that.").waitFor();
  await page.locator('[aria-label="bob: Notes"]:not(:checked)').waitFor();
});

suite.test("a member is not added again with lesser rights, and a name that failed stays", async () => {
  suite.api.override = (method, path) => {
    if (path === "/users") return answer([{ id: "admin", name: "admin", rights: 0 }]);
    if (method === "POST") return problem(404, "not_found");
    const group = { ...GROUP, users: [{ userid: "admin", rights: 0xffff_ffff }] };
    return path === `/device-groups/${GROUP_ID}` ? answer(group) : undefined;
  };
  const page = await suite.openLoggedIn(`groups/${GROUP_ID}`);
  const name = page.getByLabel("User name");
  await name.fill(" Admin");
  await name.press("Enter");
  await page.getByText("Admin is a member already.").waitFor();
  assert.ok(!suite.api.seen.includes(`POST /device-groups/${GROUP_ID}/users`));
  await name.fill("nobody");
  await name.press("Enter");
  await page.getByText("It does not exist, or your account may not see it.").waitFor();
  assert.equal(await name.inputValue(), "nobody");
});

suite.test("a group that is removed is not shown any more", async () => {
  let isThere = true;
  suite.api.override = (_, path) => {
    if (path !== `/device-groups/${GROUP_ID}`) return undefined;
    return isThere ? answer(GROUP) : problem(404, "not_found");
  };
  const page = await suite.openLoggedIn(`groups/${GROUP_ID}`);
  await page.getByText("3 devices").waitFor();
  isThere = false;
  suite.api.emit({ type: "group.removed", groupId: GROUP_ID, time: new Date().toISOString() });
  await page.getByText("It does not exist, or your account may not see it.").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Site 0" }).count(), 0);
});

suite.test("a list of devices that cannot be read is no list without devices", async () => {
  let isAway = true;
  suite.api.override = (_, path) => {
    if (path === "/devices") return isAway ? problem(503, "unavailable") : undefined;
    if (path === "/device-groups") return answer([GROUP]);
    return path === `/device-groups/${GROUP_ID}` ? answer(GROUP) : undefined;
  };
  const page = await suite.open("quarantine");
  await logIn(page);
  await page.getByText("Not current since").waitFor();
  await page.getByLabel("Quarantine group").selectOption({ label: "Site 0" });
  const away = page.getByRole("alert").getByText("MeshCentral is away, or being restarted.");
  await away.waitFor();
  assert.equal(await page.getByText("Nobody is waiting").count(), 0);
  await screenshot(page, "console-quarantine-away");
  await page.getByRole("link", { name: "Device groups" }).click();
  await away.waitFor();
  await screenshot(page, "console-groups-away");
  await page.getByRole("link", { name: "Site 0" }).click();
  await page.getByRole("heading", { name: "Site 0" }).waitFor();
  await page.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByText("Its devices are removed with it").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.equal(await page.getByText("0 devices").count(), 0);
  isAway = false;
  await page.getByRole("link", { name: "Quarantine" }).click();
  await page.getByRole("link", { name: "PC-00020" }).waitFor(); // it tries again by itself
  await page.getByText("Live", { exact: true }).waitFor();
});

suite.test("a quarantine group that is gone is chosen anew, in a list as wide as the page", async () => {
  suite.api.override = (_, path) =>
    path === "/device-groups" ? answer([{ ...GROUP, name: LONG }]) : undefined;
  const page = await suite.open("quarantine");
  await page.evaluate(() => localStorage.setItem("cs-console.quarantine", "of another server"));
  await logIn(page);
  const choice = page.getByLabel("Quarantine group");
  await choice.waitFor();
  assert.equal(await choice.inputValue(), "");
  assert.equal(await page.getByText("Nobody is waiting").count(), 0);
  await choice.selectOption(GROUP_ID);
  await page.setViewportSize({ width: 390, height: 844 });
  const wide = await page.locator("#main").evaluate((main) => main.scrollWidth - main.clientWidth);
  assert.equal(wide, 0);
  const { x = 0, width = 0 } = await choice.boundingBox() ?? {};
  assert.ok(x + width <= 390, `${x + width}`);
  await screenshot(page, "console-quarantine-phone");
});

suite.test("a server without an id has no enrolment link, and a second link is taken out of the address", async () => {
  const server = { name: "mesh.example.com", domain: "" };
  let isKnown = false;
  const serverId = "ab".repeat(48);
  suite.api.override = (_, path) => {
    if (path === "/server") return answer(isKnown ? { ...server, serverId } : server);
    return path === `/device-groups/${GROUP_ID}` ? answer(GROUP) : undefined;
  };
  const page = await suite.openLoggedIn(`groups/${GROUP_ID}`);
  await page.getByText("No link can be made").waitFor();
  assert.equal(await page.getByLabel("QR code of the enrolment link").count(), 0);
  await screenshot(page, "console-no-link");
  isKnown = true;
  await page.getByRole("link", { name: "Device groups" }).first().click();
  await page.getByRole("heading", { name: "Device groups" }).waitFor(); // the group is left
  await page.goBack();
  await page.getByLabel("QR code of the enrolment link").waitFor();

  const link = (meshName: string) =>
    `${suite.site.url}enroll.html#${
      encodeURIComponent(JSON.stringify({
        server: "wss://mesh.example.com/agent.ashx",
        meshId: "ab".repeat(48),
        meshName,
        serverId,
      }))
    }`;
  const tab = await suite.context.newPage();
  await tab.goto(link("First group"));
  await tab.getByText("First group").waitFor();
  await tab.goto(link("Second group"));
  await tab.getByText("Second group").waitFor();
  assert.equal(new URL(tab.url()).hash, "");
  assert.equal(await tab.getByText("First group").count(), 0);
});
