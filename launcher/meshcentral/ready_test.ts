import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { Child } from "./child.ts";
import { serverEnvironment } from "./environment.ts";
import { freePort } from "./free_port.ts";
import { waitUntilReady } from "./ready.ts";

function node(script: string): Child {
  return new Child("node", { args: ["-e", script], cwd: tmpdir(), env: serverEnvironment() });
}

Deno.test("a server is ready when it says so and answers", async () => {
  const port = await freePort();
  const child = node(`
    require("http").createServer((_, response) => response.end("ok")).listen(${port}, "127.0.0.1");
    setTimeout(() => console.log("MeshCentral HTTP server running on port ${port}."), 100);
  `);
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, { url, timeout: 10_000 });
  await child.end("SIGKILL");
});

Deno.test("a server that ends is quoted, with the likely cause", async () => {
  const child = node(`console.error("ERROR: MeshCentral HTTPS server port 80 not available.")`);
  await assert.rejects(waitUntilReady(child, { url: "http://127.0.0.1:9", timeout: 10_000 }), {
    code: "port-in-use",
    message: /Another program listens on that port[^]*\| ERROR: MeshCentral HTTPS server port 80/,
  });
});

Deno.test("a server that hangs is given up, and so is one that nobody waits for", async () => {
  const child = node("setInterval(() => {}, 1e3)");
  const url = "http://127.0.0.1:9";
  await assert.rejects(waitUntilReady(child, { url, timeout: 100 }), { code: "start-failed" });
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(waitUntilReady(child, { url, timeout: 10_000, signal }), /enough/);
  await child.end("SIGKILL");
});
