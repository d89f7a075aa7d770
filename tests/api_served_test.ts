import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createApiClient } from "../api/client/mod.ts";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { formatMsh } from "../protocol/mod.ts";
import { RUNTIMES, serveApi } from "./api/served.ts";
import { launchChromium } from "./chromium.ts";
import { httpsFetch } from "./api/https_fetch.ts";
import { apiSuite } from "./api/suite.ts";
import { openSocket, runInTerminal } from "./api/terminal.ts";
import { startNativeAgent } from "./native_agent.ts";
import { startNginx } from "./nginx.ts";
import { startTestServer } from "./test_server.ts";
import { createTlsFiles } from "./tls_files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const JWT_SECRET = crypto.randomUUID() + crypto.randomUUID();

Deno.test.beforeAll(async () => {
  if (process.env.CS_BUILT === "1") return;
  await promisify(execFile)("npm", ["run", "build"], { cwd: ROOT });
});

for (const runtime of Object.keys(RUNTIMES) as (keyof typeof RUNTIMES)[]) {
  Deno.test(`the REST API under ${runtime}, behind nginx with the example file and TLS`, async (t) => {
    await using tls = await createTlsFiles();
    const [port, backendPort, apiPort] = [await freePort(), await freePort(), await freePort()];
    // MeshCentral asks nginx for its certificate when it starts, so nginx is up first.
    await using _nginx = await startNginx({ ...tls, port, backendPort, apiPort });
    await using server = await startTestServer({
      port: backendPort,
      settings: { trustedProxy: "127.0.0.1" },
      domain: { certUrl: `https://127.0.0.1:${port}/` },
    });
    const enrollment = { ...server.enrollment, server: `wss://127.0.0.1:${port}` };
    await using _agent = await startNativeAgent(formatMsh(enrollment));
    const deviceId = await server.firstDevice();
    await using api = await serveApi(runtime, {
      MESHCENTRAL_URL: server.server.webSocketUrl,
      JWT_SECRET,
      TRUSTED_PROXIES: "127.0.0.1",
      PORT: String(apiPort),
    });
    const fetch = httpsFetch(tls.pem);
    await apiSuite(t, {
      url: `https://localhost:${port}/api`,
      fetch,
      server,
      deviceId,
    });

    await t.step(
      "a terminal comes through a tunnel, opened by a ticket that is good once",
      async () => {
        const client = createApiClient(`https://localhost:${port}/api`, {
          fetch,
        });
        await client.logIn(server.server.admin);
        const { ticket } = await client.request("POST /devices/:id/tunnel", {
          id: deviceId,
          protocol: "terminal",
        });
        const open = (shown = ticket, origin?: string) =>
          openSocket(`wss://localhost:${port}/api/devices/${encodeURIComponent(deviceId)}/tunnel`, {
            ca: tls.pem,
            protocols: ["cs-tunnel", `ticket.${shown}`],
            ...(origin === undefined ? {} : { origin }),
          });
        assert.equal(await open(ticket, "https://evil.example").refused, 403);
        const socket = open();
        const expected = /42-from-the-tunnel/;
        const text = await runInTerminal(
          socket.socket,
          "echo $((6*7))-from-the-tunnel\r",
          expected,
        );
        assert.match(text, expected, api.output().split("\n").slice(-5).join("\n"));
        assert.equal(await open().refused, 401);
        assert.equal(await open("0".repeat(32)).refused, 401);

        const another = await client.request("POST /devices/:id/tunnel", {
          id: deviceId,
          protocol: "terminal",
        });
        const second = open(another.ticket);
        await second.opened;
        const closed = once(second.socket, "close");
        await client.logOut();
        await closed;
      },
    );

    await t.step("MeshCentral's own pages are at the root beside it", async () => {
      const response = await fetch(new Request(`https://localhost:${port}/`));
      assert.match(await response.text(), /MeshCentral/);
    });

    await t.step("it logs no secret, and ends in order when it is asked to", async () => {
      assert.equal(await api.stop(), 0);
      const output = api.output();
      assert.match(output, /"path":"\/mobile-auth","status":200/);
      for (const secret of [server.server.admin.password, JWT_SECRET]) {
        assert.ok(!output.includes(secret), "a secret is in the log");
      }
      assert.doesNotMatch(output, /eyJ[\w-]+\./);
    });
  });

  Deno.test(`the server under ${runtime} has the console beside the API, compressed and kept`, async () => {
    await using server = await startTestServer();
    await using api = await serveApi(runtime, {
      MESHCENTRAL_URL: server.server.webSocketUrl,
      JWT_SECRET,
      CONSOLE: runtime === "node" ? "1" : "dist/console",
    });
    const get = (path: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${api.port}${path}`, { headers });
    const page = await get("/");
    assert.match(await page.text(), /<title>Mesh Console/);
    assert.equal(page.headers.get("content-security-policy"), "frame-ancestors 'none'");
    assert.equal(page.headers.get("cache-control"), "no-cache");
    const again = await get("/", { "if-none-match": page.headers.get("etag") ?? "" });
    assert.equal(again.status, 304);
    const script = await get("/main.js", { "accept-encoding": "br" });
    assert.equal(script.headers.get("vary"), "Accept-Encoding");
    const [part = ""] = /parts\/[\w.-]+\.js/.exec(await script.text()) ?? [];
    const loaded = await get(`/${part}`);
    await loaded.body?.cancel();
    assert.match(loaded.headers.get("cache-control") ?? "", /immutable/);
    const document = await get("/api/openapi.json", { "accept-encoding": "gzip" });
    assert.match(document.headers.get("vary") ?? "", /accept-encoding/i);
    assert.match((await document.json()).openapi, /^3\.1/);
    const missing = await get("/parts/none.js");
    assert.deepEqual([missing.status, (await missing.json()).code], [404, "not_found"]);

    const browser = await launchChromium();
    try {
      const console = await browser.newPage();
      await console.goto(`http://localhost:${api.port}/`);
      const { username, password } = server.server.admin;
      await console.getByLabel("User name").fill(username);
      await console.getByLabel("Password", { exact: true }).fill(password);
      await console.getByRole("button", { name: "Log in" }).click();
      await console.getByRole("heading", { name: "Devices", level: 1 }).waitFor();
      await console.locator(".live.live").waitFor(); // a stream that is not held back
    } finally {
      await browser.close();
    }
  });

  Deno.test(`the server under ${runtime} refuses to start with a short secret, and says what to do`, async () => {
    const start = serveApi(runtime, { MESHCENTRAL_URL: "ws://127.0.0.1:9", JWT_SECRET: "short" });
    await assert.rejects(start, /has 5 bytes; at least 32 are needed.*openssl rand -base64 48/s);
    await assert.rejects(serveApi(runtime, { JWT_SECRET }), /Set MESHCENTRAL_URL/);
    await assert.rejects(
      serveApi(runtime, { JWT_SECRET, MESHCENTRAL_URL: "ws://127.0.0.1:9", CONSOLE: "examples" }),
      /there is no console in examples/,
    );
  });
}

Deno.test("two servers with one secret take each other's tokens, and know of each other's logouts", async () => {
  await using server = await startTestServer();
  const env = { MESHCENTRAL_URL: server.server.webSocketUrl, JWT_SECRET };
  await using one = await serveApi("node", env);
  await using two = await serveApi("deno", env);
  const first = createApiClient(`http://127.0.0.1:${one.port}`);
  const { token } = await first.logIn(server.server.admin);
  const second = createApiClient(`http://127.0.0.1:${two.port}`, { token });
  assert.equal((await second.request("GET /me")).name, server.server.admin.username);
  await first.logOut();
  // Without a shared store the other one is told by MeshCentral, at its next connection.
  const third = createApiClient(`http://127.0.0.1:${one.port}`, { token });
  await assert.rejects(third.request("GET /me"), { code: "session_ended" });
});
