import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { request } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { createTlsFiles } from "./tls_files.ts";

const CONFIGURATION = new URL("../examples/deploy/nginx.conf", import.meta.url);

Deno.test("examples/deploy/nginx.conf sends each host name where it belongs", async () => {
  await using tls = await createTlsFiles();
  const folder = await mkdtemp(join(tmpdir(), "deploy-nginx-"));
  const backends = await Promise.all(["mesh", "api"].map(startBackend));
  const [mesh, api] = backends.map((server) => (server.address() as AddressInfo).port);
  const [port, plainPort] = [await freePort(), await freePort()];
  await chmod(folder, 0o755); // nginx as root reads as nobody
  await mkdir(join(folder, "console"));
  await writeFile(join(folder, "console", "index.html"), "the console");
  await mkdir(join(folder, "console", "parts"));
  await writeFile(join(folder, "console", "parts", "a.js"), "a part");
  await writeFile(
    join(folder, "console", "parts", "a.js.gz"),
    gzipSync("a part, compressed before"),
  );
  const site = (await readFile(CONFIGURATION, "utf8"))
    .replace("/etc/ssl/cs/fullchain.pem", tls.certificateFile)
    .replace("/etc/ssl/cs/privkey.pem", tls.keyFile)
    .replaceAll("listen 443", `listen 127.0.0.1:${port}`)
    .replaceAll("listen 80", `listen 127.0.0.1:${plainPort}`)
    .replaceAll("/srv/", `${folder}/`)
    .replace("meshcentral:8443", `127.0.0.1:${mesh}`)
    .replaceAll(/api-\d:\d+/g, `127.0.0.1:${api}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n");
  const file = join(folder, "nginx.conf");
  await writeFile(
    file,
    `daemon off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}`,
  );
  const nginx = spawn("nginx", ["-c", file, "-e", join(folder, "error.log")], {
    stdio: "ignore",
    env: { PATH: "/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/bin" },
  });
  const exited = once(nginx, "exit");
  try {
    const get = (host: string, path: string) => answer(port, host, path);
    while (await get("mesh.example.com", "/").catch(() => "") === "") {
      assert.equal(nginx.exitCode, null, "nginx did not start");
      await sleep(50);
    }
    assert.equal(await get("mesh.example.com", "/agent"), "mesh /agent mesh.example.com");
    assert.equal(
      await get("console.example.com", "/api/devices/node%2F%2Fa"),
      "api /devices/node%2F%2Fa console.example.com",
    );
    assert.equal(await get("console.example.com", "/devices"), "the console");
    const part = await ask(port, "console.example.com", "/parts/a.js", {
      "accept-encoding": "gzip",
    });
    assert.equal(gunzipSync(part.body).toString(), "a part, compressed before");
    assert.match(part.headers["cache-control"] ?? "", /max-age=31/);
    const page = await ask(port, "console.example.com", "/");
    assert.equal(page.headers["cache-control"], "no-cache");
    assert.equal(page.headers["x-frame-options"], "DENY");
    await assert.rejects(get("evil.example", "/"));
  } finally {
    nginx.kill("SIGTERM");
    await exited;
    for (const backend of backends) {
      backend.closeAllConnections();
      backend.close();
    }
    await rm(folder, { recursive: true });
  }
});

/** Says who it is and what it was asked. */
async function startBackend(name: string): Promise<Server> {
  const server = createServer(({ url, headers }, response) => {
    response.end(`${name} ${url} ${headers.host}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function answer(port: number, host: string, path: string): Promise<string> {
  return (await ask(port, host, path)).body.toString();
}

function ask(
  port: number,
  host: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly headers: IncomingHttpHeaders; readonly body: Buffer }> {
  return new Promise((resolve, reject) => {
    request(
      {
        port,
        path,
        host: "127.0.0.1",
        servername: host,
        headers: { ...headers, host },
        rejectUnauthorized: false,
        agent: false,
      },
      async (response) => {
        const pieces: Buffer[] = [];
        for await (const piece of response) pieces.push(piece);
        resolve({ headers: response.headers, body: Buffer.concat(pieces) });
      },
    ).on("error", reject).end();
  });
}
