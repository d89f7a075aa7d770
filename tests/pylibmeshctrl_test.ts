/**
 * What pylibmeshctrl (of September 2025) sends to a device, frame by frame as it was recorded with
 * the native agent, and what it waits for before it goes on.
 *
 * @module
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { JsonObject } from "../protocol/mod.ts";
import { type ServedDevice, startOurs } from "./comparison/agents.ts";
import { type Conversation, converse } from "./comparison/device.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

/** The number of a protocol as this library sends it. */
const number = (protocol: number) => new TextEncoder().encode(String(protocol));
const bytes = (text: string) => new TextEncoder().encode(text);
/** Bytes of one block of an upload. */
const BLOCK = 65_564;

let test: TestServer;
let device: ServedDevice;

Deno.test.beforeAll(async () => {
  test = await startTestServer({ tls: true });
  device = await startOurs(test);
});
Deno.test.afterAll(async () => {
  await device[Symbol.asyncDispose]();
  await test[Symbol.asyncDispose]();
});

/** The JSON frames of the device so far. */
function answers(to: Conversation): JsonObject[] {
  return to.frames.map((frame) =>
    typeof frame === "string" ? frame : new TextDecoder().decode(frame)
  ).filter((text) => text.startsWith("{")).map((text) => JSON.parse(text));
}

/** Waits for a JSON frame in which these fields are so. */
async function answer(to: Conversation, fields: JsonObject): Promise<JsonObject> {
  return await until(async () => {
    const entries = Object.entries(fields);
    return await Promise.resolve(
      answers(to).find((value) => entries.every(([name, field]) => value[name] === field)),
    );
  });
}

/** Sends a command and waits for the folder that `ls` shows then. */
async function list(to: Conversation, path: string): Promise<readonly JsonObject[]> {
  to.frames.length = 0;
  await to.send(JSON.stringify({ action: "ls", path }));
  return (await answer(to, { path }))["dir"] as unknown as JsonObject[];
}

/** Waits for an entry of the event log that says how a command went, and not that a session began. */
async function logged(): Promise<string> {
  return await until(() =>
    Promise.resolve(device.heard.log.find((text) => !text.startsWith("Started")))
  );
}

/** Text that the shell has written so far. */
function written(to: Conversation): string {
  return to.frames.filter((frame) => typeof frame !== "string")
    .map((frame) => new TextDecoder().decode(frame as Uint8Array)).join("");
}

/** Takes all up to the next prompt, as `expect()` does. */
async function expectPrompt(to: Conversation, taken: { at: number }): Promise<string> {
  const end = await until(() => {
    const at = written(to).indexOf("/> ", taken.at);
    return Promise.resolve(at < 0 ? undefined : at + 3);
  });
  const text = written(to).slice(taken.at, end);
  taken.at = end;
  return text;
}

/** Sends what `run_command` sends; the device's answer comes by itself. */
function runCommand(reply: boolean): void {
  device.heard.console.length = device.heard.results.length = 0;
  const nodeids = [device.id];
  void device.client.request({
    action: "runcommands",
    nodeids,
    type: 0,
    cmds: "pwd",
    runAsUser: 0,
    reply,
  }, { timeout: 100 }).catch(() => {});
}

Deno.test("pylibmeshctrl's run_command gets the output", async () => {
  runCommand(true);
  assert.equal(await until(() => Promise.resolve(device.heard.results[0])), "/\n");
});

Deno.test("pylibmeshctrl's run_command without output finds the line that ends it", async () => {
  runCommand(false);
  await until(() =>
    Promise.resolve(device.heard.console.find((text) => text === "Run commands completed."))
  );
});

Deno.test("pylibmeshctrl's run_console_command keeps the device online when answers repeat", async () => {
  device.heard.console.length = 0;
  // More repetitions than the server allows one connection; neither command alone reaches that.
  for (const cmds of ["ping", "help"]) {
    const request = { action: "runcommands", nodeids: [device.id], type: 4, cmds };
    for (let time = 0; time < 25; time++) {
      void device.client.request(request, { timeout: 100 }).catch(() => {});
    }
  }
  await until(() => Promise.resolve(device.heard.console.length === 50 || undefined));
});

Deno.test("pylibmeshctrl's shell reads what a command writes", async () => {
  await using to = await converse(device, "terminal");
  await to.send(number(1), bytes("echo one-two\n"));
  await to.quiet(() => /one-two[^]*one-two/.test(written(to)));
  assert.match(written(to), /one-two\r\n/);
});

Deno.test("pylibmeshctrl's smart shell tells each command's output by the prompts", async () => {
  await using to = await converse(device, "terminal");
  const taken = { at: 0 };
  await to.send(number(1));
  await expectPrompt(to, taken); // it waits for two of them before the first command
  await expectPrompt(to, taken);
  for (const [line, output] of [["pwd\n", "/"], ["echo hello\n", "hello"], ["pwd\n", "/"]]) {
    await to.send(bytes(line ?? ""));
    const text = await expectPrompt(to, taken);
    assert.equal(text, `${line?.trim()}\r\n${output}\r\n/> `);
  }
});

Deno.test("pylibmeshctrl's file explorer makes, lists, renames and removes", async () => {
  await using to = await converse(device, "files");
  await to.send(number(5));
  await to.quiet();
  // Its `pwd` of our shell is `/`, without which `f"{pwd}/test"` stays.
  for (
    const [command, log, name] of [
      [{ action: "mkdir", path: "/test" }, /^Create folder/, "test"],
      [{ action: "rename", path: "", oldname: "test", newname: "test2" }, /^Rename/, "test2"],
      [{ action: "rm", delfiles: ["test2"], rec: false, path: "" }, /^Delete/, undefined],
    ] as const
  ) {
    device.heard.log.length = 0;
    await to.send(JSON.stringify(command));
    assert.match(await logged(), log);
    const names = (await list(to, "")).map(({ n }) => n).filter((n) =>
      String(n).startsWith("test")
    );
    assert.deepEqual(names, name === undefined ? [] : [name]);
  }
});

Deno.test("pylibmeshctrl's file explorer reads in the event log why something failed", async () => {
  await using to = await converse(device, "files");
  await to.send(number(5));
  await to.quiet();
  for (
    const [command, log] of [
      [
        { action: "mkdir", path: "/no/such/deep" },
        /^Failed to create a folder: "\/no\/such\/deep"/,
      ],
      [{ action: "rename", path: "", oldname: "nosuch", newname: "x" }, /^Failed to rename: /],
      [{ action: "rm", delfiles: ["nosuch"], rec: false, path: "" }, /^Failed to delete: /],
    ] as const
  ) {
    device.heard.log.length = 0;
    await to.send(JSON.stringify(command));
    assert.match(await logged(), log);
  }
});

Deno.test("pylibmeshctrl uploads 20 MB without waiting for one acknowledgement, and downloads it", async () => {
  await using to = await converse(device, "files");
  await to.send(number(5));
  const content = new Uint8Array(20_000_000).map((_, index) => index * 7 + (index >> 9));
  const reqid = "upload_1";
  await to.send(JSON.stringify({ action: "upload", reqid, path: "/test", name: null }));
  await answer(to, { action: "uploadstart", reqid });
  for (let at = 0; at < content.length; at += BLOCK) {
    const block = content.subarray(at, at + BLOCK);
    const escaped = block[0] === 0 || block[0] === 123;
    await to.send(escaped ? Buffer.concat([new Uint8Array(1), block]) : block);
  }
  const blocks = Math.ceil(content.length / BLOCK);
  await until(() =>
    Promise.resolve(
      answers(to).filter(({ action }) => action === "uploadack").length === blocks || undefined,
    )
  );
  await to.send(JSON.stringify({ action: "uploaddone", reqid }));
  await answer(to, { action: "uploaddone", reqid });

  const id = "download_1";
  to.frames.length = 0;
  await to.send(JSON.stringify({ action: "download", sub: "start", id, path: "/test" }));
  await answer(to, { action: "download", sub: "start", id });
  to.frames.length = 0;
  await to.send(JSON.stringify({ action: "download", sub: "startack", id }));
  const received: Uint8Array[] = [];
  for (let last = false; to.open && !last;) {
    while (to.open && to.frames.length === 0) await new Promise((resolve) => setTimeout(resolve));
    for (const frame of to.frames.splice(0)) {
      const block = frame as Uint8Array;
      received.push(block.slice(4));
      last = ((block[3] ?? 0) & 1) === 1;
      if (!last) await to.send(JSON.stringify({ action: "download", sub: "ack", id }));
    }
  }
  assert.ok(Buffer.concat(received).equals(content));
});
