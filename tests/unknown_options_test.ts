import assert from "node:assert/strict";
import {
  AgentError,
  BrowserAgent,
  commandShell,
  consoleFeature,
  desktopFeature,
  filesFeature,
  memoryFileSystem,
  openUrlFeature,
  screenSource,
  terminalFeature,
} from "../agent/mod.ts";
import { ApiConfigError, createApi } from "../api/mod.ts";
import { createApiClient } from "../api/client/mod.ts";
import { ControlClient, ControlError, ReconnectingControlClient } from "../control/mod.ts";
import { MeshSimulator } from "../simulator/mod.ts";
import { wsTransport } from "../transport/ws.ts";

const AGENT = {
  server: "wss://server.invalid",
  meshId: "00".repeat(48),
  serverId: "00".repeat(48),
};
const API = { meshcentral: "ws://127.0.0.1:9", jwtSecret: "x".repeat(48) };
const CONTROL = { url: "ws://127.0.0.1:9", username: "a", password: "b" };

/** Plain JavaScript, which no compiler checks. */
const CALLS: readonly (readonly [
  call: (options: never) => unknown,
  options: object,
  message: RegExp,
  kind: abstract new (...args: never[]) => Error,
])[] = [
  [
    agent,
    { access: { managed: true } },
    /^access: not an option; did you mean managed\?/,
    AgentError,
  ],
  [agent, { serverID: "" }, /^serverID: .* mean serverId\?/, AgentError],
  [agent, { feature: [] }, /^feature: .* mean features\?/, AgentError],
  [agent, { timeOut: 1 }, /^timeOut: .* mean timeout\?/, AgentError],
  [agent, { "we(ird": 1 }, /^we\(ird: not an option; there are server, meshId/, AgentError],
  [agent, { keepAlive: { intervall: 1 } }, /^keepAlive\.intervall: .*interval\?/, AgentError],
  [agent, { reconnect: { minDelays: 1 } }, /^reconnect\.minDelays: .*minDelay\?/, AgentError],
  [(options) => new BrowserAgent(AGENT).connect(options), { retries: true }, /retry/, AgentError],
  [filesFeature, { roots: 1 }, /^filesFeature: roots: .* mean root\?/, AgentError],
  [filesFeature, { root: "/tmp" }, /^filesFeature: root: not a file system/, AgentError],
  [
    filesFeature,
    { unzipLimits: { total: 1 } },
    /unzipLimits\.total: .* mean totalSize/,
    AgentError,
  ],
  [terminalFeature, { command: [] }, /^terminalFeature: command: .* mean commands\?/, AgentError],
  [terminalFeature, { root: 5 }, /^terminalFeature: root/, AgentError],
  [desktopFeature, { sources: [] }, /^desktopFeature: sources: .* mean source\?/, AgentError],
  [consoleFeature, { comands: {} }, /^consoleFeature: comands: .* mean commands\?/, AgentError],
  [openUrlFeature, { opens: 1 }, /^openUrlFeature: opens: .* mean open\?/, AgentError],
  [screenSource, { elements: 1 }, /^screenSource: elements: .* mean element\?/, AgentError],
  [commandShell, { files: memoryFileSystem(), JS: true }, /^commandShell: JS: .*js\?/, AgentError],
  [wsTransport, { rejectUnauthorised: false }, /^wsTransport: rejectUnauthorised: /, TypeError],
  [wsTransport, { tlshash: "00" }, /mean tlsHash\?/, TypeError],
  [ControlClient.connect, { ...CONTROL, user: "a" }, /^user: .* mean username\?/, ControlError],
  [ControlClient.connect, { ...CONTROL, headres: {} }, /^headres: not an option/, ControlError],
  [
    ReconnectingControlClient.connect,
    { ...CONTROL, backoff: {} },
    /^backoff: .* mean backOff\?/,
    ControlError,
  ],
  [createApi, { ...API, trustedProxy: [] }, /^createApi: trustedProxy: /, ApiConfigError],
  [createApi, { ...API, jwtSecrets: [] }, /mean jwtSecret\?/, ApiConfigError],
  [(options) => createApiClient("https://a", options), { tokens: "" }, /tokens: /, TypeError],
  [(options) => new MeshSimulator(options), { group: [] }, /^MeshSimulator: .*groups/, TypeError],
  [
    (options) => new MeshSimulator().listen(options),
    { host: "" },
    /^listen: .*hostname/,
    TypeError,
  ],
];

for (const [call, options, message, kind] of CALLS) {
  Deno.test(`an option that does not exist is refused: ${JSON.stringify(options)}`, async () => {
    await assert.rejects(async () => await call(options as never), (error) => {
      assert.ok(error instanceof kind, String(error));
      assert.match(error.message, message);
      return true;
    });
  });
}

function agent(options: object): BrowserAgent {
  return new BrowserAgent({ ...AGENT, ...options });
}
