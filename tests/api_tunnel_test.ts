import assert from "node:assert/strict";
import { once } from "node:events";
import { upgradeWebSocket } from "hono/deno";
import { connect } from "node:net";
import { WebSocket } from "ws";
import { fakeBackend } from "../api/fake_backend_test.ts";
import {
  type Api,
  type ApiOptions,
  type ApiStore,
  createApi,
  type DeviceTunnel,
  memoryStore,
} from "../api/mod.ts";
import type { Device } from "../control/mod.ts";

const PATH = "/api/devices/dev1/tunnel";

/** An API on a port, whose one device takes what is sent to it as `send` says. */
class Served implements AsyncDisposable {
  readonly api: Api;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  token = "";

  constructor(options: Partial<ApiOptions> = {}, send: DeviceTunnel["send"] = async () => {}) {
    const device = { id: "node//dev1", online: true } as Device;
    const backend = fakeBackend({ device: () => Promise.resolve(device) });
    backend.tunnel = () => {
      let end = (): void => {};
      const ended = new Promise<void>((resolve) => end = resolve);
      const frames = (async function* (): AsyncGenerator<string> {
        yield "c";
        await ended;
      })();
      return Promise.resolve({ frames, send, close: () => end() });
    };
    this.api = createApi({
      meshcentral: "wss://mesh.example.com",
      jwtSecret: "a secret for tests that has enough bytes",
      backend,
      ...options,
    });
    this.api.upgrade(upgradeWebSocket);
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, this.api.fetch);
  }

  get port(): number {
    return this.#server.addr.port;
  }

  async post(path: string, body: object) {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
    });
    return await response.json();
  }

  async ticket(): Promise<string> {
    if (this.token === "") {
      this.token =
        (await this.post("/api/mobile-auth", { username: "alice", password: "x" })).token;
    }
    return (await this.post(PATH, { protocol: "terminal" })).ticket;
  }

  /** What the ws package sends: its list of protocols has no blanks. */
  open(ticket: string): WebSocket {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}${PATH}`, [
      "cs-tunnel",
      `ticket.${ticket}`,
    ]);
    socket.on("error", () => {});
    return socket;
  }

  /** The status of an upgrade with these headers, instead of those that are right. */
  async upgrade(headers: Readonly<Record<string, string>>): Promise<number> {
    const all = {
      Host: `127.0.0.1:${this.port}`,
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
      "Sec-WebSocket-Version": "13",
      ...headers,
    };
    const socket = connect(this.port, "127.0.0.1");
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`GET ${PATH} HTTP/1.1\r\n${lines.join("")}\r\n`);
    const [data] = await once(socket, "data");
    socket.destroy();
    return Number(String(data).split(" ")[1]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.close();
    await this.#server.shutdown();
  }
}

/** The status with which it is refused, or 101. */
async function statusOf(socket: WebSocket): Promise<number> {
  const opened = once(socket, "open").then(() => 101, () => 0);
  const refused = once(socket, "unexpected-response").then(([, response]) => {
    response.destroy();
    return response.statusCode as number;
  });
  return await Promise.race([opened.then((status) => status || refused), refused]);
}

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

test("a list of sub-protocols is read with blanks and without, and answered", async () => {
  await using served = new Served();
  const socket = served.open(await served.ticket());
  assert.equal(await statusOf(socket), 101);
  assert.equal(socket.protocol, "cs-tunnel");
  const [data] = await once(socket, "message");
  assert.equal(String(data), "c");
  socket.close();
  for (const blanks of ["", " ", "  ", "\t"]) {
    const protocols = `cs-tunnel,${blanks}ticket.${await served.ticket()}`;
    assert.equal(await served.upgrade({ "Sec-WebSocket-Protocol": protocols }), 101, blanks);
  }
});

test("a request that cannot be upgraded is refused, and its ticket is still good", async () => {
  await using served = new Served();
  const ticket = await served.ticket();
  const protocols = { "Sec-WebSocket-Protocol": `cs-tunnel,ticket.${ticket}` };
  const broken: Readonly<Record<string, string>>[] = [
    { "Sec-WebSocket-Version": "8" },
    { "Sec-WebSocket-Key": "short" },
    { "Sec-WebSocket-Key": "" },
    { Connection: "keep-alive" },
    { Upgrade: "h2c" },
    { Upgrade: "WebSocket" },
  ];
  for (const headers of broken) {
    const status = await served.upgrade({ ...protocols, ...headers });
    assert.equal(status, 400, JSON.stringify(headers));
  }
  assert.equal(await served.upgrade({ ...protocols, Origin: "https://evil.example" }), 403);
  assert.equal(await served.upgrade(protocols), 101);
  assert.equal(await served.upgrade(protocols), 401, "it is good once");
});

test("a ticket that a runtime could not use is given back", async () => {
  await using served = new Served();
  served.api.upgrade(
    (() => () => {
      throw new TypeError("Protocol not in the request's protocol list");
    }) as never,
  );
  const ticket = await served.ticket();
  const protocols = { "Sec-WebSocket-Protocol": `cs-tunnel, ticket.${ticket}` };
  assert.equal(await served.upgrade(protocols), 400);
  served.api.upgrade(upgradeWebSocket);
  assert.equal(await served.upgrade(protocols), 101);
});

test("of many who show a ticket at the same time, one gets in", async () => {
  await using served = new Served();
  const protocols = { "Sec-WebSocket-Protocol": `cs-tunnel, ticket.${await served.ticket()}` };
  const statuses = await Promise.all(Array.from({ length: 8 }, () => served.upgrade(protocols)));
  assert.deepEqual(statuses.sort(), [101, ...Array.from({ length: 7 }, () => 401)]);
});

/** A memory store that shows what is in it, and can be written by others. */
function openStore(): ApiStore & { readonly entries: Map<string, string> } {
  const [entries, store] = [new Map<string, string>(), memoryStore()];
  return {
    ...store,
    entries,
    set: (key, value) => {
      entries.set(key, value);
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(entries.get(key)),
    take: (key) => {
      const value = entries.get(key);
      entries.delete(key);
      return Promise.resolve(value);
    },
  };
}

test("who reads the store learns no ticket, and who changes it makes none", async () => {
  const store = openStore();
  await using served = new Served({ store });
  const ticket = await served.ticket();
  const [[key = "", sealed = ""] = []] = store.entries;
  assert.ok(!key.includes(ticket) && !sealed.includes(ticket));
  assert.equal(await served.upgrade({ "Sec-WebSocket-Protocol": `cs-tunnel, ${key}` }), 401);
  const [, hash = ""] = key.split(" ");
  const shown = { "Sec-WebSocket-Protocol": `cs-tunnel, ticket.${hash}` };
  assert.equal(await served.upgrade(shown), 401);
  // The token's own credentials are sealed with the same key, and are no ticket.
  const [, payload = ""] = served.token.split(".");
  const { mc } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
  for (const value of ["", "x", "{}", "null", mc, sealed.slice(0, -2), `${sealed}A`]) {
    store.entries.set(key, value);
    const protocols = { "Sec-WebSocket-Protocol": `cs-tunnel, ticket.${ticket}` };
    assert.equal(await served.upgrade(protocols), 401, value);
  }
  store.entries.set(key, sealed);
  const protocols = { "Sec-WebSocket-Protocol": `cs-tunnel, ticket.${ticket}` };
  assert.equal(await served.upgrade(protocols), 101);
});

test("so many tunnels of one login, and of one address, and no more", async () => {
  await using served = new Served({ limits: { tunnelsOfSession: 3, tunnelsOfAddress: 4 } });
  const open = async () => {
    const socket = served.open(await served.ticket());
    return { socket, status: await statusOf(socket) };
  };
  const opened = [await open(), await open(), await open()];
  assert.deepEqual(opened.map(({ status }) => status), [101, 101, 101]);
  assert.equal((await open()).status, 429, "of this login");
  served.token = "";
  const other = await open();
  assert.equal(other.status, 101);
  assert.equal((await open()).status, 429, "of this address");
  for (const { socket } of [...opened, other]) {
    socket.close();
    await once(socket, "close");
  }
  const again = [await open(), await open(), await open()];
  assert.deepEqual(again.map(({ status }) => status), [101, 101, 101]);
  again.forEach(({ socket }) => socket.terminate());
});

test("a client that sends faster than the device takes is stopped, and fills no memory", async () => {
  let taken = 0;
  await using served = new Served({}, () => {
    taken++;
    return new Promise(() => {}); // as MeshCentral when it is stopped
  });
  const socket = served.open(await served.ticket());
  await once(socket, "open");
  const closed = once(socket, "close");
  socket.send("1");
  const frame = new Uint8Array(64 * 1024);
  let sent = 0;
  while (socket.readyState === WebSocket.OPEN && sent < 400 * 1024 * 1024) {
    socket.send(frame);
    sent += frame.length;
    while (socket.bufferedAmount > 1024 * 1024 && socket.readyState === WebSocket.OPEN) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
  // Deno cuts a connection on which data still comes, and the reason is lost.
  const [code] = await closed;
  assert.ok([4000, 1006].includes(code), `${code}`);
  assert.ok(sent < 64 * 1024 * 1024, `${sent} bytes were taken`);
  assert.equal(taken, 1, "the next one waits for the first");
});
