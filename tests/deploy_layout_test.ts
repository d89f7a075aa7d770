import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createApiClient } from "../api/client/mod.ts";
import { launchChromium } from "./chromium.ts";
import { startDeployment } from "./deployment/deployment.ts";
import { publicFetch, publicSocket } from "./deployment/public_fetch.ts";
import { startDevice } from "./kills/device.ts";
import { Ledger } from "./kills/ledger.ts";
import { delay, PUBLIC_URL } from "./kills/operator.ts";
import { SeededRandom } from "./kills/seeded_random.ts";
import { verify } from "./kills/verify.ts";
import { underTraffic } from "./kills/workers.ts";
import { until } from "./until.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Milliseconds of traffic around each kill. */
const CALM = 1_500;

Deno.test.beforeAll(async () => {
  if (process.env.CS_BUILT === "1") return;
  await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
});

Deno.test("the production layout of examples/deploy starts, and outlives kills", async (t) => {
  await using deployment = await startDeployment();
  const { door, admin, places, api, redis } = deployment;
  const fetch = publicFetch(door);
  const textOf = async (url: string) => await (await fetch(new Request(url))).text();

  await t.step("each name leads to what belongs there, and no other name to anything", async () => {
    assert.match(await textOf("https://mesh.example.com/"), /MeshCentral/);
    assert.match(await textOf("https://console.example.com/devices"), /<title>Mesh Console/);
    assert.match(await textOf("https://agents.example.com/"), /<mesh-agent/);
    assert.match(await textOf(`${PUBLIC_URL}/health`), /"meshcentral":"ok"/);
    await assert.rejects(textOf("https://evil.example/"));
    const plain = get(`http://127.0.0.1:${places.ports.http}/a`, {
      headers: { host: "mesh.example.com" },
      agent: false,
    });
    const [{ statusCode, headers }] = await once(plain, "response");
    plain.destroy();
    assert.deepEqual([statusCode, headers.location], [301, "https://mesh.example.com/a"]);
  });

  await t.step("MeshCentral keeps its accounts in PostgreSQL", async () => {
    const users = "SELECT id FROM main WHERE type = 'user'";
    assert.equal(await deployment.postgres.query(users), "user//admin");
  });

  await t.step(
    "MeshCentral is told the client's own address",
    async () => {
      const outside = publicFetch({ ...door, from: "127.0.1.77" });
      const claims = { "content-type": "application/json", "x-forwarded-for": "9.9.9.9" };
      const body = JSON.stringify(admin);
      const login = new Request(`${PUBLIC_URL}/mobile-auth`, {
        method: "POST",
        headers: claims,
        body,
      });
      const { token } = await (await outside(login)).json();
      const client = createApiClient(PUBLIC_URL, { fetch: outside, token });
      await client.request("GET /me");
      await using operator = await deployment.operator();
      const sessions = await operator.serverConsole("usersessions");
      assert.match(sessions, /127\.0\.1\.77 -->/);
      assert.doesNotMatch(sessions, /9\.9\.9\.9/);
      await client.logOut();
    },
  );

  await t.step("the console shows a tab of the agent page, each on its name", async () => {
    const enrollment = JSON.stringify(await deployment.enrollment("tabs"));
    await writeFile(join(places.root, "srv/agents/cs-agent.json"), enrollment);
    const { port } = door;
    const browser = await launchChromium({
      served: { names: "*.example.com", port, keyHash: deployment.keyHash },
    });
    try {
      const tab = await browser.newPage();
      await tab.goto("https://agents.example.com/");
      await tab.getByRole("button", { name: "Connect" }).click();
      await tab.getByRole("button", { name: "Allow" }).click();
      const console = await browser.newPage();
      await console.goto("https://console.example.com/");
      await console.getByLabel("User name").fill(admin.username);
      await console.getByLabel("Password", { exact: true }).fill(admin.password);
      await console.getByRole("button", { name: "Log in" }).click();
      await console.locator(".live.live").waitFor();
      await console.getByText(/Chrom/).first().waitFor(); // the tab's name: browser and platform
    } finally {
      await browser.close();
    }
  });

  await using device = startDevice(await deployment.enrollment("devices"), door);
  const id = await until(() => Promise.resolve(device.nodeId));

  await t.step("a tunnel opens for a page of the console, and for no other page", async () => {
    const client = createApiClient(PUBLIC_URL, { fetch });
    await client.logIn(admin);
    const { ticket } = await client.request("POST /devices/:id/tunnel", { id, protocol: "files" });
    const url = `${PUBLIC_URL.replace("http", "ws")}/devices/${encodeURIComponent(id)}/tunnel`;
    const open = (origin: string) =>
      publicSocket(door, url, { protocols: ["cs-tunnel", `ticket.${ticket}`], origin });
    const foreign = open("https://agents.example.com");
    foreign.on("error", () => {});
    const [, { statusCode }] = await once(foreign, "unexpected-response");
    assert.equal(statusCode, 403);
    foreign.terminate();
    const socket = open("https://console.example.com");
    await once(socket, "open");
    socket.close();
    await once(socket, "close");
    await client.logOut();
  });

  await t.step("one instance and Redis are killed under traffic: nothing is lost", async () => {
    const ledger = new Ledger("k-");
    const random = new SeededRandom(1);
    const loggedOut = createApiClient(PUBLIC_URL, { fetch });
    const { token } = await loggedOut.logIn(admin);
    await loggedOut.logOut();
    const pause = () => delay(CALM, new AbortController().signal);
    await underTraffic({ deployment, ledger, random, deviceId: id }, async () => {
      await pause();
      await api[0].kill();
      await pause();
      await api[0].ready();
      const refused = [...ledger.refused.keys()];
      assert.ok(refused.every((code) => code.startsWith("502 ")), refused.join());
      await redis.kill();
      await redis.ready();
      await pause();
    });
    assert.deepEqual([api[0].starts, api[1].starts, redis.starts], [2, 1, 2]);
    const { lost, twice } = await verify(deployment, ledger, device);
    assert.deepEqual({ lost, twice, late: ledger.late }, { lost: [], twice: [], late: [] });
    assert.equal(ledger.streams.ended, 0, "a stream counts the death of a server as a logout");
    for (const kind of ["user", "group", "command", "upload"] as const) {
      assert.ok(ledger.acknowledged(kind).length > 0, kind);
    }
    for (const port of places.ports.api) {
      const client = createApiClient(`http://127.0.0.1:${port}`, { token });
      await assert.rejects(client.request("GET /me"), { code: "session_ended" });
    }
  });
});
