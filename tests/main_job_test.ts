import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { screenshot } from "./artifacts.ts";
import { launchChromium } from "./chromium.ts";
import { startMainJob } from "./main_job.ts";
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
      const device = meshCentral.getByText(/Chromium \d+ on/).first();
      await device.waitFor();
      await screenshot(meshCentral, "meshcentral-device-list");
      const listed = await meshCentral.evaluate(
        () => (globalThis as unknown as { nodes: { _id: string; conn?: number }[] }).nodes,
      );
      assert.deepEqual(listed.map(({ _id, conn }) => [_id, conn]), [[`node//${nodeId}`, 1]]);

      const console = await browser.newPage();
      await console.goto(job.door("Console"));
      await console.getByLabel("User name").fill(job.door("user name"));
      await console.getByLabel("Password", { exact: true }).fill(job.door("password"));
      await console.getByRole("button", { name: "Log in" }).click();
      await console.getByText(/Chromium \d+ on/).first().click();
      await console.getByRole("link", { name: "Terminal", exact: true }).click();
      await console.locator(".xterm-rows").getByText("/>").first().waitFor();
      await screenshot(console, "console-terminal-of-a-tab");

      await device.click();
      await meshCentral.getByText("General").first().waitFor();
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

Deno.test("npm start -- --simulator: the tab stands in the simulator's list", async () => {
  await using job = await startMainJob(["--simulator"]);
  const browser = await launchChromium();
  try {
    const list = await browser.newPage();
    await list.goto(job.door("Device list"));
    await list.getByText("No device yet").waitFor();
    const agentPage = await browser.newPage();
    await agentPage.goto(job.door("Agent page"));
    await list.getByRole("cell", { name: "online" }).waitFor();
    await screenshot(list, "simulator-device-list");
    await agentPage.close();
    await list.getByRole("cell", { name: "offline" }).waitFor();
  } finally {
    await browser.close();
  }
  await job.interrupt();
  assert.match(job.output(), /Everything is stopped/);
});

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
