import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeFilesJson, type JsonObject, type TunnelFrame } from "../../protocol/mod.ts";
import { consoleFeature } from "../console_feature.ts";
import { filesFeature } from "../files/files_feature.ts";
import { memoryFileSystem } from "../files/memory_file_system.ts";
import { withFastTimers } from "../test_timers.ts";
import { limitsFeature } from "../limits_feature.ts";
import { messagesFeature } from "../messages_feature.ts";
import { terminalFeature } from "../terminal/terminal_feature.ts";
import { settled, TestOnline } from "../test_relay.ts";

function features() {
  const root = memoryFileSystem();
  return [
    consoleFeature(),
    terminalFeature({ root }),
    filesFeature({ root }),
    messagesFeature(),
    limitsFeature(),
  ];
}

Deno.test("the person is asked, the viewer is told, then it opens; the end is told to both", async () => {
  const online = new TestOnline(features());
  let answer = (_agreed: boolean) => {};
  online.person.answer = () => new Promise((resolve) => answer = resolve);
  const relay = await online.tunnel(1);
  assert.deepEqual(relay.json.map(({ type, msgid }) => [type, msgid]), [["console", 1]]);
  relay.say(new TextEncoder().encode("help\r")); // held, not lost
  answer(true);
  await settled();
  assert.deepEqual(relay.json.map(({ msgid }) => msgid), [1, 0]);
  assert.ok(relay.sent.map(text).join("").includes("lists a folder"));
  assert.deepEqual(online.told.at(-1), {
    action: "sessions",
    type: "terminal",
    value: { "user//admin": 1 },
  });
  const who = ['"', { outside: "admin" }, '"'];
  assert.deepEqual(online.person.guests, [{ name: '"admin"', who, kind: "terminal" }]);
  online.person.endAll();
  await settled();
  assert.equal(relay.readyState, 3);
  assert.deepEqual(online.told.at(-1), { action: "sessions", type: "terminal", value: {} });
  assert.deepEqual(online.person.guests, []);
});

Deno.test("the person is told of the operator, whatever name a guest was given", async () => {
  const online = new TestOnline(features());
  const guestname = `Your IT department ${"-".repeat(5000)}`;
  const relay = await online.tunnel(1, { username: "mallory", guestname });
  const name = `guest "Your IT department ${"-".repeat(45)}…" (login "mallory")`;
  assert.deepEqual(online.person.guests.map(({ name }) => name), [name]);
  assert.deepEqual(online.person.asked, [
    `An operator would like to use a terminal in this page. Operator: ${name}`,
  ]);
  relay.close();
});

Deno.test("a forged real name stands apart from the question, on one line, with the login", async () => {
  const online = new TestOnline(features());
  const realname = `Mozilla would like to say: press Allow …${"\n".repeat(60)}`;
  const relay = await online.tunnel(1, { username: "mallory", realname });
  assert.deepEqual(online.person.asked, [
    "An operator would like to use a terminal in this page. " +
    'Operator: "Mozilla would like to say: press Allow …" (login "mallory")',
  ]);
  relay.close();
});

Deno.test("a single download names the file and its folder on lines of their own", async () => {
  const online = new TestOnline(features());
  online.person.answer = () => false;
  online.tell({ action: "msg", type: "tunnel", value: "*/meshrelay.ashx", rights: 8 });
  const [relay] = online.relays;
  relay?.say("c");
  const file = `/${"harmless/".repeat(60)}a\u202ecod.exe`;
  relay?.say(JSON.stringify({ type: "options", file }));
  relay?.say("10");
  await settled();
  const [asked = ""] = online.person.asked;
  assert.match(asked, /^An operator would like to download the file named here\. Operator: /);
  assert.match(asked, /; File: "acod\.exe"; Folder: "\/(harmless\/)+[a-z]*…"$/);
});

Deno.test("a no, an error and an operator who leaves all keep it closed", async () => {
  const cases = [
    [() => false, 2, 41, "Denied by the person at the device."],
    [() => "yes" as unknown as boolean, 2, 41, "Denied by the person at the device."],
    [() => Promise.reject(new Error("no dialog")), 0, 0, "Not available in this browser tab."],
    [() => new Promise<never>(() => {}), 0, 0, "The person at the device has not answered."],
  ] as const;
  for (const [answer, msgid, logged, msg] of cases) {
    const online = new TestOnline(features());
    online.person.answer = answer;
    await withFastTimers(async () => {
      const relay = await online.tunnel(5);
      await settled();
      assert.deepEqual(relay.json.at(-1), { ctrlChannel: "102938", type: "console", msg, msgid });
      assert.equal(relay.readyState, 3);
    });
    assert.deepEqual(online.told.map(({ action, msgid }) => [action, msgid]), [["log", logged]]);
  }
  const online = new TestOnline(features());
  let asked: AbortSignal | undefined;
  online.person.answer = (signal) => {
    asked = signal;
    return new Promise(() => {});
  };
  const relay = await online.tunnel(5);
  relay.close();
  await settled();
  assert.equal(asked?.aborted, true); // the dialog goes away
  assert.deepEqual(online.told, []); // nobody has said no
});

Deno.test("a server raises the floor and cannot lower it", async () => {
  const managed = { managed: true, consent: "none" } as const;
  const cases: [object, JsonObject, number][] = [
    [{}, { soptions: { consentAutoAccept: true } }, 1],
    [{ consent: "none" }, {}, 1],
    [managed, {}, 0],
    [managed, { consent: 32 }, 1],
    [{ ...managed, consent: { files: "none" } }, {}, 0],
    [{ ...managed, consent: { terminal: "none" } }, {}, 1],
    [{ ...managed, consent: "whatever" }, {}, 1],
  ];
  for (const [access, request, asked] of cases) {
    const online = new TestOnline(features(), access);
    await online.tunnel(5, request);
    assert.equal(online.person.asked.length, asked, JSON.stringify([access, request]));
    online.drop();
  }
  const notified = new TestOnline(features(), managed);
  await notified.tunnel(5, { consent: 4 });
  assert.deepEqual([notified.person.asked.length, notified.person.told.length], [0, 1]);
  notified.drop();
});

Deno.test("rights and usages are enforced here, whatever the server lets through", async () => {
  for (
    const [protocol, request] of [
      [1, { rights: 8 | 512 }],
      [5, { rights: 8 | 1024 }],
      [5, { rights: 0 }],
      [5, { rights: 1e308 }],
      [5, { rights: "none" }],
      [5, { soptions: { usages: [1] } }],
      [2, {}], // no desktop in this agent
      [7, {}],
      [10, { rights: 256 }],
    ] as const
  ) {
    const online = new TestOnline(features());
    const relay = await online.tunnel(protocol, request as JsonObject);
    assert.equal(relay.readyState, 3, JSON.stringify([protocol, request]));
    assert.deepEqual(online.person.asked, []);
  }
});

Deno.test("endtunnel ends what is meant, for who may; a lost server ends all", async () => {
  const online = new TestOnline(features());
  const files = await online.tunnel(5);
  const terminal = await online.tunnel(1);
  const end = { action: "msg", type: "endtunnel", xuserid: "user//admin", protocol: "files" };
  online.tell({ ...end, userid: "user//other", rights: 8 });
  assert.equal(files.readyState, 1);
  online.tell({ ...end, userid: "user//admin", rights: 8 });
  assert.deepEqual([files.readyState, terminal.readyState], [3, 1]);
  online.drop();
  assert.equal(terminal.readyState, 3);
});

Deno.test("the operator who wants to relay a port is told that a tab cannot", () => {
  const online = new TestOnline(features());
  const by = { userid: "user//admin", sessionid: "user//admin/1" };
  online.tell({ action: "msg", type: "tunnel", value: "*/meshrelay.ashx", tcpport: 22, ...by });
  assert.deepEqual(online.relays, []);
  const value = "Request to relay a port: Not available in this browser tab.";
  assert.deepEqual(online.told.map(({ msg, value }) => msg ?? value), [value, value]);
});

Deno.test("more than 64 tunnels at once are not opened", async () => {
  const online = new TestOnline(features());
  for (let count = 0; count < 70; count++) {
    online.tell({ action: "msg", type: "tunnel", value: "*/meshrelay.ashx", rights: 8 });
  }
  assert.equal(online.relays.length, 64);
  online.drop();
  await settled();
});

Deno.test("2,000 random sequences of an operator leave the agent as it was", async () => {
  const online = new TestOnline(features());
  const path = fc.constantFrom("", "/", "..", "a", "a/b", "/../..", "\0", "x".repeat(9999));
  const odd = fc.constantFrom<unknown[]>(null, 0, -1, 1e300, "", "a", [], {}, [[]], [null], true);
  const command = fc.record({
    action: fc.constantFrom(
      ...["ls", "mkdir", "rm", "rename", "copy", "move", "upload", "uploaddone", "uploadcancel"],
      ...["uploadhash", "download", "findfile", "cancelfindfile", "cancel", "open", "unknown"],
    ),
    sub: fc.constantFrom("start", "startack", "ack", "stop", "cancel"),
    path,
    name: path,
    oldname: path,
    newname: path,
    scpath: path,
    dspath: path,
    size: fc.constantFrom(0, 5, -1, 1e300, NaN, "5"),
    names: fc.oneof(fc.array(path, { maxLength: 3 }), odd),
    delfiles: fc.oneof(fc.array(path, { maxLength: 3 }), odd),
    filter: fc.oneof(path, odd),
    id: odd,
    reqid: odd,
    ack: fc.constantFrom(1, 1e9, -1, null),
    rec: fc.boolean(),
  }, { requiredKeys: ["action"] });
  const frame: fc.Arbitrary<TunnelFrame> = fc.oneof(
    fc.constantFrom("c", "cr", "1", "5", "10", "7", "99999", "x", "{", '{"ctrlChannel":"102938"}'),
    fc.constantFrom(
      '{"ctrlChannel":102938,"type":"rtt","time":1}',
      '{"ctrlChannel":"102938","type":"termsize","cols":-1,"rows":1e9}',
      '{"type":"options","file":"../../x","cols":1e9}',
    ),
    fc.uint8Array({ maxLength: 40 }),
    command.map((value) => encodeFilesJson(JSON.parse(JSON.stringify(value)))),
  );
  const started = fc.tuple(fc.constantFrom("1", "5", "10"), fc.array(frame, { maxLength: 12 }))
    .map(([number, frames]): TunnelFrame[] => ["c", number, ...frames]);
  await fc.assert(
    fc.asyncProperty(fc.oneof(started, fc.array(frame, { maxLength: 12 })), async (frames) => {
      online.tell({
        action: "msg",
        type: "tunnel",
        value: "*/meshrelay.ashx",
        rights: 8,
        userid: "u",
      });
      const relay = online.relays.at(-1);
      for (const frame of frames) relay?.say(frame);
      await new Promise((resolve) => setTimeout(resolve));
      relay?.close();
    }),
    { numRuns: 2000 },
  );
  await settled();
  const relay = await online.tunnel(5);
  relay.say(encodeFilesJson({ action: "ls", path: "", reqid: 1 }));
  await settled();
  assert.ok(Array.isArray(relay.json.at(-1)?.dir));
  relay.close();
  assert.deepEqual(online.told.at(-1), { action: "sessions", type: "files", value: {} });
});

function text(frame: TunnelFrame): string {
  return typeof frame === "string" ? frame : new TextDecoder().decode(frame);
}
