import assert from "node:assert/strict";
import { consoleFeature } from "./console_feature.ts";
import { memoryFileSystem } from "./files/memory_file_system.ts";
import { routedConsoleLines } from "./test_console_kick.ts";
import { settled, TestOnline } from "./test_relay.ts";
import { terminalFeature } from "./terminal/terminal_feature.ts";

const COMPLETED = "Run commands completed.";
const ALL = 0xffff_ffff;

/** Sends lines to the console of one connection, or `!commands` to run. */
async function online(...sent: readonly string[]): Promise<TestOnline> {
  const online = new TestOnline([
    consoleFeature({ commands: { say: (rest) => rest } }),
    terminalFeature({ root: memoryFileSystem() }),
  ]);
  for (const line of sent) {
    online.tell(
      line.startsWith("!")
        ? { action: "runcommands", type: 0, runAsUser: 0, cmds: line.slice(1) }
        : { action: "msg", type: "console", value: line, sessionid: "s", rights: ALL },
    );
    if (!line.startsWith("!")) await Promise.resolve();
  }
  for (let turn = 0; turn < 50; turn++) {
    await settled();
    const runs = sent.filter((line) => line.startsWith("!")).length;
    if (values(online).filter((value) => value === COMPLETED).length === runs) break;
  }
  return online;
}

function values({ told }: TestOnline): unknown[] {
  return told.filter(({ type }) => type === "console").map(({ value }) => value);
}

const times = (count: number, ...lines: readonly string[]) =>
  Array.from({ length: count }, () => lines).flat();

for (
  const [what, lines] of [
    ["one command, then another", [...times(40, "info"), ...times(40, "help"), ...times(40, "x")]],
    ["pairs of two commands", times(40, "ping", "ping", "help", "help")],
    ["one command for ever", times(400, "ping")],
    ["an answer that looks like a marked one", [
      ...times(25, "ping"),
      ...times(40, "say pong\r\n(2 times)", "ping", "ping"),
    ]],
    ["commands with output, at the same time", times(40, "!pwd")],
    ["commands without output, at the same time", times(40, "!cd /")],
    ["console and commands in turns", times(40, "ping", "ping", "!pwd", "!pwd")],
  ] as const
) {
  Deno.test(`the server keeps an agent whose console repeats itself: ${what}`, async () => {
    const all = values(await online(...lines));
    const told = all.map((value) => ({ action: "msg", type: "console", value: value as string }));
    assert.equal(routedConsoleLines(told), all.length);
  });
}

Deno.test("a console line is marked only when it equals the one before, and only after 20 such", async () => {
  const all = values(await online(...times(21, "ping"), "ping", "ping", "help", "ping"));
  assert.deepEqual(all.slice(0, 21), times(21, "pong"));
  assert.deepEqual([all[21], all[22], all[24]], ["pong\r\n(22 times)", "pong", "pong"]);
});

Deno.test("commands at the same time all end with the line for which clients wait", async () => {
  const all = values(await online(...times(40, "!cd /"), ...times(40, "!pwd")));
  assert.equal(all.filter((value) => value === COMPLETED).length, 80);
  assert.equal(all.filter((value) => value === "/\n").length, 40);
});
