import assert from "node:assert/strict";
import { loadEntry, MissingPackageError } from "./missing_package.ts";

const PACKAGES = { "hono": "^4.0.0", "hono-openapi": "^1.0.0", "@clack/prompts": "^1.0.0" };

const notFound = (message: string) =>
  Object.assign(new Error(message), { code: "ERR_MODULE_NOT_FOUND" });
const load = (error: unknown) =>
  loadEntry(() => Promise.reject(error), "@cs/meshcentral/api", PACKAGES);

Deno.test("loadEntry names the missing package and the command that installs it", async () => {
  for (
    const [message, missing] of [
      ["Cannot find package 'hono' imported from /a/b.js", "hono"], // Node
      ["Cannot find package 'hono-openapi' imported from /a/b.js", "hono-openapi"],
      ["Cannot find package '@clack/prompts' from '/a/b.js'", "@clack/prompts"], // Bun
      ['Import "hono/cors" not a dependency', "hono"], // Deno
    ] as const
  ) {
    await assert.rejects(load(notFound(message)), (error: MissingPackageError) => {
      assert.ok(error instanceof MissingPackageError);
      assert.deepEqual([error.code, error.missing], ["missing-package", missing]);
      assert.equal(
        error.install,
        'npm install "hono@^4.0.0" "hono-openapi@^1.0.0" "@clack/prompts@^1.0.0"',
      );
      assert.match(error.message, /^@cs\/meshcentral\/api needs the package /);
      return true;
    });
  }
});

Deno.test("loadEntry passes on every other error as it is", async () => {
  for (
    const error of [
      notFound("Cannot find package 'left-pad' imported from /a/b.js"),
      notFound("Cannot find module '/a/honored.js'"),
      new Error("'hono' is broken"),
    ]
  ) await assert.rejects(load(error), error);
});

Deno.test("loadEntry returns the module", async () => {
  assert.deepEqual(await loadEntry(() => Promise.resolve({ a: 1 }), "x", PACKAGES), { a: 1 });
});
