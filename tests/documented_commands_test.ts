import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { NOT_RUN, readPage, readPages } from "./package/documented_commands.ts";
import { runPages } from "./package/run_pages.ts";
import { packTarballs, withTarballs } from "./package/tarballs.ts";
import { startTestServer } from "./test_server.ts";

Deno.test("readPage finds commands in blocks, in workflows and in the text", () => {
  const text = [
    "Run `npx --no-install a --b`, or `spec.yaml`, with `X=1 node c.js`.",
    "```sh",
    'A="$(b \\',
    "  c)" + '"   # a comment',
    "d # e",
    "# f",
    "```",
    "```yaml",
    "# g.yaml",
    "steps:",
    "  - run: npm install h@1",
    "```",
    "```ts",
    "const x = `npm run i`;",
    "```",
  ].join("\n");
  const { commands, files } = readPage("page.md", text);
  assert.deepEqual(commands.map(({ line }) => line), [
    "npx --no-install a --b",
    "X=1 node c.js",
    'A="$(b c)"',
    "d",
    "npm install h@1",
    'mkdir -p "$(dirname g.yaml)" && cp shown/g.yaml g.yaml',
  ]);
  assert.deepEqual([...files.keys()], ["g.yaml"]);
});

Deno.test("withTarballs replaces packages of ours, of whatever version, and adds the library", () => {
  const paths = new Map([["@cs/meshcentral", "/l.tgz"], ["cs-provision", "/p.tgz"]]);
  for (
    const [names, result] of [
      [["cs-provision"], ["/l.tgz", "/p.tgz"]],
      [["cs-provision@0.1.0"], ["/l.tgz", "/p.tgz"]],
      [["@cs/meshcentral"], ["/l.tgz"]],
      [["@cs/meshcentral@^0.1.0", "hono@4"], ["/l.tgz", "hono@4"]],
      [["hono@4"], ["hono@4"]],
    ] as const
  ) assert.deepEqual(withTarballs(names, paths), result);
});

Deno.test("no page lets npx ask the registry for a package that is not installed", async () => {
  const version: string = JSON.parse(await readFile("package.json", "utf8")).version;
  for (const { page, commands } of await readPages()) {
    for (const { line } of commands) {
      assert.doesNotMatch(line, /\bnpx (?!--no-install )/, page);
      for (const [, named] of line.matchAll(/\bcs-[\w-]+@(\d+\.\S*)/g)) {
        assert.equal(named, version);
      }
    }
  }
});

Deno.test("every exception from the run commands is needed, and says why", async () => {
  const lines = (await readPages()).flatMap(({ commands }) => commands.map(({ line }) => line));
  for (const [command, reason] of NOT_RUN) {
    assert.ok(lines.some((line) => command.test(line)), String(command));
    assert.ok(reason.length > 10);
  }
});

// tests/long/package_runtimes.ts runs those of the small packages too, on every runtime.
Deno.test("every command of the README and of docs/ works from the tarballs", async (t) => {
  await using tarballs = await packTarballs();
  await using server = await startTestServer({ tls: true });
  const pages = (await readPages()).filter(({ page }) => !page.startsWith("packaging/"));
  assert.ok(await runPages(t, pages, tarballs, server) >= 20);
});
