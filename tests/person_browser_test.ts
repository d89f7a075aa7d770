import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { barriers } from "./barriers.ts";
import { screenshot } from "./artifacts.ts";
import { APPLICATION, browserTest, Stage } from "./tab_and_ui.ts";
import { until } from "./until.ts";

let stage: Stage;

Deno.test.beforeAll(async () => {
  const page = APPLICATION.replace("limits", "limits help share");
  stage = await Stage.start(page, { domain: { agentSelfGuestSharing: true } });
});
Deno.test.afterAll(() => stage?.close());
Deno.test.afterEach(() => stage.clear());

browserTest(
  "the person asks for help, MeshCentral shows it, an operator dismisses it",
  async () => {
    const { tab, ui, nodeId } = await stage.open(10);
    await tab.getByLabel("What you need help with").fill("The printer is on fire");
    await tab.getByRole("button", { name: "Ask for help" }).click();
    await tab.getByText("Help was asked for: The printer is on fire").waitFor();
    await screenshot(tab, "help-request");
    assert.deepEqual(await barriers(tab), []);
    const who = "The person at this page";
    const shown = () => sessions(ui, nodeId).then(({ help }) => help);
    await until(async () => (await shown())?.[who] === "The printer is on fire" || undefined);
    await ui.evaluate(([who, id]) => {
      const page = globalThis as unknown as {
        closeDeviceHelpRequest(app: string, id: string): void;
      };
      page.closeDeviceHelpRequest(encodeURIComponent(who ?? ""), encodeURIComponent(id ?? ""));
    }, [who, nodeId]);
    await tab.getByRole("button", { name: "Ask for help" }).waitFor();
    await until(async () => (await shown()) === undefined || undefined);
  },
);

browserTest("the person shares the desktop with a guest by a link, and ends it", async () => {
  const { tab } = await stage.open(10);
  await tab.getByRole("button", { name: "Share this with a guest" }).click();
  const link = tab.getByLabel("Link for a guest");
  await link.waitFor();
  const given = new URL(await link.inputValue());
  assert.equal(given.pathname, "/sharing");
  // The server says https, whatever it speaks itself.
  const url = `${stage.server.server.url}${given.pathname}${given.search}`;
  const guest = await (await stage.context()).newPage();
  await guest.goto(url);
  // No further: when a guest connects by a device's own link, 1.1.51 and 1.1.55 end with a TypeError.
  await guest.locator("#connectbutton1").waitFor();
  await tab.getByRole("button", { name: "End sharing" }).click();
  await link.waitFor({ state: "hidden" });
  await guest.goto(url);
  assert.equal(await guest.locator("#connectbutton1").count(), 0);
});

browserTest("battery and network are told, and told again when they change", async () => {
  const { tab, ui, nodeId } = await stage.open(10, { prepareTab: withBattery });
  const power = () => sessions(ui, nodeId).then(({ battery }) => battery);
  await until(async () => (await power())?.level === 80 || undefined);
  assert.equal((await power())?.state, "ac");
  await tab.evaluate(() => {
    const battery = (globalThis as unknown as { battery: Record<string, unknown> & EventTarget })
      .battery;
    Object.assign(battery, { charging: false, level: 0.5 });
    battery.dispatchEvent(new Event("chargingchange"));
    const { connection } = navigator as unknown as { connection: EventTarget };
    Object.defineProperty(connection, "effectiveType", { value: "3g" });
    connection.dispatchEvent(new Event("change"));
  });
  await until(async () => (await power())?.level === 50 || undefined);
  assert.equal((await power())?.state, "dc");
  await using client = await stage.server.operator();
  await until(async () => {
    const answer = await client.request({ action: "getnetworkinfo", nodeid: nodeId });
    return "Browser connection, 3g" in ((answer.netif2 ?? {}) as object) || undefined;
  });
});

interface Sessions {
  readonly help?: Readonly<Record<string, string>>;
  readonly battery?: { readonly state?: string; readonly level?: number };
}

/** What MeshCentral's page knows of a device's sessions. */
function sessions(ui: Page, nodeId: string): Promise<Sessions> {
  return ui.evaluate((id) => {
    const { nodes } = globalThis as unknown as { nodes: { _id: string; sessions?: Sessions }[] };
    return nodes.find(({ _id }) => _id === id)?.sessions ?? {};
  }, nodeId);
}

/** A battery that the test may drain. */
function withBattery(): void {
  const battery = Object.assign(new EventTarget(), { charging: true, level: 0.8 });
  Object.assign(globalThis, { battery });
  Object.assign(Navigator.prototype, { getBattery: () => Promise.resolve(battery) });
}
