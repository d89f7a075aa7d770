import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import {
  BrowserAgent,
  type BrowserAgentOptions,
  clipboardFeature,
  consoleFeature,
  filesFeature,
  type Guest,
  limitsFeature,
  memoryFileSystem,
  messagesFeature,
  openUrlFeature,
  type Person,
  terminalFeature,
} from "../agent/mod.ts";
import { meshctrl, meshctrlShell } from "./meshctrl_process.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

let server: TestServer;
let folder: string;

Deno.test.beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), "remote-control-"));
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  if (folder) await rm(folder, { recursive: true });
});

/** Who answers as the test says, and remembers what it was asked and told. */
class Somebody implements Person {
  /** What is answered; undefined: nobody is there. */
  answer: boolean | undefined = true;
  readonly asked: string[] = [];
  readonly told: string[] = [];
  readonly seen: (readonly Guest[])[] = [];
  endAll: () => void = () => {};

  ask({ text }: { readonly text: string }): Promise<boolean> {
    this.asked.push(text);
    return this.answer === undefined ? new Promise(() => {}) : Promise.resolve(this.answer);
  }
  notify(title: string, text: string): void {
    this.told.push(`${title}: ${text}`);
  }
  connected(guests: readonly Guest[], endAll: () => void): void {
    this.seen.push(guests);
    this.endAll = endAll;
  }
}

const opened: string[] = [];

async function startAgent(options: Partial<BrowserAgentOptions> = {}) {
  const files = memoryFileSystem();
  const person = new Somebody();
  const agent = new BrowserAgent({
    ...server.enrollment,
    name: "remote-control",
    person,
    features: [
      consoleFeature(),
      terminalFeature({ root: files }),
      filesFeature({ root: files }),
      messagesFeature(),
      openUrlFeature({ open: (url) => opened.push(url) > 0 }),
      clipboardFeature({
        readText: () => Promise.resolve("x"),
        writeText: () => Promise.resolve(),
      }),
      limitsFeature(),
    ],
    ...options,
  });
  await agent.connect();
  const nodeId = agent.nodeId ?? "";
  await server.waitForDevice(nodeId, ({ online }) => online);
  return {
    agent,
    files,
    person,
    nodeId,
    run: (...args: string[]) => meshctrl(server.server, ...args, "--id", nodeId),
    [Symbol.asyncDispose]: () => agent.close(),
  };
}

Deno.test("meshctrl uploads 20 MB and downloads them again, equal", async () => {
  await using device = await startAgent();
  const local = join(folder, "twenty.bin");
  const content = randomBytes(20_000_000);
  content[0] = 0; // a block that must be escaped
  await writeFile(local, content);
  const upload = await device.run("upload", "--file", local, "--target", "/");
  assert.match(upload, /Upload done, 20000000 bytes sent/);
  const stored = await until(() => device.files.read(["twenty.bin"]).catch(() => undefined));
  assert.equal(sha256(new Uint8Array(await stored.arrayBuffer())), sha256(content));

  const back = join(folder, "back.bin");
  const download = await device.run("download", "--file", "/twenty.bin", "--target", back);
  assert.match(download, /Download completed, 20000000 bytes written/);
  assert.equal(sha256(await readFile(back)), sha256(content));
  assert.equal(device.person.asked.length, 2);
  assert.deepEqual(device.person.seen.at(-1), []);
});

Deno.test("an empty file and one of exactly a block are whole, too", async () => {
  await using device = await startAgent();
  for (const size of [0, 16_380]) {
    const local = join(folder, `size-${size}`);
    await writeFile(local, new Uint8Array(size).fill(0x7b));
    await device.run("upload", "--file", local, "--target", "");
    await until(() => device.files.read([basename(local)]).catch(() => undefined));
    const back = join(folder, `back-${size}`);
    await device.run("download", "--file", basename(local), "--target", back);
    assert.deepEqual(await readFile(back), await readFile(local));
  }
});

Deno.test("meshctrl download of what is not there, or above the root, is cancelled", async () => {
  await using device = await startAgent();
  for (const path of ["/nothing", "/../secret", "a/../../b"]) {
    const output = await device.run("download", "--file", path, "--target", join(folder, "none"));
    assert.match(output, /Download canceled/, `${path}: ${output}`);
  }
  const local = join(folder, "small");
  await writeFile(local, "x");
  assert.match(await device.run("upload", "--file", local, "--target", "/../up"), /Upload error/);
  assert.deepEqual(await device.files.list([]), []);
});

Deno.test("meshctrl shell: a line is edited, help answers, exit ends it", async () => {
  await using device = await startAgent();
  await device.files.makeFolder(["reports"]);
  const output = await meshctrlShell(server.server, device.nodeId, [
    { expect: "/> ", typed: "helx\x7fp\r" },
    { expect: "lists a folder", typed: "cd rep\t\r" },
    { expect: "/reports> ", typed: "exit\r" },
  ]);
  assert.match(output, /ends the session/);
  assert.match(output, /Connection Closed/);
});

Deno.test("meshctrl runcommand, deviceinfo, message, toast and openurl", async () => {
  await using device = await startAgent();
  const ran = await device.run("runcommand", "--run", "echo from the tab", "--reply");
  assert.match(ran, /from the tab/);
  assert.match(
    device.person.asked.at(-1) ?? "",
    /would like to run commands.*Commands: echo from the tab$/,
  );
  assert.match(await device.run("deviceinfo"), /remote-control/);
  await device.run("devicemessage", "--msg", "Hello box");
  await device.run("devicetoast", "--msg", "Hello toast");
  await until(() => Promise.resolve(device.person.told.length >= 2 || undefined));
  assert.match(device.person.told.join("\n"), /Hello box[^]*Hello toast/);
  await device.run("deviceopenurl", "--openurl", "https://example.com/page");
  await until(() => Promise.resolve(opened.length > 0 || undefined));
  assert.deepEqual(opened, ["https://example.com/page"]);
});

Deno.test("what operators do to a tab is in MeshCentral's event log, with who it was", async () => {
  await using device = await startAgent();
  await device.run("devicemessage", "--msg", "For the log");
  const local = join(folder, "logged.txt");
  await writeFile(local, "12345");
  await device.run("upload", "--file", local, "--target", "/");
  await device.run("download", "--file", "/logged.txt", "--target", join(folder, "logged.back"));
  await using operator = await server.operator();
  const deviceId = `node//${device.nodeId}`;
  const { username } = server.server.admin;
  const logged = await until(async () => {
    const events = await operator.listEvents({ deviceId, limit: 50 });
    const found = events.filter(({ action, msgid }) => action === "agentlog" && msgid !== 40);
    return found.length < 3 ? undefined : found;
  });
  assert.deepEqual(
    logged.map(({ msgid, msgArgs, username }) => [msgid, msgArgs, username]).sort(),
    [
      [105, ["/logged.txt", 5], username],
      [18, ["MeshCentral", "For the log"], username],
      [49, ["/logged.txt"], username],
    ],
  );
});

Deno.test("when the person refuses, nothing opens, and the operator is told", async () => {
  await using device = await startAgent();
  device.person.answer = false;
  assert.match(
    await device.run("runcommand", "--run", "echo no", "--reply"),
    /Denied by the person/,
  );
  const local = join(folder, "refused");
  await writeFile(local, "x");
  await device.run("upload", "--file", local, "--target", "/");
  assert.deepEqual(await device.files.list([]), []);
  assert.deepEqual(device.person.seen, []);
});

Deno.test("the operator is told whether the person refused or has not answered", async () => {
  await using device = await startAgent();
  await using operator = await server.operator();
  const requests = {
    clipboard: () => operator.clipboard(device.nodeId),
    setClipboard: () => operator.setClipboard(device.nodeId, "text"),
    openUrl: () => operator.openUrlOnDevice(device.nodeId, "https://example.com/never"),
    commands: async () => {
      const ids = [`node//${device.nodeId}`];
      for (const { error } of await operator.runCommand(ids, { command: "help" })) throw error;
    },
  };
  for (
    const [answer, code] of [[false, "consent-refused"], [undefined, "consent-unanswered"]] as const
  ) {
    device.person.answer = answer;
    await Promise.all(
      Object.values(requests).map((request) => assert.rejects(request(), { code })),
    );
  }
  const deviceId = `node//${device.nodeId}`;
  const logged = await until(async () => {
    const events = await operator.listEvents({ deviceId, limit: 50 });
    const found = events.filter(({ action }) => action === "agentlog");
    return found.length < 8 ? undefined : found.map(({ msg }) => msg).sort();
  });
  const [refused, unanswered] = [
    "Denied by the person at the device.",
    "The person at the device has not answered.",
  ];
  const wishes = [
    "open an address in a new tab",
    "put a text into your clipboard",
    "read your clipboard",
    "run commands in this page",
  ];
  assert.deepEqual(
    logged,
    wishes.flatMap((wish) => [refused, unanswered].map((why) => `Request to ${wish}: ${why}`)),
  );
  assert.ok(!opened.includes("https://example.com/never"));
});

Deno.test("a power action, which a tab cannot do, is in the event log with who asked", async () => {
  await using device = await startAgent();
  await using operator = await server.operator();
  const deviceId = `node//${device.nodeId}`;
  await operator.powerDevices([deviceId], "off");
  const logged = await until(async () => {
    const events = await operator.listEvents({ deviceId, limit: 50 });
    return events.find(({ action }) => action === "agentlog");
  });
  assert.equal(logged.msg, 'Request "poweraction" 2: Not available in this browser tab.');
  assert.equal(logged.username, server.server.admin.username);
});

Deno.test("a floor below prompt counts only for a managed browser", async () => {
  await using open = await startAgent({ consent: "none" });
  const local = join(folder, "floor");
  await writeFile(local, "x");
  await open.run("upload", "--file", local, "--target", "/");
  assert.equal(open.person.asked.length, 1);
  await using managed = await startAgent({ consent: { files: "none" }, managed: true });
  await managed.run("upload", "--file", local, "--target", "/");
  assert.equal(managed.person.asked.length, 0);
  await until(() => managed.files.read(["floor"]).catch(() => undefined));
});

Deno.test("a relay that dies in a transfer leaves no partial file, and a retry works", async () => {
  // The agent's end of the first two tunnels dies after some frames in, or out.
  let tunnels = 0;
  const webSocket = (url: string) => {
    const socket = new WebSocket(url);
    if (!url.includes("meshrelay")) return socket;
    let tunnel = 0;
    let frames = 0;
    const count = () => {
      if (++frames > 40) socket.close();
    };
    socket.addEventListener("message", () => {
      if (tunnel === 0) tunnel = ++tunnels; // those that meshctrl never joined do not count
      if (tunnel === 1) count();
    });
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      send(data);
      if (tunnel === 3) count();
    };
    return socket;
  };
  await using device = await startAgent({ webSocket });
  const local = join(folder, "cut.bin");
  const content = randomBytes(5_000_000);
  await writeFile(local, content);
  const upload = ["upload", "--file", local, "--target", "/"];
  assert.match(await device.run(...upload), /Connection Closed/);
  assert.deepEqual(await device.files.list([]), []);
  assert.match(await device.run(...upload), /Upload done/);
  await until(() => device.files.read(["cut.bin"]).catch(() => undefined));

  const back = join(folder, "cut-back.bin");
  const download = ["download", "--file", "/cut.bin", "--target", back];
  assert.match(await device.run(...download), /Connection Closed/);
  assert.match(await device.run(...download), /Download completed/);
  assert.equal(sha256(await readFile(back)), sha256(content));
});

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
