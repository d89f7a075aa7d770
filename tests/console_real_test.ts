/**
 * The console against the real API, the real MeshCentral and its own agent, from another origin.
 *
 * @module
 */
import { AxeBuilder } from "@axe-core/playwright";
import { upgradeWebSocket } from "hono/deno";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Api, createApi } from "../api/mod.ts";
import { formatMsh } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { agentPages } from "../launcher/agent_page.ts";
import { servePages } from "../launcher/page_server.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { serveConsole, type ServedConsole } from "./console_build.ts";
import { type NativeAgent, startNativeAgent } from "./native_agent.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

let server: TestServer;
let agent: NativeAgent;
let api: Api;
let listening: Deno.HttpServer<Deno.NetAddr>;
let site: ServedConsole;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let deviceId: string;
const errors: string[] = [];

Deno.test.beforeAll(async () => {
  server = await startTestServer({ tls: true });
  [agent, site, browser] = await Promise.all([
    startNativeAgent(formatMsh(server.enrollment)),
    serveConsole(),
    launchChromium(),
  ]);
  api = createApi({
    meshcentral: server.server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    webSocket: wsTransport({ ca: server.server.rootCertificate }),
    cors: [new URL(site.url).origin],
  });
  api.upgrade(upgradeWebSocket);
  listening = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, api.fetch);
  deviceId = await server.firstDevice();
  context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
  });
  await context.addInitScript((url) => {
    localStorage.setItem("cs-console.servers", JSON.stringify([url]));
  }, `http://127.0.0.1:${listening.addr.port}/api`);
  page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    // The terminal's style elements are kept from having an effect, see adopt_styles.ts.
    if (/inline style/.test(message.text())) return;
    if (/Content Security Policy|Trusted/.test(message.text())) errors.push(message.text());
  });
});

Deno.test.afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  await listening?.shutdown();
  await api?.close();
  await agent?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
});

step("logs in and lists the device", async () => {
  await page.goto(site.url);
  await screenshot(page, "real-login");
  const { username, password } = server.server.admin;
  await page.getByLabel("User name").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("Stay logged in").check();
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByText("Online", { exact: true }).nth(1).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  await screenshot(page, "real-devices");
});

step("shows the device's details, and changes them", async () => {
  await goTo(`devices/${deviceId}`);
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("Description").fill("The machine of the tests");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The machine of the tests").waitFor();
  await screenshot(page, "real-details");
});

step("types into a terminal of the device", async () => {
  await goTo(`devices/${deviceId}/terminal`);
  await page.getByText("Connected", { exact: true }).waitFor();
  const prompt = page.locator(".xterm-rows").getByText("native-agent-").first();
  await prompt.waitFor();
  await page.waitForTimeout(1_500); // the agent clears the screen once its shell has begun
  await page.locator(".xterm-helper-textarea").focus();
  await page.keyboard.type("echo $((6*7))-ok\n", { delay: 20 });
  await page.locator(".xterm-rows").getByText("42-ok").first().waitFor();
  await screenshot(page, "real-terminal");
});

step("uploads, renames, downloads and deletes a file", async () => {
  const folder = join(agent.folder, "shared");
  await mkdir(folder);
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  bytes[0] = 0x7b; // as JSON begins
  await writeFile(join(folder, "first.txt"), "first");
  await goTo(`devices/${deviceId}/files`);
  for (const part of folder.split("/").filter((part) => part !== "")) {
    await page.getByRole("button", { name: part, exact: true }).click();
  }
  await page.getByRole("button", { name: "first.txt", exact: true }).waitFor();
  await page.locator("input[type=file]").setInputFiles({
    name: "random.bin",
    mimeType: "application/octet-stream",
    buffer: Buffer.from(bytes),
  });
  await page.getByText("random.bin was uploaded.").waitFor();
  assert.deepEqual(new Uint8Array(await readFile(join(folder, "random.bin"))), bytes);
  await screenshot(page, "real-files");

  const row = page.locator("li", { hasText: "random.bin" });
  await row.getByRole("button", { name: "Rename random.bin" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("renamed.bin");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const renamed = page.getByRole("button", { name: "renamed.bin", exact: true });
  await renamed.waitFor();
  const download = page.waitForEvent("download");
  await renamed.click();
  assert.deepEqual(new Uint8Array(await readFile(await (await download).path())), bytes);

  await page.getByRole("button", { name: "Delete renamed.bin" }).click();
  await page.getByText("there is no trash").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await renamed.waitFor({ state: "detached" });
});

step("asks the agent's console, and runs a command", async () => {
  await goTo(`devices/${deviceId}/console`);
  await page.getByLabel("Command of the agent").fill("help");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.getByRole("log").getByText("Available commands").waitFor();
  await screenshot(page, "real-console");
  await page.getByRole("button", { name: "Run command" }).click();
  await page.getByRole("dialog").getByLabel("Command").fill("echo from-the-device");
  await page.getByRole("dialog").getByRole("button", { name: "Run command" }).click();
  await page.getByRole("dialog").getByText("from-the-device").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
});

step("keeps notes and makes a sharing link", async () => {
  await goTo(`devices/${deviceId}/notes`);
  await page.getByRole("textbox", { name: "Notes" }).fill("Handle with care.");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await goTo(`devices/${deviceId}/sharing`);
  await page.getByRole("button", { name: "New link" }).click();
  await page.getByLabel("Name of the guest").fill("A guest");
  await page.getByRole("button", { name: "Create link" }).click();
  await page.getByRole("listitem").getByText("A guest").waitFor();
  await screenshot(page, "real-sharing");
});

step("makes an account, gives it rights in the matrix, and takes them away", async () => {
  await goTo("users");
  await page.getByRole("button", { name: "New user" }).click();
  await page.getByLabel("User name").fill("helper");
  await page.getByLabel("Password", { exact: true }).fill("Helper-password-1");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("listitem").getByText("helper").first().waitFor();
  await screenshot(page, "real-users");
  await goTo(`groups/${encodeURIComponent(server.enrollment.meshId)}`);
  await page.getByLabel("User name").fill("helper");
  await page.getByRole("button", { name: "Add member" }).click();
  const wake = page.getByLabel("helper: Wake");
  await wake.check();
  await page.waitForTimeout(800);
  assert.ok(await wake.isChecked());
  await screenshot(page, "real-group");
  await page.getByRole("button", { name: "Remove helper?" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await wake.waitFor({ state: "detached" });
});

step("makes groups, user groups, tokens and invite links", async () => {
  await goTo("groups");
  await page.getByRole("button", { name: "New group" }).click();
  await page.getByLabel("Name of the group").fill("Newcomers");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "Newcomers" }).waitFor();
  await page.getByRole("button", { name: "Create invite link" }).click();
  await page.locator(".result-link").getByText("agentinvite").waitFor();
  await goTo("user-groups");
  await page.getByLabel("Name of the user group").fill("Night shift");
  await page.getByRole("button", { name: "New user group" }).click();
  await page.getByLabel("New member of Night shift").fill("helper");
  await page.getByRole("button", { name: "Add member" }).click();
  await page.getByRole("button", { name: "Remove helper?" }).waitFor();
  await screenshot(page, "real-user-groups");
  await goTo("account");
  await page.getByLabel("What it is for").fill("a script");
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByText("Copy both now").waitFor();
  await screenshot(page, "real-account");
});

step("enrols a browser tab by a link, into quarantine, and lets it in", async () => {
  await goTo("groups");
  await page.getByRole("link", { name: "Newcomers" }).click();
  const link = await page.locator(".result-link code").first().textContent() ?? "";
  assert.ok(new URL(link).hash.length > 100 && new URL(link).search === "");
  const tab = await browser.newContext({ ignoreHTTPSErrors: true });
  const guest = await tab.newPage();
  await guest.goto(link);
  await guest.getByRole("button").first().waitFor();
  assert.equal(new URL(guest.url()).hash, "");
  await screenshot(guest, "real-enrol");
  await guest.getByRole("button").first().click();
  await goTo("quarantine");
  await page.getByLabel("Quarantine group").selectOption({ label: "Newcomers" });
  const approve = page.getByRole("button", { name: "Approve" });
  await approve.waitFor();
  await screenshot(page, "real-quarantine");
  await page.getByLabel(/^Group for/).selectOption({ label: "tests" });
  await approve.click();
  await page.getByText("Nobody is waiting").waitFor();
  await tab.close();
});

step("shows a browser tab's desktop once its person allows it, and clicks reach it", async () => {
  await using pages = await servePages({
    ...await agentPages(server.enrollment),
    "/app": { type: "text/html; charset=utf-8", body: APPLICATION },
  }, 0);
  const tab = await browser.newContext({ ignoreHTTPSErrors: true });
  const guest = await tab.newPage();
  await guest.goto(`${pages.url}/app`);
  const nodeId = await guest.waitForFunction(() => {
    const { agent } = document.querySelector("mesh-agent") as unknown as {
      readonly agent?: { readonly state: string; readonly nodeId: string };
    };
    return agent?.state === "online" && agent.nodeId;
  });
  await server.waitForDevice(String(await nodeId.jsonValue()), ({ online }) => online);
  await goTo(`devices/${encodeURIComponent(String(await nodeId.jsonValue()))}/desktop`);
  await guest.getByRole("button", { name: "Allow" }).click();
  const canvas = page.locator("canvas");
  await page.waitForFunction(() => {
    const picture = document.querySelector("canvas");
    if (picture?.width !== 640) return false;
    const [red = 0] = picture.getContext("2d")?.getImageData(150, 220, 1, 1).data ?? [];
    return red > 150;
  });
  const box = await canvas.boundingBox();
  assert.ok(box !== null);
  await page.mouse.click(box.x + box.width * 150 / 640, box.y + box.height * 220 / 480);
  await guest.waitForFunction(() => "clicked" in globalThis);
  await screenshot(page, "real-desktop");
  const { violations } = await new AxeBuilder({ page }).analyze();
  assert.deepEqual(violations.filter(({ impact }) => impact === "serious").map(({ id }) => id), []);
  await tab.close();
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1440, 390]) {
    step(`no page has a serious axe finding, ${colorScheme}, ${width} px`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const device = `devices/${deviceId}`;
      const tabs = ["", "/terminal", "/files", "/console", "/events", "/notes", "/sharing"];
      const paths = [
        "devices",
        ...tabs.map((tab) => device + tab),
        "groups",
        `groups/${encodeURIComponent(server.enrollment.meshId)}`,
        "quarantine",
        "users",
        "user-groups",
        "events",
        "health",
        "account",
      ];
      const found: string[] = [];
      for (const path of paths) {
        await goTo(path);
        await page.waitForTimeout(700);
        const name = path.replace(deviceId, "device").replace(/groups\/.*/, "group").replace(
          /\W/g,
          "-",
        );
        await screenshot(page, `axe-${name}-${colorScheme}-${width}`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        for (const { id, impact, nodes } of violations) {
          if (impact !== "serious" && impact !== "critical") continue;
          found.push(
            `${path}: ${id} ${nodes.slice(0, 2).map(({ html }) => html.slice(0, 160)).join(" | ")}`,
          );
        }
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${path}: ${wide} px too wide`);
      }
      assert.deepEqual(found, []);
    });
  }
}

step("says when the server is away, and is current again by itself", async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await goTo("devices");
  await context.setOffline(true);
  await page.getByText("Not current since").waitFor();
  await screenshot(page, "real-stale");
  await context.setOffline(false);
  await page.getByText("Live", { exact: true }).waitFor();
});

async function goTo(path: string): Promise<void> {
  await page.goto(`${site.url}#/${path}`);
  await page.locator("#main h1").first().waitFor();
}

/** Part of one story: the page stays from one to the next. */
function step(name: string, body: () => Promise<void>): void {
  const options = { sanitizeOps: false, sanitizeResources: false };
  Deno.test(`console and MeshCentral: ${name}`, options, async () => {
    page.setDefaultTimeout(12_000);
    try {
      await body();
    } catch (error) {
      await screenshot(page, "failed");
      throw error;
    }
    assert.deepEqual(errors.splice(0), []);
  });
}

const APPLICATION = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>An application</title>
<canvas id="app" width="640" height="480" tabindex="0" aria-label="A picture"></canvas>
<mesh-agent enrollment="cs-agent.json" autostart managed source="#app" features="desktop"></mesh-agent>
<script>
  const canvas = document.getElementById("app");
  const context = canvas.getContext("2d");
  context.fillStyle = "#123456";
  context.fillRect(0, 0, 640, 480);
  context.fillStyle = "#c03030";
  context.fillRect(100, 180, 120, 120);
  canvas.addEventListener("click", () => globalThis.clicked = true);
</script>
<script type="module" src="embed.js"></script>
</html>`;
