import assert from "node:assert/strict";
import {
  AgentError,
  type AgentState,
  type AgentStateEvent,
  BrowserAgent,
  type BrowserAgentOptions,
} from "./mod.ts";
import { agentIdentity, OPTIONS, REFUSAL_TIMEOUT, TestServer } from "./test_server.ts";

/** An agent whose connections go to these servers, one after the other, and its states. */
function newAgent(servers: readonly TestServer[], options: Partial<BrowserAgentOptions> = {}) {
  const waiting = [...servers];
  const agent = new BrowserAgent({
    ...OPTIONS,
    webSocket: () => {
      const next = waiting.shift();
      if (next === undefined) throw new Error("no more servers");
      return next.connect();
    },
    ...options,
  });
  const states: AgentState[] = [];
  agent.addEventListener("statechange", (event) => states.push(event.state));
  return { agent, states };
}

function reached(agent: BrowserAgent, state: AgentState): Promise<AgentStateEvent> {
  return new Promise((resolve) => {
    agent.addEventListener("statechange", (event) => {
      if (event.state === state) resolve(event);
    });
  });
}

Deno.test("connect() resolves at AUTH_CONFIRM, with every state on the way and the NodeID", async () => {
  const server = new TestServer();
  const { agent, states } = newAgent([server]);
  assert.equal(agent.state, "idle");
  assert.equal(agent.nodeId, undefined);
  await agent.connect();
  assert.equal(agent.nodeId, agentIdentity.nodeId);
  assert.equal(server.binaryType, "arraybuffer");
  await agent.close();
  assert.equal(server.readyState, 3);
  assert.deepEqual(states, ["connecting", "authenticating", "online", "closed"]);
});

Deno.test("connecting twice is connecting once, and connecting online is nothing", async () => {
  const { agent } = newAgent([new TestServer()]);
  const both = [agent.connect(), agent.connect()];
  await Promise.all(both);
  await agent.connect();
  await agent.close();
});

Deno.test("AUTH_INFO says ChromeOS, the name, the icon and what the features can do", async () => {
  const server = new TestServer();
  const feature = (capabilities: number) => ({ name: "x", capabilities, receive: () => false });
  const { agent } = newAgent([server], { icon: 3, features: [feature(2), feature(4)] });
  await agent.connect();
  const info = await server.hears(({ command }) => command === 3);
  assert.ok(info.command === 3);
  const { meshId: _, ...rest } = info;
  assert.deepEqual(rest, {
    command: 3,
    infoVersion: 1,
    agentId: 17,
    agentVersion: 1,
    platformType: 3,
    capabilities: 6,
    name: "tab",
  });
  await agent.close();
});

Deno.test("after a lost connection it comes back by itself, as the same node", async () => {
  const [first, second] = [new TestServer(), new TestServer()];
  const { agent, states } = newAgent([first, second], { reconnect: { minDelay: 1, maxDelay: 2 } });
  await agent.connect();
  const [lost, back] = [reached(agent, "waiting"), reached(agent, "online")];
  first.drop(1006, "gone");
  const { error } = await lost;
  assert.equal(error?.code, "connection-closed");
  assert.match(error?.message ?? "", /code 1006, gone/);
  await back;
  assert.equal(agent.nodeId, agentIdentity.nodeId);
  await agent.close();
  assert.deepEqual(states.slice(3), [
    "waiting",
    "connecting",
    "authenticating",
    "online",
    "closed",
  ]);
});

Deno.test("it goes on trying while the server is away", async () => {
  const first = new TestServer();
  const { agent, states } = newAgent(
    [first, new TestServer({ neverOpens: true }), new TestServer()],
    { reconnect: { minDelay: 1, maxDelay: 2 }, timeout: REFUSAL_TIMEOUT },
  );
  await agent.connect();
  const back = reached(agent, "online");
  first.drop();
  await back;
  assert.equal(states.filter((state) => state === "waiting").length, 2);
  await agent.close();
});

Deno.test("the wait before it comes back is the one that was asked for", async () => {
  const [first, second] = [new TestServer(), new TestServer()];
  let asked = 0;
  const random = () => {
    asked++;
    return 0;
  };
  const { agent } = newAgent([first, second], { reconnect: { minDelay: 1, random } });
  await agent.connect();
  const back = reached(agent, "online");
  first.drop();
  await back;
  assert.equal(asked, 1);
  await agent.close();
});

Deno.test("with reconnect: false a lost connection leaves it idle, with the reason", async () => {
  const server = new TestServer();
  const { agent } = newAgent([server]);
  await agent.connect();
  const idle = reached(agent, "idle");
  server.drop();
  assert.equal((await idle).error?.code, "connection-closed");
  assert.equal(agent.state, "idle");
});

Deno.test("the first failure rejects; with retry it goes on until it is online", async () => {
  const reconnect = { minDelay: 1, maxDelay: 2 };
  const refusing = () => new TestServer({ acceptMesh: false });
  const one = newAgent([refusing()], { reconnect, timeout: REFUSAL_TIMEOUT });
  await assert.rejects(one.agent.connect(), { code: "enrollment-refused" });
  assert.deepEqual(one.states.at(-1), "idle");

  const other = newAgent([refusing(), refusing(), new TestServer()], {
    reconnect,
    timeout: REFUSAL_TIMEOUT,
  });
  await other.agent.connect({ retry: true });
  assert.equal(other.states.filter((state) => state === "waiting").length, 2);
  await other.agent.close();
});

Deno.test("an agent that failed, or was closed, may be asked anew", async () => {
  const { agent } = newAgent([
    new TestServer({ acceptMesh: false }),
    new TestServer(),
    new TestServer(),
  ], {
    timeout: REFUSAL_TIMEOUT,
  });
  await assert.rejects(agent.connect());
  await agent.connect();
  await agent.close();
  await agent.close();
  await agent.connect();
  assert.equal(agent.state, "online");
  await agent.close();
});

Deno.test("a signal gives up connecting, before and in the middle, and does nothing afterwards", async () => {
  const reason = new Error("no time");
  const early = newAgent([new TestServer()]);
  await assert.rejects(
    early.agent.connect({ signal: AbortSignal.abort(reason) }),
    (error) => error instanceof AgentError && error.code === "aborted" && error.cause === reason,
  );

  const server = new TestServer({ acceptServerHash: false });
  const middle = newAgent([server]);
  const abort = new AbortController();
  const connecting = middle.agent.connect({ signal: abort.signal });
  await server.hears(({ command }) => command === 1);
  abort.abort(reason);
  await assert.rejects(connecting, { code: "aborted" });
  assert.equal(server.readyState, 3);
  assert.equal(middle.agent.state, "idle");

  const late = newAgent([new TestServer()]);
  const afterwards = new AbortController();
  await late.agent.connect({ signal: afterwards.signal });
  afterwards.abort();
  assert.equal(late.agent.state, "online");
  await late.agent.close();
});

Deno.test("close() ends connecting and waiting", async () => {
  const server = new TestServer({ neverOpens: true });
  const { agent } = newAgent([server]);
  const connecting = agent.connect();
  await agent.close();
  await assert.rejects(connecting, { code: "aborted" });
  assert.equal(agent.state, "closed");

  const waiting = newAgent([new TestServer({ acceptMesh: false })], {
    timeout: REFUSAL_TIMEOUT,
    reconnect: {},
  });
  const trying = waiting.agent.connect({ retry: true });
  await reached(waiting.agent, "waiting");
  await waiting.agent.close();
  await assert.rejects(trying, { code: "aborted" });
});

Deno.test("connect() right after close() connects anew, and several calls are one", async () => {
  let loads = 0;
  const { agent, states } = newAgent([new TestServer()], {
    identity: {
      async load() {
        loads++;
        await new Promise((resolve) => setTimeout(resolve));
        return agentIdentity;
      },
    },
  });
  const first = agent.connect();
  void agent.close();
  const second = agent.connect();
  assert.equal(agent.connect(), second);
  await assert.rejects(first, { code: "aborted" });
  await second;
  assert.equal(agent.state, "online");
  assert.deepEqual([states.slice(0, 3), loads], [["connecting", "closed", "connecting"], 1]);
  await agent.close();
});

Deno.test("close() ends a connect() that waits for the one before, too", async () => {
  const { agent } = newAgent([]);
  const first = agent.connect();
  void agent.close();
  const second = agent.connect();
  await agent.close();
  await assert.rejects(first, { code: "aborted" });
  await assert.rejects(second, { code: "aborted" });
  assert.equal(agent.state, "closed");
});

for (const state of ["connecting", "authenticating", "online"] as const) {
  Deno.test(`close() by who is told of ${state} leaves nothing running`, async () => {
    let ticking = 0;
    let started = 0;
    const server = new TestServer();
    const { agent, states } = newAgent([server], {
      features: [{
        name: "x",
        capabilities: 0,
        start: () => void started++,
        receive: () => false,
      }],
      keepAlive: {
        ticker: () => {
          ticking++;
          return () => ticking--;
        },
      },
    });
    agent.addEventListener("statechange", () => {
      if (agent.state === state) void agent.close();
    });
    await assert.rejects(agent.connect(), { code: "aborted" });
    assert.equal(states.at(-1), "closed");
    assert.deepEqual([ticking, started], [0, 0]);
    await agent.close();
  });
}

Deno.test("close() by who is told that it waits, or tries again, ends that at once", async () => {
  for (const state of ["waiting", "connecting"]) {
    const first = new TestServer({ acceptMesh: false });
    const minDelay = state === "waiting" ? 60_000 : 1;
    const { agent, states } = newAgent([first, new TestServer()], {
      timeout: REFUSAL_TIMEOUT,
      reconnect: { minDelay, maxDelay: minDelay },
    });
    let closed: Promise<void> | undefined;
    agent.addEventListener("statechange", () => {
      if (states.includes("waiting") && agent.state === state) closed = agent.close();
    });
    await assert.rejects(agent.connect({ retry: true }), { code: "aborted" });
    await closed;
    assert.equal(states.at(-1), "closed");
  }
});

Deno.test("the agent's own signal closes it", async () => {
  const abort = new AbortController();
  const server = new TestServer();
  const { agent } = newAgent([server], { signal: abort.signal });
  await agent.connect();
  abort.abort();
  assert.equal(agent.state, "closed");
  assert.equal(server.readyState, 3);
});

Deno.test("await using closes it", async () => {
  const server = new TestServer();
  {
    await using agent = newAgent([server]).agent;
    await agent.connect();
  }
  assert.equal(server.readyState, 3);
});

Deno.test("it waits while another tab is the node", async () => {
  let lead = (): void => {};
  const { agent, states } = newAgent([new TestServer()], {
    identity: {
      load: () => Promise.resolve(agentIdentity),
      lead: (waiting) => {
        waiting();
        return new Promise((resolve) => lead = resolve);
      },
    },
  });
  const waiting = reached(agent, "waiting");
  const connecting = agent.connect();
  await waiting;
  lead();
  await connecting;
  assert.deepEqual(states, ["connecting", "waiting", "connecting", "authenticating", "online"]);
  await agent.close();
});

Deno.test("BrowserAgent spreads its attempt when the network comes back, as after any loss", async () => {
  const server = new TestServer();
  const { agent, states } = newAgent([server, new TestServer()], {
    reconnect: { minDelay: 60_000, maxDelay: 240_000 },
  });
  await agent.connect();
  const waiting = reached(agent, "waiting");
  server.drop();
  await waiting;
  globalThis.dispatchEvent(new Event("online"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(states.at(-1), "waiting"); // at least a minute from now, not at once
  await agent.close();
});

Deno.test("BrowserAgent cuts a long wait short when the network comes back", async () => {
  let attempts = 0;
  let random = 0;
  const { agent } = newAgent([], {
    reconnect: { minDelay: 5, maxDelay: 1e9, random: () => random },
    webSocket: () => {
      attempts++;
      if (attempts === 20) random = 0.999; // the next wait is of hours
      if (attempts > 20) return new TestServer().connect();
      throw new Error("no network");
    },
  });
  const online = agent.connect({ retry: true });
  while (random === 0) await reached(agent, "waiting");
  random = 0;
  globalThis.dispatchEvent(new Event("online"));
  await online;
  assert.equal(attempts, 21);
  await agent.close();
});

for (
  const [what, frame] of [
    ["100 MB of bytes", new Uint8Array(100_000_000)],
    ["65,537 bytes", new Uint8Array(65_537)],
    ["a text of 65,537 characters", "x".repeat(65_537)],
    ["65,537 bytes that begin as a message", new Uint8Array(65_537).with(1, 1)],
  ] as const
) {
  Deno.test(`BrowserAgent ends a connection on which ${what} come before the confirmation`, async () => {
    const server = new TestServer({ says: () => undefined });
    const { agent } = newAgent([server]);
    const failed = assert.rejects(agent.connect(), {
      code: "connection-closed",
      message: "the server sent too much at once",
    });
    await server.hears(({ command }) => command === 1);
    server.say(frame);
    await failed;
    assert.equal(server.readyState, 3);
  });
}

Deno.test("BrowserAgent takes a large frame of a confirmed server, and ends at one of over 16 MiB", async () => {
  const server = new TestServer();
  const { agent } = newAgent([server]);
  await agent.connect();
  server.say(new Uint8Array(10_000_000));
  server.tell({ action: "ping" });
  assert.deepEqual(await server.hearsAction("pong"), { action: "pong" });
  const idle = reached(agent, "idle");
  server.say("x".repeat(16 * 2 ** 20 + 1));
  assert.equal((await idle).error?.code, "connection-closed");
});
