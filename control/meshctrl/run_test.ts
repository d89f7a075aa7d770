import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commandLine, runMeshctrl } from "./run.ts";

const options = { script: "meshctrl.js", url: "wss://a.example", username: "u", password: "p" };

Deno.test("arguments stay arguments, and what would be changed on the way is refused", () => {
  const args = { json: true, csv: false, group: undefined, name: "--loginuser=x; rm", count: 3 };
  assert.deepEqual(commandLine(options, "ListDevices", args), [
    "ListDevices",
    "--json",
    "--name=--loginuser=x; rm",
    "--count=3",
    "--url=wss://a.example",
    "--loginuser=u",
    "--loginpass=p",
  ]);
  const { password: _, ...keyed } = options;
  const line = commandLine({ ...keyed, loginKeyFile: "/key", token: "12" }, "x", {});
  assert.deepEqual(line.slice(-2), ["--token=12", "--loginkeyfile=/key"]);
  for (
    const [action, bad] of [
      ["list devices", {}],
      ["x", { url: "wss://b.example" }],
      ["x", { "a b": "c" }],
      ["x", { pass: "007" }],
      ["x", { pass: "1e3" }],
      ["x", { pass: "0x10" }],
    ] as const
  ) assert.throws(() => commandLine(options, action, bad), { code: "bad-options" });
});

Deno.test("a run ends with what was printed, a time-out, an abort, or why there was none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "cs-meshctrl-"));
  try {
    const script = join(folder, "meshctrl.js");
    await writeFile(
      script,
      `const [action] = process.argv.slice(2);
       if (action === "hang") setInterval(() => {}, 1000);
       else if (action === "broken") throw new Error("broken");
       else console.log(action, "ä".repeat(70000).length);`,
    );
    const run = { ...options, script };
    assert.equal(await runMeshctrl(run, "echo"), "echo 70000\n");
    await assert.rejects(runMeshctrl(run, "hang", {}, { timeout: 300 }), { code: "timeout" });
    await assert.rejects(runMeshctrl(run, "broken"), { code: "bad-options" });
    const node = { ...run, node: join(folder, "no-node") };
    await assert.rejects(runMeshctrl(node, "echo"), { code: "bad-options" });
    const controller = new AbortController();
    const { signal } = controller;
    const running = runMeshctrl(run, "hang", {}, { signal });
    controller.abort(new Error("enough"));
    await assert.rejects(running, /enough/);
    await assert.rejects(runMeshctrl(run, "echo", {}, { signal }), /enough/);
  } finally {
    await rm(folder, { recursive: true });
  }
});
