/**
 * What one waits for before the first click: the console and MeshCentral's own page, side by side,
 * over one real MeshCentral, each from an origin on loopback that compresses.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { createApiClient } from "../api/client/mod.ts";
import { compressConsole } from "../console/build/compress_console.ts";
import { serveApi } from "../tests/api/served.ts";
import { launchChromium } from "../tests/chromium.ts";
import { serveConsole } from "../tests/console_build.ts";
import { openMeshCentral } from "../tests/meshcentral_page.ts";
import { startTestServer, type TestServer } from "../tests/test_server.ts";
import { type Cost, firstViews, type View } from "./first_view.ts";
import { deviceGroup, seedDevices } from "./seed_devices.ts";

const DEVICES = 100;

interface Views {
  readonly login: View;
  readonly list: View;
}

/** Markdown: what the first views cost. */
export async function consoleBesideMeshCentral(): Promise<string> {
  await using server = await startTestServer();
  await seedDevices(server.server, await deviceGroup(server), DEVICES);
  await using served = await serveConsoleAndApi(server);
  const browser = await launchChromium();
  try {
    const ours = await ourViews(served.url, server);
    const theirs = await theirViews(browser, server);
    const costs = await firstViews(browser, {
      "an empty page with one field": { ...ours.login, url: `${served.url}empty.html` },
      "login: console": ours.login,
      "login: MeshCentral": theirs.login,
      [`list of ${DEVICES} devices: console`]: ours.list,
      [`list of ${DEVICES} devices: MeshCentral`]: theirs.list,
    });
    return [
      "| first view, nothing cached, CPU throttled 4 times | drawn | takes a letter, median of 9 | of it the main thread's own | fastest–slowest | requests | on the wire | JS heap |",
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
      ...Object.entries(costs).map(([what, cost]) => row(what, cost)),
    ].join("\n");
  } finally {
    await browser.close();
  }
}

function row(what: string, cost: Cost): string {
  const { drawn, interactive, busy, fastest, slowest, requests, bytes, heap } = cost;
  return `| ${
    [
      what,
      `${Math.round(drawn)} ms`,
      `${Math.round(interactive)} ms`,
      `${Math.round(busy)} ms`,
      `${Math.round(fastest)}–${Math.round(slowest)} ms`,
      requests,
      `${(bytes / 1000).toFixed(1)} kB`,
      `${(heap / 1e6).toFixed(1)} MB`,
    ].join(" | ")
  } |`;
}

/** As it is deployed: the API and the console from a process of their own. */
async function serveConsoleAndApi({ server }: TestServer) {
  const site = await serveConsole();
  await compressConsole(site.folder);
  // What every page takes on this machine at this moment.
  await writeFile(
    join(site.folder, "empty.html"),
    "<!doctype html><title>Empty</title><input name=username>",
  );
  const api = await serveApi("deno", {
    MESHCENTRAL_URL: server.webSocketUrl,
    JWT_SECRET: crypto.randomUUID() + crypto.randomUUID(),
    CONSOLE: site.folder,
  });
  return {
    url: `http://localhost:${api.port}/`,
    async [Symbol.asyncDispose]() {
      await api.stop();
      await site[Symbol.asyncDispose]();
    },
  };
}

async function ourViews(url: string, { server }: TestServer): Promise<Views> {
  const client = createApiClient(`${url}api`);
  const { token, user, scope, expiresAt } = await client.logIn(server.admin);
  const session = {
    server: client.url,
    name: user.name,
    userId: user.id,
    scope,
    expiresAt: Date.parse(expiresAt),
    kept: true,
    token,
  };
  const value = JSON.stringify(session);
  const origin = new URL(url).origin;
  const localStorage = [{ name: "cs-console.session", value }];
  const username = "input[name=username]";
  return {
    login: { url, shows: username, takes: username },
    list: {
      url,
      shows: "[data-index] a",
      takes: "input[type=search]",
      login: { cookies: [], origins: [{ origin, localStorage }] },
    },
  };
}

async function theirViews(
  browser: Browser,
  { server }: TestServer,
): Promise<Views> {
  const url = `${server.url}/`;
  const context = await browser.newContext();
  const page = await openMeshCentral(context, url, server.admin);
  const device = '#xdevices [id*="node//"]';
  await page.locator(device).first().waitFor();
  const login = await context.storageState();
  await context.close();
  return {
    login: { url, shows: "#username", takes: "#username" },
    list: { url, shows: device, takes: "#SearchInput", login },
  };
}
