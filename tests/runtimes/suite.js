/**
 * What every runtime must do, in plain JavaScript over the installed package. Copied into a folder with
 * the package; prints a JSON line for each behavior: `{ name, milliseconds, error? }`.
 *
 *     node suite.js '{"url":…}'
 */
import { BrowserAgent, consoleFeature, filesFeature, terminalFeature } from "@cs/meshcentral/agent";
import { nodeFileSystem } from "@cs/meshcentral/agent/node";
import { createApi } from "@cs/meshcentral/api";
import { createApiClient } from "@cs/meshcentral/api/client";
import { ControlClient } from "@cs/meshcentral/control";
import { createAgentIdentity, FilesViewer } from "@cs/meshcentral/protocol";
import { MeshSimulator } from "@cs/meshcentral/simulator";
import { wsTransport } from "@cs/meshcentral/transport/ws";
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

/**
 * `refused`: host and port where nothing listens; `otherName`: a server whose certificate, of
 * `otherCa`, is not for its host name.
 */
const { url, ca, otherCa, otherName, refused: REFUSED, enrollment, admin } = JSON.parse(
  process.argv[2],
);
const { serverHash, ...withoutHash } = enrollment;
const tlsHash = serverHash.replace(/^0x/, "");
/** Milliseconds in which something that cannot work must have failed. */
const AT_ONCE = 2_000;
/** Node 20 has none. */
const builtIn = typeof WebSocket === "function" ? (address) => new WebSocket(address) : undefined;

const identity = await createAgentIdentity();
const client = await ControlClient.connect({ url, ...admin, webSocket: wsTransport({ ca }) });

const BEHAVIORS = {
  "an agent enrolls over TLS with a pinned ServerID, and reads the hash of the certificate": () =>
    enrolls({ rejectUnauthorized: false }),
  "an agent enrolls with a pinned certificate authority": () => enrolls({ ca }),
  "an agent enrolls with a pinned certificate": () => enrolls({ tlsHash: tlsHash.toUpperCase() }),
  "an agent refuses another certificate authority": () => refuses({ ca: otherCa }, /certificate/),
  "an agent refuses a certificate that no known authority signed": () => refuses({}, /certificate/),
  "an agent refuses a certificate for another host name": () =>
    refuses({ ca: otherCa }, /127\.0\.0\.2|altname|not valid/i, otherName),
  "an agent refuses another certificate than the pinned one": () =>
    refuses({ tlsHash: "00".repeat(48) }, /another TLS certificate/),
  "an agent fails at once when nothing listens": async () => {
    await failsAtOnce(() => connectAgent({ server: `wss://${REFUSED}`, webSocket: wsTransport() }));
    await failsAtOnce(() => connectAgent({ server: `ws://${REFUSED}` }), "connect-failed");
  },
  "an agent comes back after a lost connection": async () => {
    const sockets = [];
    const open = wsTransport({ ca });
    const agent = await connectAgent({
      webSocket(...args) {
        sockets.push(open(...args));
        return sockets.at(-1);
      },
      reconnect: { minDelay: 10, maxDelay: 50 },
    });
    const states = [];
    const back = new Promise((resolve) =>
      agent.addEventListener("statechange", ({ state }) => {
        states.push(state);
        if (state === "online") resolve();
      })
    );
    sockets[0].terminate();
    await back;
    assert.deepEqual(states, ["waiting", "connecting", "authenticating", "online"]);
    await agent.close();
  },
  "an operator uploads to a folder of the machine, downloads, and leaves it by no link":
    async () => {
      await withDevice(async ({ id, folder, outside }) => {
        await symlink(outside, join(folder, "link"));
        const tunnel = await client.openTunnel(id, { protocol: "files" });
        const files = viewer(tunnel);
        const content = new Uint8Array(300_000).map((_, index) => index * index >> 3);
        await files.upload("/", "up.bin", content);
        assert.equal(Buffer.compare(await readFile(join(folder, "up.bin")), content), 0);
        assert.equal(Buffer.compare(await files.download("/up.bin"), content), 0);
        assert.equal(await files.download("/link/secret"), undefined);
        assert.equal(await files.upload("/link", "new", content.slice(0, 9)), false);
        await tunnel.close();
      });
    },
  "an operator has a terminal over the same folder, and runs commands": async () => {
    await withDevice(async ({ id, folder }) => {
      await writeFile(join(folder, "hello.txt"), "hello from the machine");
      const shell = await client.openShell(id);
      await shell.write("cat hello.txt\r");
      let seen = "";
      for await (const text of shell) {
        seen += text;
        if (seen.includes("hello from the machine")) break;
      }
      const [outcome] = await client.runCommand([id], { command: "cat hello.txt" });
      assert.equal(outcome.error, undefined);
      assert.match(outcome.output, /^hello from the machine/);
    });
  },
  "a command that the person refuses is an error, and no output": async () => {
    const no = { ask: () => Promise.resolve(false), notify() {}, connected() {} };
    await withDevice(async ({ id }) => {
      const [outcome] = await client.runCommand([id], { command: "pwd" });
      assert.equal(outcome.error?.code, "consent-refused");
      assert.equal(outcome.output, undefined);
    }, { managed: false, consent: "prompt", person: no });
  },
  "a feature that needs consent is refused where nobody can be asked": () => {
    const make = () => new BrowserAgent({ ...enrollment, features: [filesFeature()] });
    assert.throws(make, { name: "AgentError", code: "bad-options" });
  },
  "an operator lists devices and hears of a new one": async () => {
    const events = client.events();
    const agent = await connectAgent({ webSocket: wsTransport({ ca }) });
    for await (const event of events) {
      if (event.action === "nodeconnect" && event.nodeid.endsWith(agent.nodeId)) break;
    }
    const devices = await client.devices();
    assert.ok(devices.some(({ id, online }) => id === `node//${agent.nodeId}` && online));
    await agent.close();
  },
  "an operator with a wrong password is refused at once": async () => {
    const options = { url, username: admin.username, password: "wrong" };
    await failsAtOnce(
      () => ControlClient.connect({ ...options, webSocket: wsTransport({ ca }) }),
      "login-refused",
    );
  },
  "an operator fails at once when nothing listens": async () => {
    for (const webSocket of [wsTransport(), builtIn]) {
      if (webSocket === undefined) continue;
      const options = { url: `ws://${REFUSED}`, username: "a", password: "b", webSocket };
      await failsAtOnce(() => ControlClient.connect(options), "connect-failed");
    }
  },
  "a tunnel fails at once when the relay does not answer": async () => {
    const over = wsTransport({ ca });
    for (const refused of [wsTransport(), builtIn]) {
      if (refused === undefined) continue;
      const webSocket = (address, request) =>
        address.includes("meshrelay") ? refused(`ws://${REFUSED}`) : over(address, request);
      const operator = await ControlClient.connect({ url, ...admin, webSocket });
      await withDevice(({ id }) =>
        failsAtOnce(() => operator.openTunnel(id, { protocol: "files" }), "connect-failed")
      );
      await operator.close();
    }
  },
  "the REST API logs in, lists devices, and follows events": async () => {
    const jwtSecret = crypto.randomUUID() + crypto.randomUUID();
    const api = createApi({ meshcentral: url, jwtSecret, webSocket: wsTransport({ ca }) });
    const agent = await connectAgent({ webSocket: wsTransport({ ca }) });
    const operator = createApiClient("http://localhost/api", { fetch: api.fetch });
    await operator.logIn(admin);
    const devices = await operator.request("GET /devices");
    assert.ok(devices.some(({ id }) => id.endsWith(agent.nodeId)));
    const over = new AbortController();
    const stream = operator.events({ signal: over.signal });
    assert.equal((await stream.next()).value.kind, "reset");
    over.abort();
    await stream.next().catch(() => {});
    await agent.close();
    await operator.logOut();
    await api.close();
  },
  "a tunnel of the API's client closes when nothing listens": async () => {
    if (builtIn === undefined) return "Node 20 has no WebSocket";
    const ticket = () => Promise.resolve(Response.json({ ticket: "t" }));
    const operator = createApiClient(`http://${REFUSED}`, { fetch: ticket, token: "t" });
    const socket = await operator.tunnel("node//a", "terminal");
    await within(new Promise((resolve) => socket.addEventListener("close", resolve)));
  },
  "a transport refuses a message by its header when it is larger than asked": async () => {
    const server = createServer((stream) => {
      stream.on("error", () => {});
      stream.once("data", (request) => {
        const [, key] = /sec-websocket-key: (\S+)/i.exec(String(request));
        const accept = createHash("sha1").update(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
          .digest("base64");
        stream.write(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            `Sec-WebSocket-Accept: ${accept}\r\n\r\n`,
        );
        // A binary frame of 2^40 bytes, without its content.
        setTimeout(() => stream.write(Uint8Array.of(0x82, 127, 0, 0, 1, 0, 0, 0, 0, 0)), 20);
      });
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `ws://127.0.0.1:${server.address().port}`;
    const socket = wsTransport()(address, { maxMessageBytes: 65_536 });
    await within(
      new Promise((resolve) => {
        socket.addEventListener("error", resolve);
        socket.addEventListener("close", resolve);
      }),
    );
    socket.terminate();
    server.close();
  },
  "a simulator enrolls an agent in memory and over TLS": async () => {
    const simulator = new MeshSimulator({ groups: ["runtime"] });
    const inMemory = await connectAgent({
      ...await simulator.enrollment(),
      webSocket: () => simulator.connect(),
    });
    const { url: server, meshId, serverId } = await simulator.listen({ tls: true });
    const overTls = await connectAgent({
      server,
      meshId,
      serverId,
      identity: undefined,
      serverHash: undefined,
      webSocket: wsTransport({ rejectUnauthorized: false }),
    });
    assert.equal(simulator.devices().filter(({ online }) => online).length, 2);
    await inMemory.close();
    await overTls.close();
    await simulator.close();
  },
};

for (const [name, behavior] of Object.entries(BEHAVIORS)) {
  const begun = performance.now();
  const result = await within(behavior(), 20_000).then(
    (skipped) => skipped === undefined ? {} : { skipped },
    (error) => ({ error: String(error.stack ?? error) }),
  );
  const milliseconds = Math.round(performance.now() - begun);
  process.stdout.write(`${JSON.stringify({ name, milliseconds, ...result })}\n`);
}
await client.close();
process.exit();

/** An agent that is online. */
async function connectAgent(options) {
  const agent = new BrowserAgent({
    ...withoutHash,
    serverHash: options.webSocket === undefined ? serverHash : undefined,
    identity: { load: () => Promise.resolve(identity) },
    reconnect: false,
    ...options,
  });
  await agent.connect();
  return agent;
}

async function enrolls(options) {
  const agent = await connectAgent({ webSocket: wsTransport(options), identity: undefined });
  assert.equal(agent.state, "online");
  await agent.close();
}

async function refuses(options, reason, server = url) {
  const connect = () => connectAgent({ server, webSocket: wsTransport(options) });
  const error = await failsAtOnce(connect, "connect-failed");
  assert.match(error.message, reason);
}

/** The error with which it fails, before anything times out. */
async function failsAtOnce(work, code = "connect-failed") {
  const error = await within(Promise.resolve(work()).then(() => undefined, (error) => error));
  assert.equal(error?.code, code, String(error?.stack ?? "it did not fail"));
  return error;
}

async function within(promise, milliseconds = AT_ONCE) {
  let timer;
  const late = new Promise((_, reject) => {
    const error = new Error(`not within ${milliseconds} ms`);
    timer = setTimeout(() => reject(error), milliseconds);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A device with files and a terminal over a folder of the machine. */
async function withDevice(use, options = { managed: true, consent: "none" }) {
  const base = await mkdtemp(join(tmpdir(), "cs-runtime-"));
  const [folder, outside] = [join(base, "agent"), join(base, "outside")];
  await mkdir(folder);
  await mkdir(outside);
  await writeFile(join(outside, "secret"), "secret");
  const root = nodeFileSystem(folder);
  const agent = await connectAgent({
    webSocket: wsTransport({ ca }),
    features: [consoleFeature(), filesFeature({ root }), terminalFeature({ root })],
    identity: undefined,
    ...options,
  });
  try {
    const id = `node//${agent.nodeId}`;
    for (let turn = 0; turn < 100; turn++) {
      if ((await client.devices()).some((device) => device.id === id && device.online)) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await use({ id, folder, outside });
  } finally {
    await agent.close();
    await rm(base, { recursive: true });
  }
}

/** Uploads and downloads over a tunnel. */
function viewer(tunnel) {
  const files = new FilesViewer();
  const frames = tunnel[Symbol.asyncIterator]();
  const send = async (frames) => {
    for (const frame of frames) await tunnel.send(frame);
  };
  /** Until an event of one of the types. */
  const event = async (...types) => {
    for (;;) {
      const { value, done } = await frames.next();
      if (done) throw new Error("the tunnel has ended");
      const step = files.receive(value);
      await send(step.send);
      const found = step.events.find(({ type }) => types.includes(type));
      if (found !== undefined) return [found, step.events];
    }
  };
  return {
    async upload(path, name, content) {
      await send(files.upload(path, name, content.length).send);
      const [started] = await event("uploadReady", "uploadFailed");
      if (started.type === "uploadFailed") return false;
      for (let at = 0; at < content.length; at += 16_000) {
        await send([files.uploadBlock(content.slice(at, at + 16_000))]);
        if (at > 0) await event("uploadReady", "uploadFailed");
      }
      await send([files.finishUpload()]);
      return (await event("uploadDone", "uploadFailed"))[0].type === "uploadDone";
    },
    async download(path) {
      await send(files.download(path).send);
      const parts = [];
      for (;;) {
        const [, events] = await event("downloadData", "downloadDone", "downloadFailed");
        for (const { type, bytes } of events) {
          if (type === "downloadData") parts.push(Buffer.from(bytes));
          if (type === "downloadDone") return Buffer.concat(parts);
          if (type === "downloadFailed") return undefined;
        }
      }
    },
  };
}
