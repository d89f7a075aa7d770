import assert from "node:assert/strict";
import { Command, type Message } from "../protocol/mod.ts";
import { AgentError, type AgentErrorCode, BrowserAgent, type BrowserAgentOptions } from "./mod.ts";
import {
  agentIdentity,
  OPTIONS,
  REFUSAL_TIMEOUT,
  TestServer,
  type TestServerOptions,
} from "./test_server.ts";

/** Connects to a server that goes wrong; the options go over the good ones. */
async function failure(
  server: TestServerOptions,
  options: Partial<BrowserAgentOptions> = {},
): Promise<AgentError> {
  const agent = new BrowserAgent({
    ...OPTIONS,
    timeout: REFUSAL_TIMEOUT,
    webSocket: () => new TestServer(server).connect(),
    ...options,
  });
  const error = await agent.connect().catch((error) => error);
  assert.ok(error instanceof AgentError, String(error));
  return error;
}

function without(command: number): (message: Message) => Message | undefined {
  return (message) => message.command === command ? undefined : message;
}

const STAGES: readonly (readonly [
  what: string,
  code: AgentErrorCode,
  hint: RegExp,
  server: TestServerOptions,
  options?: Partial<BrowserAgentOptions>,
])[] = [
  ["the WebSocket never opens", "connect-failed", /does not listen/, { neverOpens: true }],
  ["the server hash is of another certificate", "server-hash-refused", /certUrl/, {
    acceptServerHash: false,
  }],
  ["the server's proof does not come", "server-proof-missing", /proxy/, {
    says: without(Command.AuthVerify),
  }],
  ["the server's signature is tampered with", "server-signature-invalid", /poses as the server/, {
    says: (message) =>
      message.command === Command.AuthVerify
        ? { ...message, signature: message.signature.map((octet) => octet ^ 1) }
        : message,
  }],
  ["the server's certificate is no certificate", "server-signature-invalid", /poses/, {
    says: (message) =>
      message.command === Command.AuthVerify
        ? { ...message, certificate: new Uint8Array(3) }
        : message,
  }, { serverId: undefined, trustAnyServer: true } as Partial<BrowserAgentOptions>],
  ["another server answers", "server-id-mismatch", /another server/, { identity: agentIdentity }],
  ["the mesh id is of no group", "enrollment-refused", /mesh id/, { acceptMesh: false }],
  ["a part of the agent itself fails", "unexpected", /fault of the agent/, {}, {
    identity: { load: () => Promise.resolve({ ...agentIdentity, privateKey: {} as CryptoKey }) },
  }],
  ["no hash is known", "server-hash-unknown", /tlshash/, {}, {
    serverHash: undefined,
  } as Partial<BrowserAgentOptions>],
];

for (const [what, code, hint, server, options] of STAGES) {
  Deno.test(`when ${what}, the code is ${code} and the hint names it`, async () => {
    const error = await failure(server, options);
    assert.equal(error.code, code);
    assert.equal(error.name, "AgentError");
    assert.match(error.hint, hint);
  });
}

Deno.test("a connection that ends in the middle says with which code and reason", async () => {
  const server = new TestServer({ acceptServerHash: false });
  const agent = new BrowserAgent({ ...OPTIONS, webSocket: () => server.connect() });
  const connecting = agent.connect();
  await server.hears(({ command }) => command === Command.AuthRequest);
  server.drop(1011, "server error");
  await assert.rejects(connecting, {
    code: "connection-closed",
    message: /code 1011, server error/,
  });
});

Deno.test("a connection that never opened says what the transport knew", async () => {
  const server = new TestServer({ neverOpens: true });
  const agent = new BrowserAgent({ ...OPTIONS, webSocket: () => server.connect() });
  const connecting = agent.connect();
  await new Promise((resolve) => setTimeout(resolve));
  server.dispatchEvent(new ErrorEvent("error", { message: "self-signed certificate" }));
  server.drop();
  await assert.rejects(connecting, { code: "connect-failed", message: /self-signed certificate/ });
});

Deno.test("a WebSocket that cannot be made is a failed connection", async () => {
  const webSocket = () => {
    throw new DOMException("mixed content", "SecurityError");
  };
  const error = await failure({}, { webSocket });
  assert.deepEqual([error.code, error.message], ["connect-failed", "mixed content"]);
});

Deno.test("a server that talks much before it proves itself is cut off", async () => {
  const server = new TestServer({ acceptServerHash: false });
  const agent = new BrowserAgent({ ...OPTIONS, webSocket: () => server.connect() });
  const connecting = agent.connect();
  await server.hears(({ command }) => command === Command.AuthRequest);
  for (let frame = 0; frame < 20; frame++) server.say("{}");
  await assert.rejects(connecting, { code: "connection-closed", message: /too much/ });
  assert.equal(server.readyState, 3);
});

Deno.test("text before the confirmation is passed over", async () => {
  const server = new TestServer();
  await using agent = new BrowserAgent({ ...OPTIONS, webSocket: () => server.connect() });
  const connecting = agent.connect();
  await server.hears(({ command }) => command === Command.AuthRequest);
  server.say('{"action":"ping"}');
  await connecting;
});

Deno.test("an identity that cannot be loaded is told with its cause", async () => {
  const cause = new DOMException("blocked", "SecurityError");
  const error = await failure({}, { identity: { load: () => Promise.reject(cause) } });
  assert.equal(error.code, "identity-unavailable");
  assert.equal(error.cause, cause);
});

Deno.test("a wrong option is named, and the mesh id is not told", () => {
  const cases: readonly (readonly [Partial<BrowserAgentOptions>, RegExp])[] = [
    [{ server: "ftp://a" }, /^server: /],
    [{ meshId: "topsecret" }, /^meshId: /],
    [{ serverHash: "00" }, /^serverHash: /],
    [{ serverId: "00" }, /^serverId: /],
    [{ meshId: undefined } as unknown as Partial<BrowserAgentOptions>, /^meshId: missing/],
    [
      { serverId: undefined } as unknown as Partial<BrowserAgentOptions>,
      /^serverId: missing, and no trustAnyServer/,
    ],
  ];
  for (const [option, problem] of cases) {
    assert.throws(() => new BrowserAgent({ ...OPTIONS, ...option }), (error) => {
      assert.ok(error instanceof AgentError && error.code === "bad-options");
      assert.match(error.message, problem);
      return !error.message.includes("topsecret");
    });
  }
});

Deno.test("a page without Web Crypto is told how it must be served", () => {
  const { crypto } = globalThis;
  Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true });
  try {
    assert.throws(
      () => new BrowserAgent(OPTIONS),
      (error) =>
        error instanceof AgentError && error.code === "insecure-context" &&
        /https:/.test(error.hint),
    );
  } finally {
    Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  }
});
