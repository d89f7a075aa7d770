import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createApiClient } from "../api/client/mod.ts";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { formatMsh } from "../protocol/mod.ts";
import { RUNTIMES, serveApi } from "./api/served.ts";
import { apiSuite } from "./api/suite.ts";
import { startNativeAgent } from "./native_agent.ts";
import { startNginx } from "./nginx.ts";
import { startTestServer } from "./test_server.ts";
import { createTlsFiles } from "./tls_files.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const JWT_SECRET = crypto.randomUUID() + crypto.randomUUID();

/** `fetch` with another trust: an option that only Deno's own types know. */
function trusting(client: Deno.HttpClient): (request: Request) => Promise<Response> {
  return (request) => fetch(request, { client } as RequestInit);
}

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
    using client = Deno.createHttpClient({ caCerts: [tls.pem] });
    await apiSuite(t, {
      url: `https://localhost:${port}/api`,
      fetch: trusting(client),
      server,
      deviceId,
    });

    await t.step("MeshCentral's own pages are at the root beside it", async () => {
      const response = await trusting(client)(new Request(`https://localhost:${port}/`));
      assert.match(await response.text(), /MeshCentral/);
    });

    await t.step("it logs no secret, and ends in order when it is asked to", async () => {
      assert.equal(await api.stop(), 0);
      const output = api.output();
      assert.match(output, /"message":"POST \/mobile-auth 200"/);
      for (const secret of [server.server.admin.password, JWT_SECRET]) {
        assert.ok(!output.includes(secret), "a secret is in the log");
      }
      assert.doesNotMatch(output, /eyJ[\w-]+\./);
    });
  });

  Deno.test(`the server under ${runtime} refuses to start with a short secret, and says what to do`, async () => {
    const start = serveApi(runtime, { MESHCENTRAL_URL: "ws://127.0.0.1:9", JWT_SECRET: "short" });
    await assert.rejects(start, /has 5 bytes; at least 32 are needed.*openssl rand -base64 48/s);
    await assert.rejects(serveApi(runtime, { JWT_SECRET }), /Set MESHCENTRAL_URL/);
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
