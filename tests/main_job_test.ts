import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { promisify } from "node:util";
import { createApiClient } from "../api/client/mod.ts";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { type MainJob, startMainJob } from "./main_job.ts";
import { openMeshCentral } from "./meshcentral_page.ts";

Deno.test({
  name: "npm start: a tab opened in an ordinary browser stands in MeshCentral's own device list",
  async fn() {
    await using job = await startMainJob([]);
    assert.match(job.output(), /known holes/);
    const browser = await launchChromium();
    try {
      const agentPage = await browser.newPage();
      await agentPage.goto(job.door("Agent page"));
      await agentPage.getByText("Connected: this tab is a managed device").waitFor();
      await screenshot(agentPage, "agent-page");
      const nodeId = await agentPage.evaluate(
        () => (document.querySelector("mesh-agent") as unknown as WithAgent).agent.nodeId,
      );

      const meshCentral = await openMeshCentral(browser, job.door("MeshCentral"), {
        username: job.door("user name"),
        password: job.door("password"),
      });
      const device = meshCentral.getByText(/Chromium \d+ on/).filter({ visible: true }).first();
      await device.waitFor();
      await screenshot(meshCentral, "meshcentral-device-list");
      const listed = await meshCentral.evaluate(
        () => (globalThis as unknown as { nodes: { _id: string; conn?: number }[] }).nodes,
      );
      assert.deepEqual(listed.map(({ _id, conn }) => [_id, conn]), [[`node//${nodeId}`, 1]]);

      await openTerminalInConsole(browser, job);

      await device.click();
      await meshCentral.getByText("General").filter({ visible: true }).first().waitFor();
      await screenshot(meshCentral, "meshcentral-device");
    } finally {
      await browser.close();
    }
    await job.interrupt();
    assert.match(job.output(), /Everything is stopped/);
    await assert.rejects(fetch(job.door("MeshCentral")), "MeshCentral still answers");
    await assert.rejects(fetch(job.door("Agent page")), "the agent page still answers");
    assert.equal(await gitStatus(), "", "starting left something in the working tree");
  },
});

Deno.test("npm start -- --simulator: the tab stands in the simulator's list, and in the console", async () => {
  await using job = await startMainJob(["--simulator", "--logs"]);
  const browser = await launchChromium();
  try {
    const list = await browser.newPage();
    await list.goto(job.door("Device list"));
    await list.getByText("No device yet").waitFor();
    const agentPage = await browser.newPage();
    await agentPage.goto(job.door("Agent page"));
    await list.getByRole("cell", { name: "online" }).waitFor();
    await screenshot(list, "simulator-device-list");
    await openTerminalInConsole(browser, job);
    assert.match(job.output(), /^REST API +GET \/api\/devices 200 \d+ ms$/m);
    assert.match(job.output(), /^Simulator +online: Chromium/m);
    assert.match(job.output(), /^Agent page +GET \/cs-agent.json 200$/m);
    await agentPage.close();
    await list.getByRole("cell", { name: "offline" }).waitFor();
  } finally {
    await browser.close();
  }
  await job.interrupt();
  assert.match(job.output(), /Everything is stopped/);
});

Deno.test("npm start -- --data: what was there the last time is there again", async () => {
  const data = await mkdtemp(join(tmpdir(), "main-job-"));
  try {
    const seen: unknown[] = [];
    for (const start of [1, 2]) {
      await using job = await startMainJob(["--data", data]);
      const enrollment = await (await fetch(`${job.door("Agent page")}cs-agent.json`)).json();
      const client = createApiClient(new URL("/api", job.door("REST API")).href);
      const username = job.door("user name");
      await client.logIn({ username, password: job.door("password") });
      if (start === 1) await client.request("POST /device-groups", { name: "Made by hand" });
      const groups = await client.request("GET /device-groups");
      // MeshCentral tells them in no certain order.
      const ids = groups.map(({ id }) => id).sort();
      seen.push([username, enrollment.meshId, enrollment.serverId, ids]);
      await job.interrupt();
    }
    assert.deepEqual(seen[1], seen[0]);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});

/** As a person does it, with the login that was printed. */
async function openTerminalInConsole(browser: Browser, job: MainJob): Promise<void> {
  const console = await browser.newPage();
  await console.goto(job.door("Console"));
  await console.getByLabel("User name").fill(job.door("user name"));
  await console.getByLabel("Password", { exact: true }).fill(job.door("password"));
  await console.getByRole("button", { name: "Log in" }).click();
  await console.getByText(/Chromium \d+ on/).filter({ visible: true }).first().click();
  await console.getByRole("link", { name: "Terminal", exact: true }).click();
  await console.locator(".xterm-rows").getByText("/>").filter({ visible: true }).first().waitFor();
  await screenshot(console, "console-terminal-of-a-tab");
}

interface WithAgent {
  readonly agent: { readonly nodeId: string };
}

/** Compared with what was there before: a developer may be in the middle of something. */
async function gitStatus(): Promise<string> {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  const { stdout } = await promisify(execFile)("git", ["status", "--porcelain"], { cwd });
  return stdout.split("\n").filter((line) => !before.has(line)).join("\n");
}

const before = new Set(
  (await promisify(execFile)("git", ["status", "--porcelain"], {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
  })).stdout.split("\n"),
);
