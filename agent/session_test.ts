import assert from "node:assert/strict";
import { Command, encodeMessage, type JsonObject, type Message } from "../protocol/mod.ts";
import {
  type AgentFeature,
  type AgentSession,
  type AgentStateEvent,
  BrowserAgent,
  type BrowserAgentOptions,
  memoryFileSystem,
  terminalFeature,
} from "./mod.ts";
import { OPTIONS, TestServer } from "./test_server.ts";

/** Online with a server, and a keep-alive that ticks when the test says so. */
async function online(
  options: Partial<BrowserAgentOptions> = {},
  server: TestServer = new TestServer(),
) {
  let tick = (): void => {};
  let interval = 0;
  const agent = new BrowserAgent({
    ...OPTIONS,
    webSocket: () => server.connect(),
    keepAlive: {
      ticker: (milliseconds, onTick) => {
        interval = milliseconds;
        tick = onTick;
        return () => tick = () => {};
      },
    },
    ...options,
  });
  await agent.connect();
  await server.hearsAction("coreinfo");
  server.heard.length = 0;
  return { server, agent, tick: () => tick(), interval };
}

/** What the server was told of this command, once the agent has handled all that it was sent. */
async function heardOf(server: TestServer, command: Message["command"]): Promise<Message[]> {
  server.tell({ action: "ping" });
  await server.hearsAction("pong");
  return server.heard.filter((message) => message.command === command);
}

Deno.test("JSON goes out in text frames", async () => {
  const { server, agent } = await online();
  assert.deepEqual(
    server.heardAsText.map((message) => message.command === "json" && message.value.action),
    ["netinfo", "coreinfo"],
  );
  await agent.close();
});

Deno.test("it pings at every tick, once a minute, as long as something comes back", async () => {
  const { server, agent, tick, interval } = await online();
  assert.equal(interval, 60_000);
  for (let round = 0; round < 3; round++) {
    tick();
    await server.hearsAction("ping");
    server.heard.length = 0;
    server.tell({ action: "pong" });
    await heardOf(server, "json");
    server.heard.length = 0;
  }
  assert.equal(agent.state, "online");
  await agent.close();
});

Deno.test("a connection on which nothing comes back by the next tick is ended", async () => {
  const { server, agent, tick } = await online();
  const ended = new Promise<AgentStateEvent>((resolve) =>
    agent.addEventListener("statechange", (event) => resolve(event))
  );
  tick();
  assert.equal(agent.state, "online");
  tick();
  const { state, error } = await ended;
  assert.deepEqual([state, error?.code], ["idle", "connection-silent"]);
  assert.equal(server.readyState, 3);
});

Deno.test("a server's ping is answered with pong", async () => {
  const { server, agent } = await online();
  server.tell({ action: "ping" });
  assert.deepEqual(await server.hearsAction("pong"), { action: "pong" });
  await agent.close();
});

Deno.test("a request to clear the core is answered with an empty hash; a pushed core with nothing", async () => {
  const { server, agent } = await online();
  server.say(encodeMessage({
    command: Command.CoreModule,
    hash: new Uint8Array(48),
    code: new Uint8Array(100),
  }));
  assert.deepEqual(await heardOf(server, Command.CoreHash), []);
  server.say(encodeMessage({ command: Command.CoreModule }));
  server.heard.length = 0;
  assert.deepEqual(await heardOf(server, Command.CoreHash), [{ command: Command.CoreHash }]);
  await agent.close();
});

Deno.test("a request for the core's hash is answered by the option", async () => {
  for (
    const [coreHash, answer] of [
      [undefined, { command: Command.CoreHash, hash: new Uint8Array(48) }],
      ["custom", { command: Command.CoreHash, hash: new Uint8Array(48) }],
      ["none", { command: Command.CoreHash }],
    ] as const
  ) {
    const { server, agent } = await online(coreHash === undefined ? {} : { coreHash });
    server.say(encodeMessage({ command: Command.CoreHash }));
    assert.deepEqual(await heardOf(server, Command.CoreHash), [answer]);
    await agent.close();
  }
});

Deno.test("what it does not know, or cannot read, it passes over", async () => {
  const { server, agent } = await online();
  server.say(new Uint8Array([0, 99, 1]));
  server.say(new Uint8Array());
  server.say("no JSON");
  server.tell({ action: "neverHeardOf" });
  server.say(encodeMessage({ command: Command.CoreOk }));
  assert.equal((await heardOf(server, "json")).length, 1);
  assert.equal(agent.state, "online");
  await agent.close();
});

Deno.test("a feature that throws ends nothing, and the next message is taken", async () => {
  const { server, agent } = await online({
    features: [{
      name: "x",
      capabilities: 0,
      receive({ action }) {
        if (action === "ping") return false;
        throw new TypeError("no such member");
      },
    }],
  });
  server.tell({ action: "x" });
  assert.equal((await heardOf(server, "json")).length, 1);
  assert.equal(agent.state, "online");
  await agent.close();
});

Deno.test("another socket is opened at the server's host, whatever is in its path", async () => {
  const server = new TestServer();
  const urls: string[] = [];
  const openSocket: ((path: string) => unknown)[] = [];
  const { agent } = await online({
    features: [{
      name: "x",
      capabilities: 0,
      start: (session) => void openSocket.push(session.openSocket),
      receive: () => false,
    }],
    webSocket(url) {
      urls.push(new URL(url).host);
      return urls.length === 1 ? server.connect() : new TestServer({ neverOpens: true }).connect();
    },
  }, server);
  for (
    const path of ["/a?b", "//evil.example", "/\t/evil.example", "/\\evil.example", "/@evil:1"]
  ) {
    openSocket[0]?.(path);
  }
  assert.deepEqual([...new Set(urls)], [new URL(OPTIONS.server).host]);
  assert.equal(urls.length, 6);
  await agent.close();
});

Deno.test("a tunnel for which no socket can be opened is passed over", async () => {
  const server = new TestServer();
  let refused = 0;
  const { agent } = await online({
    features: [terminalFeature({ root: memoryFileSystem() })],
    managed: true,
    consent: "none",
    webSocket() {
      if (server.readyState === 0) return server.connect();
      refused++;
      throw new DOMException("not allowed", "SecurityError");
    },
  }, server);
  server.tell({ action: "msg", type: "tunnel", value: "*/meshrelay.ashx?id=1", rights: 8 });
  server.tell({ action: "msg", type: "tunnel", value: "*/\t/[", rights: 8 });
  assert.equal((await heardOf(server, "json")).length, 1);
  assert.deepEqual([agent.state, refused], ["online", 1]);
  await agent.close();
});

Deno.test("sysinfo is answered, unless the server has it already", async () => {
  const { server, agent } = await online();
  server.tell({ action: "sysinfo" });
  const { data } = await server.hearsAction("sysinfo") as { data: { hash: string } };
  assert.match(data.hash, /^[A-Za-z0-9+/]{64}$/);
  server.heard.length = 0;
  server.tell({ action: "sysinfo", hash: data.hash });
  server.tell({ action: "sysinfo", hash: "another" });
  await server.hearsAction("sysinfo");
  assert.equal((await heardOf(server, "json")).length, 2); // one sysinfo, one pong
  await agent.close();
});

Deno.test("a feature is started, and the first that takes a message has it alone", async () => {
  const taken: string[] = [];
  let session: AgentSession | undefined;
  const feature = (name: string, wanted: string): AgentFeature => ({
    name,
    capabilities: 0,
    start: (started) => session = started,
    receive(message: JsonObject, { send }) {
      if (message.action !== wanted) return false;
      taken.push(name);
      send({ action: "took", by: name });
      return true;
    },
  });
  const { server, agent } = await online({
    features: [feature("a", "x"), feature("b", "x"), feature("c", "y")],
  });
  server.tell({ action: "y" });
  server.tell({ action: "x" });
  await heardOf(server, "json");
  assert.deepEqual(taken, ["c", "a"]);
  assert.equal(session?.nodeId, agent.nodeId);

  server.heard.length = 0;
  server.drop();
  assert.equal(session?.signal.aborted, true);
  session?.send({ action: "late" });
  assert.deepEqual(server.heard, []);
});
