import process from "node:process";
import {
  BrowserAgent,
  clipboardFeature,
  consoleFeature,
  filesFeature,
  limitsFeature,
  memoryFileSystem,
  messagesFeature,
  openUrlFeature,
  terminalFeature,
} from "../../../agent/mod.ts";
import { ControlClient } from "../../../control/mod.ts";
import { freePort } from "../../../launcher/meshcentral/free_port.ts";
import { formatMsh } from "../../../protocol/mod.ts";
import { wsTransport } from "../../../transport/ws.ts";
import { startNativeAgent } from "../../native_agent.ts";
import { DESKTOP_TOOLS, ensureSystemTools } from "../../setup/system_tools.ts";
import { startTestServer, type TestServer } from "../../test_server.ts";
import { createTlsFiles } from "../../tls_files.ts";
import { until } from "../../until.ts";
import { startXDisplay } from "../../x_display.ts";
import { type RecordingProxy, startRecordingProxy } from "./recording_proxy.ts";

/** All the parts between which frames are recorded. */
export interface Stage extends AsyncDisposable {
  readonly server: TestServer;
  readonly proxy: RecordingProxy;
  /** `wss://` of the proxy. */
  readonly url: string;
  readonly operator: ControlClient;
  /** Full ids of the native agent's device and of ours. */
  readonly native: string;
  readonly ours: string;
  /** The native agent's folder: the only one that is listed. */
  readonly folder: string;
}

/** Starts them, and waits until both agents are online. */
export async function startStage(): Promise<Stage> {
  ensureSystemTools(DESKTOP_TOOLS);
  const tls = await createTlsFiles();
  const backendPort = await freePort();
  const proxy = await startRecordingProxy(tls, backendPort);
  const server = await startTestServer({
    port: backendPort,
    settings: { trustedProxy: "127.0.0.1", cert: "localhost", allowLoginToken: true },
    domain: { certUrl: `https://127.0.0.1:${proxy.port}/` },
  });
  const url = `wss://localhost:${proxy.port}`;
  const enrollment = { ...server.enrollment, server: `${url}/agent.ashx` };
  const webSocket = wsTransport({ ca: tls.pem });
  const files = memoryFileSystem();
  const ours = new BrowserAgent({
    ...enrollment,
    name: "our agent",
    managed: true,
    consent: "notify",
    person: { ask: () => Promise.resolve(true), notify: () => {}, connected: () => {} },
    webSocket,
    features: [
      consoleFeature(),
      terminalFeature({ root: files }),
      filesFeature({ root: files }),
      messagesFeature(),
      openUrlFeature({ open: () => true }),
      clipboardFeature({
        readText: () => Promise.resolve("copied"),
        writeText: () => Promise.resolve(),
      }),
      limitsFeature(),
    ],
  });
  await ours.connect();
  const display = await startXDisplay(320, 200);
  const agent = await startNativeAgent(formatMsh(enrollment), display.env);
  const operator = await ControlClient.connect({ url, ...server.server.admin, webSocket });
  const native = await until(async () =>
    (await operator.devices()).find(({ online, agent }) => online && agent?.id === 6 && agent.core)
      ?.id
  ).catch((error) => {
    process.stderr.write(agent.output());
    throw error;
  });
  return {
    server,
    proxy,
    url,
    operator,
    native,
    ours: `node//${ours.nodeId}`,
    folder: agent.folder,
    async [Symbol.asyncDispose]() {
      await operator.close();
      await ours.close();
      await agent[Symbol.asyncDispose]();
      await display[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await tls[Symbol.asyncDispose]();
    },
  };
}
