import { createApi } from "../api/mod.ts";
import { formatMsh } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { apiSuite } from "./api/suite.ts";
import { startNativeAgent } from "./native_agent.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("the REST API, called directly", async (t) => {
  await using server = await startTestServer({ tls: true });
  await using _agent = await startNativeAgent(formatMsh(server.enrollment));
  await using api = createApi({
    meshcentral: server.server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    webSocket: wsTransport({ ca: server.server.rootCertificate }),
  });
  const deviceId = await server.firstDevice();
  await apiSuite(t, {
    url: "http://api.example/api",
    alsoAt: ["http://api.example"],
    fetch: api.fetch,
    server,
    deviceId,
  });
});
