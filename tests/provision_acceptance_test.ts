import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WebSocket, WebSocketServer } from "ws";
import { meshctrl } from "./meshctrl_process.ts";
import { csProvision } from "./provision_process.ts";
import { inFolder } from "./provision_server.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

const EXAMPLE = fileURLToPath(new URL("../examples/spec.yaml", import.meta.url));

function environment({ server }: TestServer, url = server.webSocketUrl): Record<string, string> {
  return {
    MESHCENTRAL_URL: url,
    MESHCENTRAL_USERNAME: server.admin.username,
    MESHCENTRAL_PASSWORD: server.admin.password,
  };
}

/** Events that the server has recorded of changes; logins and connections are none. */
async function recordedChanges(server: TestServer): Promise<number> {
  await using client = await server.operator();
  const changes =
    /^(account|createmesh|meshchange|deletemesh|createusergroup|usergroup|deleteuser)/;
  return (await client.listEvents({ limit: 10_000 }))
    .filter(({ action }) => changes.test(action)).length;
}

Deno.test("the command makes a whole organisation, writes nothing when run again, and heals what meshctrl changed", async () => {
  await using server = await startTestServer();
  const env = environment(server);
  await inFolder(async (folder) => {
    // Passwords and enrolment files are written beside it.
    await copyFile(EXAMPLE, join(folder, "spec.yaml"));
    const run = (...args: string[]) => csProvision(folder, args, { env });
    const applied = await run("spec.yaml");
    assert.equal(applied.code, 0, applied.stderr);
    const before = await recordedChanges(server);
    assert.ok(before > 20 + 50, `${before} changes were recorded`);
    for (const args of [["plan", "spec.yaml"], ["spec.yaml"]]) {
      const { code, stdout } = await run(...args);
      assert.deepEqual([code, stdout], [0, "Nothing to do.\n"]);
    }
    assert.equal(await recordedChanges(server), before);

    await using client = await server.operator();
    const berlin = (await client.deviceGroups()).find(({ name }) => name === "Berlin");
    const id = berlin?.id.split("/").at(-1) ?? "";
    const by = (...args: string[]) => meshctrl(server.server, ...args);
    assert.match(await by("EditDeviceGroup", "--id", id, "--name", "Berlin, renamed"), /^ok/i);
    assert.match(await by("EditUser", "--userid", "grace", "--realname", "Somebody"), /^ok/i);
    assert.match(
      await by("RemoveUserFromDeviceGroup", "--id", id, "--userid", "dorothy"),
      /^ok/i,
    );
    const drift = await run("plan", "spec.yaml");
    assert.equal(drift.code, 2, drift.stderr);
    for (const what of [/^~ device group berlin/m, /^~ user grace/m, /dorothy/]) {
      assert.match(drift.stdout, what);
    }
    assert.equal((await run("spec.yaml")).code, 0);
    assert.deepEqual((await run("plan", "spec.yaml")).stdout, "Nothing to do.\n");

    // The mark is in the description: a group without it is somebody else's.
    assert.match(await by("EditDeviceGroup", "--id", id, "--desc", "by hand"), /^ok/i);
    const unmarked = await run("plan", "spec.yaml");
    assert.equal(unmarked.code, 1);
    assert.match(unmarked.stderr, /device group "Berlin" already.*`adopt: true`/);
  });
});

Deno.test("the export of a server that was made by hand plans to nothing, what it takes over apart", async () => {
  await using server = await startTestServer();
  const by = (...args: string[]) => meshctrl(server.server, ...args);
  assert.match(await by("AddDeviceGroup", "--name", "By hand", "--desc", "of somebody"), /^ok/i);
  assert.match(await by("AddUser", "--user", "hand", "--pass", crypto.randomUUID()), /^ok/i);
  assert.match(await by("AddUserGroup", "--name", "Hands"), /^ok/i);
  await inFolder(async (folder) => {
    const run = (...args: string[]) => csProvision(folder, args, { env: environment(server) });
    assert.equal((await run("export", "-o", "live.yaml")).code, 0);
    const { code, stdout } = await run("plan", "live.yaml");
    assert.equal(code, 0, stdout);
    const [, adopted = ""] = /^Adopted, never removed: (.*)$/m.exec(stdout) ?? [];
    for (const name of ["By hand", "hand", "Hands"]) assert.ok(adopted.includes(name), stdout);
  });
});

Deno.test("killed by SIGKILL after any single write, the rerun ends in the same state", async () => {
  await using server = await startTestServer();
  await inFolder(async (folder) => {
    const specOf = async (n: string) => {
      const file = join(folder, `${n}.yaml`);
      await writeFile(
        file,
        `owner: ${n}
deviceGroups: { kiosks: { name: Kiosks ${n}, description: In the hall, consent: [promptDesktop] } }
users: { alice-${n}: { role: viewer, email: ${n}@example.com } }
userGroups: { team: { name: Team ${n}, members: [alice-${n}] } }
memberships:
  - { group: kiosks, user: alice-${n}, rights: operator }
  - { group: kiosks, userGroup: team, rights: viewer }
`,
      );
      return file;
    };
    const counted = await killedAfter(server, Infinity, folder, await specOf("whole"));
    assert.equal(counted.code, 0);
    assert.ok(counted.writes >= 8, `${counted.writes} writes`);
    for (let write = 1; write <= counted.writes; write++) {
      const file = await specOf(`killed${write}`);
      const killed = await killedAfter(server, write, folder, file);
      assert.deepEqual([killed.code, killed.writes], [null, write]);
      const env = environment(server);
      const rerun = await csProvision(folder, [file], { env });
      assert.equal(rerun.code, 0, rerun.stderr);
      const { stdout } = await csProvision(folder, ["plan", file], { env });
      assert.equal(stdout, "Nothing to do.\n");
    }
    await using client = await server.operator();
    const [groups, users, teams] = await Promise.all([
      client.deviceGroups(),
      client.users(),
      client.userGroups(),
    ]);
    const runs = counted.writes + 1;
    assert.equal(groups.filter(({ name }) => name.startsWith("Kiosks")).length, runs);
    assert.equal(teams.filter(({ name }) => name.startsWith("Team")).length, runs);
    assert.equal(users.filter(({ id }) => id.startsWith("user//alice")).length, runs);
  });
});

/** Requests that change nothing. */
const READS = ["meshes", "nodes", "users", "usergroups", "serverconsole", "urlargs", "ping"];

/** Runs the command through a relay that kills it once so many writes have reached the server. */
async function killedAfter(
  server: TestServer,
  limit: number,
  folder: string,
  file: string,
): Promise<{ readonly code: number | null; readonly writes: number }> {
  let writes = 0;
  let kill = (): void => {};
  const relay = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  await new Promise((resolve) => relay.once("listening", resolve));
  relay.on("connection", (client, request) => {
    const { "x-meshauth": auth } = request.headers;
    const upstream = new WebSocket(`${server.server.webSocketUrl}${request.url}`, {
      headers: auth === undefined ? {} : { "x-meshauth": String(auth) },
    });
    const opened = new Promise((resolve) => upstream.once("open", resolve));
    client.on("message", async (data: Uint8Array) => {
      await opened;
      const text = String(data);
      const isWrite = !READS.includes(JSON.parse(text).action);
      if (isWrite && writes >= limit) return;
      upstream.send(text, () => {
        if (isWrite && ++writes === limit) kill();
      });
    });
    upstream.on("message", (data: Uint8Array) => client.send(String(data)));
    upstream.on("close", () => client.close());
    upstream.on("error", () => client.close());
    client.on("close", () => upstream.close());
  });
  const { port } = relay.address() as { port: number };
  const { code } = await csProvision(folder, [file], {
    env: environment(server, `ws://127.0.0.1:${port}`),
    onStart: (child) => kill = () => child.kill("SIGKILL"),
  });
  relay.close();
  return { code, writes };
}
