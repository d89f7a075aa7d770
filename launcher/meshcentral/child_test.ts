import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { Child, quoteLastLines } from "./child.ts";
import { serverEnvironment } from "./environment.ts";

function node(script: string, onLine?: (line: string) => void): Child {
  const options = { args: ["-e", script], cwd: tmpdir(), env: serverEnvironment() };
  return new Child("node", onLine === undefined ? options : { ...options, onLine });
}

Deno.test("the output of a process is kept, and told line by line", async () => {
  const lines: string[] = [];
  const child = node("console.log('one\\n\\ntwo'); console.error('three')", (l) => lines.push(l));
  assert.deepEqual(await child.exited, { code: 0, signal: null });
  assert.equal(child.running, false);
  assert.deepEqual([...lines].sort(), ["one", "three", "two"]);
  assert.match(child.output, /one\n\ntwo/);
});

Deno.test("a process that ignores the signal is killed when patience ends", async () => {
  const child = node("process.on('SIGTERM', () => {}); setInterval(() => {}, 1e3); console.log(1)");
  while (child.output === "") await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(child.running);
  assert.deepEqual(await child.end("SIGTERM", 50), { code: null, signal: "SIGKILL" });
});

Deno.test("a program that is not there rejects", async () => {
  const options = { args: [], cwd: tmpdir(), env: serverEnvironment() };
  const child = new Child("no-such-program-anywhere", options);
  await assert.rejects(child.exited, /ENOENT/);
  assert.equal(child.running, false);
});

Deno.test("only the last lines are quoted, without the empty ones", () => {
  assert.equal(quoteLastLines("a\n\nb\r\nc\n", 2), "  | b\n  | c");
});
