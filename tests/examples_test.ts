import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startTestServer } from "./test_server.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The permissions that the examples' comments name. */
const RUN = ["run", "--no-prompt", "--allow-net", "--allow-env", "--allow-read"];

Deno.test("write-enrollment.ts writes a file with which agent-node.ts joins a real server", async () => {
  await using server = await startTestServer({ tls: true });
  const folder = await mkdtemp(join(tmpdir(), "cs-examples-"));
  try {
    const file = join(folder, "cs-agent.json");
    const authority = join(folder, "ca.pem");
    await writeFile(authority, server.server.rootCertificate);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...RUN, "--allow-write", "examples/write-enrollment.ts", "made by an example", file],
      {
        cwd: ROOT,
        env: {
          ...process.env,
          MESHCENTRAL_URL: server.server.webSocketUrl,
          MESHCENTRAL_USERNAME: server.server.admin.username,
          MESHCENTRAL_PASSWORD: server.server.admin.password,
          MESHCENTRAL_CA: authority,
        },
      },
    );
    assert.match(stdout, /join the group made by an example/);
    assert.equal((await stat(file)).mode & 0o777, 0o600);

    const nodeId = await firstNodeId(["examples/agent-node.ts", file]);
    const device = await server.waitForDevice(nodeId, ({ online }) => !online);
    assert.equal(device.groupName, "made by an example");
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test("agent-node.ts alone shows a device of a simulated server", async () => {
  assert.match(await firstNodeId(["examples/agent-node.ts"]), /^[\w@$]{64}$/);
});

/** Runs until the agent says that it is a device, interrupts it, and sees it go. */
async function firstNodeId(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...RUN, "--allow-sys", ...args], { cwd: ROOT });
  const closed = new Promise((resolve) => child.once("close", resolve));
  let output = "";
  const nodeId = await new Promise<string>((resolve, reject) => {
    const read = (data: Uint8Array) => {
      output += data;
      const [, id] = /^(\S{64}) is a device of/m.exec(output) ?? [];
      if (id !== undefined) resolve(id);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    void closed.then(() => reject(new Error(`it ended:\n${output}`)));
  });
  process.kill(child.pid ?? 0, "SIGINT");
  assert.equal(await closed, 0, output);
  return nodeId;
}
