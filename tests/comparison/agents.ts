import { join } from "node:path";
import {
  BrowserAgent,
  consoleFeature,
  filesFeature,
  memoryFileSystem,
  terminalFeature,
} from "../../agent/mod.ts";
import { ControlClient } from "../../control/mod.ts";
import { formatMsh } from "../../protocol/mod.ts";
import { wsTransport } from "../../transport/ws.ts";
import { startNativeAgent } from "../native_agent.ts";
import { startTestServer, type TestServer } from "../test_server.ts";
import { until } from "../until.ts";
import type { Device, Heard, Link } from "./device.ts";
import { agentPlace, diskPlace } from "./place.ts";

/** A device of a real server. */
export interface ServedDevice extends Device, AsyncDisposable {
  /** The id in full: `node//…`. */
  readonly id: string;
  readonly client: ControlClient;
}

/** MeshCentral's own Linux agent and ours, online at one server. */
export interface BothAgents extends AsyncDisposable {
  readonly native: ServedDevice;
  readonly ours: ServedDevice;
}

/** Starts a real MeshCentral and both agents; `env`: of the native agent's X display. */
export async function startBothAgents(
  env: Readonly<Record<string, string>> = {},
): Promise<BothAgents & { readonly test: TestServer }> {
  const stack = new AsyncDisposableStack();
  const test = stack.use(await startTestServer({ tls: true }));
  const ours = stack.use(await startOurs(test));
  const program = stack.use(await startNativeAgent(formatMsh(test.enrollment), env));
  const client = stack.use(await test.operator());
  const native = await until(async () =>
    (await client.devices()).find(({ id, online }) => online && id !== ours.id)?.id
  );
  const place = diskPlace(join(program.folder, "cases"));
  return {
    native: stack.use(await asDevice(test, native, { place, prompt: "# " })),
    ours,
    test,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** Our agent, unattended, with files in memory. */
export async function startOurs(test: TestServer): Promise<ServedDevice> {
  const root = memoryFileSystem();
  const agent = new BrowserAgent({
    ...test.enrollment,
    managed: true,
    consent: "none",
    features: [consoleFeature(), terminalFeature({ root }), filesFeature({ root })],
    webSocket: wsTransport({ rejectUnauthorized: false }),
  });
  await agent.connect();
  const device = await asDevice(test, `node//${agent.nodeId}`, {
    place: agentPlace(root),
    prompt: "/> ",
  });
  return {
    ...device,
    async [Symbol.asyncDispose]() {
      await device[Symbol.asyncDispose]();
      await agent.close();
    },
  };
}

/** A device with an operator of its own, whose messages of it are kept. */
export async function asDevice(
  { server }: TestServer,
  id: string,
  { place, prompt }: Pick<Device, "place" | "prompt">,
): Promise<ServedDevice> {
  const heard: Heard = { console: [], log: [], results: [] };
  const open = wsTransport({ rejectUnauthorized: false });
  const client = await ControlClient.connect({
    url: server.webSocketUrl,
    ...server.admin,
    login: "header",
    webSocket: (url, request) => {
      const socket = open(url, request);
      if (url.includes("control.ashx")) {
        socket.addEventListener("message", ({ data }) => {
          if (typeof data === "string") hear(heard, id, JSON.parse(data));
        });
      }
      return socket;
    },
  });
  return {
    id,
    client,
    heard,
    place,
    prompt,
    open: (protocol, receive) => openLink(client, id, protocol, receive),
    async ask(line) {
      const answers = { until: () => true, timeout: 5_000 }; // the first text is the answer
      return (await client.consoleCommand(id, line, answers)).join("\n");
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function openLink(
  client: ControlClient,
  id: string,
  protocol: "files" | "terminal" | "desktop",
  receive: (frame: string | Uint8Array) => void,
): Promise<Link> {
  const tunnel = await client.openTunnel(id, { protocol, raw: true, timeout: 40_000 });
  let closed = false;
  void (async () => {
    for await (const frame of tunnel) if (frame !== "c" && frame !== "cr") receive(frame);
  })().catch(() => {}).finally(() => closed = true);
  return {
    get closed() {
      return closed;
    },
    send: (frame) => tunnel.send(frame as string).catch(() => {}),
    close: () => tunnel.close(),
  };
}

function hear(heard: Heard, id: string, message: Record<string, unknown>): void {
  const { action, type, nodeid, value, result } = message;
  if (action === "msg" && type === "console" && nodeid === id) heard.console.push(String(value));
  if (action === "msg" && type === "runcommands" && nodeid === id) {
    heard.results.push(String(result));
  }
  const event = message["event"] as Record<string, unknown> | undefined;
  if (action === "event" && event?.["action"] === "agentlog" && event["nodeid"] === id) {
    heard.log.push(String(event["msg"]));
  }
}
