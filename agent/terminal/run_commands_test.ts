import assert from "node:assert/strict";
import { memoryFileSystem } from "../files/memory_file_system.ts";
import { settled, TestOnline } from "../test_relay.ts";
import type { Shell } from "./shell.ts";
import { terminalFeature, type TerminalOptions } from "./terminal_feature.ts";

const COMPLETED = "Run commands completed.";

/** What the agent sends for `runcommands`. */
async function run(
  request: Record<string, string | number | boolean>,
  options: TerminalOptions = {},
  answer: () => boolean = () => true,
) {
  const online = new TestOnline([terminalFeature({ root: memoryFileSystem(), ...options })]);
  online.person.answer = answer;
  online.tell({ action: "runcommands", type: 3, runAsUser: 0, ...request });
  for (let turn = 0; turn < 20 && online.told.at(-1)?.["value"] !== COMPLETED; turn++) {
    await settled();
    if (online.told.some(({ type }) => type === "runcommands")) break;
  }
  return online.told;
}

/** A shell that writes this. */
function writing(...texts: readonly string[]): Shell {
  return {
    open: () => ({ input: () => {} }),
    run: (_line, write) => Promise.resolve(texts.forEach(write)),
  };
}

Deno.test("runcommands without a reply ends its console output as the native agent does", async () => {
  const console = (value: string) => ({ action: "msg", type: "console", value });
  assert.deepEqual(await run({ cmds: "pwd\necho two" }), [
    console("Run commands (0): pwd\necho two"),
    console("/\ntwo\n"),
    console(COMPLETED),
  ]);
  assert.deepEqual(await run({ cmds: "cd /", reply: false, responseid: "id" }), [
    console("Run commands (0): cd /"),
    console(COMPLETED),
  ]);
});

Deno.test("runcommands with a reply sends its output as the answer, and nothing to the console", async () => {
  assert.deepEqual(await run({ cmds: "pwd", reply: true, responseid: "id", sessionid: "s" }), [
    { action: "msg", type: "runcommands", result: "/\n", responseid: "id", sessionid: "s" },
  ]);
});

Deno.test("runcommands completes as well when the person denies, or the shell fails", async () => {
  const denied = await run({ cmds: "pwd", consent: 0xffff }, {}, () => false);
  assert.deepEqual(denied.flatMap(({ value }) => value ?? []).slice(1), [
    "Denied by the person at the device.",
    COMPLETED,
  ]);
  const failing: Shell = { ...writing(), run: () => Promise.reject(new Error("out of order")) };
  const failed = await run({ cmds: "pwd" }, { shell: failing });
  assert.deepEqual(failed.map(({ value }) => value).slice(1), ["out of order", COMPLETED]);
});

Deno.test("runcommands never sends the same console line twice in a row", async () => {
  const online = new TestOnline([terminalFeature({ root: memoryFileSystem() })]);
  for (let time = 0; time < 40; time++) {
    online.tell({ action: "runcommands", type: 3, cmds: "cd /" });
    await settled();
  }
  const values = online.told.map(({ value }) => value);
  assert.equal(values.length, 80);
  assert.ok(values.every((value, index) => value !== values[index - 1]));
});

Deno.test("runcommands runs 65,536 characters, and refuses more as a whole", async () => {
  const cmds = `echo ${"a".repeat(65_536 - 5)}`;
  const [, ran] = await run({ cmds });
  assert.equal(ran?.["value"], `${cmds.slice(5)}\n`);
  const [answer] = await run({ cmds: `${cmds}b`, reply: true, responseid: "id" });
  assert.equal(answer?.["error"], "failed");
  assert.match(String(answer?.["result"]), /longer than 65536 characters\. None of them ran/);
});

Deno.test("runcommands says how much output it does not send, and cuts no character", async () => {
  const text = `${"a".repeat(999_999)}${"😀".repeat(10)}`;
  const shells = [writing(text), writing(text.slice(0, 600_000), text.slice(600_000))];
  for (const shell of shells) {
    const [answer] = await run({ cmds: "x", reply: true, responseid: "id" }, { shell });
    assert.equal(
      answer?.["result"],
      `${"a".repeat(999_999)}\n[20 more characters of output are not shown]\n`,
    );
  }
  const whole = "b".repeat(1_000_000);
  const [answer] = await run({ cmds: "x", reply: true, responseid: "id" }, {
    shell: writing(whole),
  });
  assert.equal(answer?.["result"], whole);
});

Deno.test("runcommands runs JavaScript of several lines as one command", async () => {
  const cmds = "js [1,\n2, // two\n`}\n${[3].map((n) => {\nreturn n * 2;\n})}`]\necho after\njs {";
  const [answer] = await run({ cmds, reply: true, responseid: "id" }, { js: true });
  const result = String(answer?.["result"]);
  assert.match(result, /^\[\n {2}1,\n {2}2,\n {2}"\}\\n6"\n\]\nafter\njs: /);
});

Deno.test("runcommands answers with an error when the commands did not run", async () => {
  const failing: Shell = { ...writing(), run: () => Promise.reject(new Error("out of order")) };
  const request = { cmds: "pwd", reply: true, responseid: "id", consent: 0xffff };
  const failed = (await run(request, { shell: failing })).find(({ type }) =>
    type === "runcommands"
  );
  assert.deepEqual([failed?.["error"], failed?.["result"]], ["failed", "out of order"]);
  const refused = (await run(request, {}, () => false)).find(({ type }) => type === "runcommands");
  assert.deepEqual(refused?.["error"], "refused");
  const nobody = (await run(request, {}, () => {
    throw new Error("nobody is there");
  })).find(({ type }) => type === "runcommands");
  assert.equal(nobody?.["error"], "unavailable");
});
