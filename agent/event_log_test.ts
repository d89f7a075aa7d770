import assert from "node:assert/strict";
import { encodeFilesJson, type JsonObject } from "../protocol/mod.ts";
import { logEvent } from "./event_log.ts";
import type { AgentSession } from "./feature.ts";
import { filesFeature } from "./files/files_feature.ts";
import { memoryFileSystem } from "./files/memory_file_system.ts";
import { messagesFeature } from "./messages_feature.ts";
import { openUrlFeature } from "./open_url_feature.ts";
import { settled, TestOnline } from "./test_relay.ts";

Deno.test("an entry names the operator, and is no longer than what the server keeps", () => {
  const sent: JsonObject[] = [];
  const session = { send: (message: JsonObject) => void sent.push(message) } as AgentSession;
  logEvent(session, [20, "x".repeat(5000), "y".repeat(5000), 1], {
    userid: "user//admin",
    username: "admin",
    rights: 8,
  });
  const [{ msg, ...entry } = {}] = sent;
  assert.equal(String(msg).length, 4000);
  assert.deepEqual(entry, {
    action: "log",
    msgid: 20,
    msgArgs: ["y".repeat(4000), 1],
    userid: "user//admin",
    username: "admin",
    sessionid: null,
    remoteaddr: null,
    guestname: null,
  });
});

Deno.test("no text from outside can pass for another entry", () => {
  const sent: JsonObject[] = [];
  const session = { send: (message: JsonObject) => void sent.push(message) } as AgentSession;
  const name = 'a"\nLocal user accepted remote desktop request\u202e\x1b[2J';
  logEvent(session, [45, `Delete: "${name}"`, name], {});
  const shown = 'a"⏎Local user accepted remote desktop request\\u{202e}\\u{1b}[2J';
  assert.equal(sent[0]?.msg, `Delete: "${shown}"`);
  assert.deepEqual(sent[0]?.msgArgs, [shown]);
});

Deno.test("what operators do to a device is written down with them", async () => {
  const online = new TestOnline([
    messagesFeature(),
    openUrlFeature({ open: () => true }),
    filesFeature({ root: memoryFileSystem() }),
  ]);
  online.person.answer = () => true;
  const by = { userid: "user//admin", username: "admin" };
  online.tell({ action: "msg", type: "messagebox", title: "T", msg: "box", ...by });
  online.tell({ action: "toast", title: "T", msg: "toast", ...by });
  assert.equal(online.tell({ action: "msg", type: "constructor" }), false);
  online.tell({ action: "openUrl", url: "https://example.com/", ...by });
  await settled();
  const relay = await online.tunnel(5);
  const commands: JsonObject[] = [
    { action: "mkdir", path: "/new" },
    { action: "rename", path: "/", oldname: "new", newname: "old" },
    { action: "rm", path: "/", delfiles: ["missing"] },
    { action: "rm", path: "/", delfiles: ["old"], rec: true },
  ];
  for (const command of commands) {
    relay.say(encodeFilesJson(command));
    await settled();
  }
  const logged = online.told.filter(({ action }) => action === "log");
  assert.deepEqual(
    logged.map(({ msgid, msg }) => `${msgid} ${msg}`).sort(),
    [
      '0 Failed to delete: "/missing" (not there)',
      "18 Displaying message box, title=T, message=box",
      "20 Opening: https://example.com/",
      "26 Displaying toast message, title=T, message=toast",
      "40 Local user accepted remote files request ()",
      '44 Create folder: "/new"',
      '45 Delete: "/old"',
      '48 Rename: "/new" to "old"',
    ],
  );
  assert.ok(logged.every(({ userid }) => userid === "user//admin"));
});
