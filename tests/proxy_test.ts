import assert from "node:assert/strict";
import { AgentError, BrowserAgent } from "../agent/mod.ts";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { deriveServerHash, formatHexId } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { startNginx } from "./nginx.ts";
import { startTestServer } from "./test_server.ts";
import { createTlsFiles } from "./tls_files.ts";

Deno.test("behind nginx with TLS it is the proxy's certificate that counts", async (t) => {
  await using tls = await createTlsFiles();
  const port = await freePort();
  const backendPort = await freePort();
  // MeshCentral asks the proxy for its certificate when it starts, so the proxy is up first.
  await using _nginx = await startNginx({ ...tls, backendPort, port });
  await using behind = await startTestServer({
    port: backendPort,
    settings: { trustedProxy: "127.0.0.1" },
    domain: { certUrl: `https://127.0.0.1:${port}/` },
  });
  const enrollment = { ...behind.enrollment, server: `wss://localhost:${port}` };
  const webSocket = wsTransport({ ca: tls.pem });
  const proxyHash = formatHexId(await deriveServerHash(tls.certificate));

  await t.step("MeshCentral itself names the proxy's hash", () => {
    assert.equal(behind.enrollment.serverHash, proxyHash);
  });

  await t.step("an agent that reads the hash from its connection enrols", async () => {
    const { serverHash: _, ...withoutHash } = enrollment;
    await using agent = new BrowserAgent({ ...withoutHash, webSocket });
    await agent.connect();
    await behind.waitForDevice(agent.nodeId, ({ online }) => online);
  });

  await t.step("a certificate that the proxy showed before its renewal is refused", async () => {
    await using earlier = await createTlsFiles();
    const agent = new BrowserAgent({
      ...enrollment,
      serverHash: formatHexId(await deriveServerHash(earlier.certificate)),
      webSocket,
      timeout: 1500,
    });
    await assert.rejects(agent.connect(), refusedWithCertUrl);
  });

  // meshagent.js compares with defaultWebCertificateFullHash, too: not what one would expect, and
  // good to know for agents that are told the backend's tlshash by mistake.
  await t.step("the hash of the backend's own certificate is accepted as well", async () => {
    await using direct = await startTestServer(); // with the same keys
    assert.equal(direct.enrollment.serverId, behind.enrollment.serverId);
    const { serverHash } = direct.enrollment;
    assert.notEqual(serverHash, proxyHash);
    await using agent = new BrowserAgent({ ...enrollment, serverHash, webSocket });
    await agent.connect();
    assert.equal(agent.state, "online");
  });

  await t.step("one that was given the proxy's hash enrols, in either form", async () => {
    for (const form of ["certificate", "key"] as const) {
      const serverHash = formatHexId(await deriveServerHash(tls.certificate, form));
      await using agent = new BrowserAgent({ ...enrollment, serverHash, webSocket });
      await agent.connect();
      assert.equal(agent.state, "online");
    }
  });
});

Deno.test("without certUrl the proxy's hash is refused, with a hint at certUrl", async () => {
  await using tls = await createTlsFiles();
  await using behind = await startTestServer();
  await using nginx = await startNginx({
    ...tls,
    backendPort: Number(new URL(behind.server.url).port),
  });
  const { serverHash: _, ...enrollment } = behind.enrollment;
  const agent = new BrowserAgent({
    ...enrollment,
    server: `wss://localhost:${nginx.port}`,
    webSocket: wsTransport({ ca: tls.pem }),
    timeout: 1500,
  });
  await assert.rejects(agent.connect(), refusedWithCertUrl);
});

function refusedWithCertUrl(error: unknown): boolean {
  assert.ok(error instanceof AgentError);
  assert.equal(error.code, "server-hash-refused");
  assert.match(error.hint, /certUrl/);
  return true;
}
