import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { freePort } from "../launcher/meshcentral/free_port.ts";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { parseEnrollment } from "../protocol/mod.ts";
import { csProvision, type ProvisionResult } from "./provision_process.ts";
import { inFolder } from "./provision_server.ts";
import { startTestServer, type TestServer } from "./test_server.ts";

const SPEC = `
# comments are allowed
deviceGroups:
  kiosks: { name: Kiosks }
users:
  alice: { role: viewer }
  bob: { password: { env: BOB_PASSWORD } }
memberships:
  - { group: kiosks, user: alice, rights: operator }
enrollment:
  - { group: kiosks, file: kiosks.json }
`;

let server: TestServer;

Deno.test.beforeAll(async () => {
  server = await startTestServer({ tls: true });
});

Deno.test.afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
});

/** The command in a process of its own, in a folder; killed when it prints `killAt`. */
function cli(
  folder: string,
  args: string[],
  env: Record<string, string> = {},
  killAt?: string,
): Promise<ProvisionResult> {
  return csProvision(folder, args, { env, killAt });
}

async function credentials(folder: string): Promise<Record<string, string>> {
  await writeFile(join(folder, "root.pem"), server.server.rootCertificate);
  return {
    MESHCENTRAL_URL: server.server.webSocketUrl,
    MESHCENTRAL_USERNAME: server.server.admin.username,
    MESHCENTRAL_PASSWORD: server.server.admin.password,
    MESHCENTRAL_CA: "root.pem",
    BOB_PASSWORD: "of Bob",
  };
}

Deno.test("plan is 2, apply 0, plan 0; passwords are in no output", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    await writeFile(join(folder, "spec.yaml"), SPEC);
    const planned = await cli(folder, ["plan", "spec.yaml"], env);
    assert.equal(planned.code, 2, planned.stderr);
    assert.match(planned.stdout, /^\+ device group Kiosks$/m);
    assert.match(planned.stdout, /^\+ user alice {2}role: viewer, password: generated$/m);
    assert.match(planned.stdout, /from the environment variable BOB_PASSWORD/);
    assert.match(planned.stdout, /^6 to make, 0 to change, 0 to remove\.$/m);
    assert.match(planned.stderr, /warning: MeshCentral 1\.1\.55 has a published hole, GHSA/);
    assert.deepEqual((await cli(folder, ["spec.yaml", "--dry-run"], env)).code, 2);

    const applied = await cli(folder, ["spec.yaml"], env);
    assert.equal(applied.code, 0, applied.stderr);
    assert.match(applied.stdout, /Applied 6 step\(s\)/);
    assert.match(applied.stderr, /^\[6\/6\] make file kiosks\.json/m);
    const file = join(folder, "spec.passwords.json");
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const { alice, ...others } = JSON.parse(await readFile(file, "utf8"));
    assert.deepEqual(others, {});
    for (const { stdout, stderr } of [planned, applied]) {
      for (const secret of [alice, "of Bob", server.server.admin.password]) {
        assert.ok(!(stdout + stderr).includes(secret));
      }
    }
    for (const [username, password] of [["alice", alice], ["bob", "of Bob"]]) {
      const login = { ...env, MESHCENTRAL_USERNAME: username, MESHCENTRAL_PASSWORD: password };
      const { stderr } = await cli(folder, ["plan", "spec.yaml"], login);
      assert.doesNotMatch(stderr, /refused the login/);
    }

    const again = await cli(folder, ["diff", "spec.yaml"], env);
    assert.deepEqual([again.code, again.stdout], [0, "Nothing to do.\n"], again.stderr);
    const json = await cli(folder, ["plan", "spec.yaml", "--json"], env);
    assert.deepEqual([json.code, JSON.parse(json.stdout).changes], [0, false]);
    assert.equal((await cli(folder, ["spec.yaml"], env)).code, 0);
  });
});

Deno.test("killed at any step, the rerun ends in the same state with the same passwords", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    let total = 1;
    for (let step = 1; step <= total; step++) {
      const n = `killed${step}`;
      const spec = SPEC.replace("Kiosks", `Kiosks ${n}`).replaceAll("alice", `alice-${n}`)
        .replaceAll("bob:", `bob-${n}:`).replaceAll("kiosks.json", `${n}.json`);
      await writeFile(join(folder, `${n}.yaml`), `owner: ${n}\n${spec}`);
      const killed = await cli(folder, [`${n}.yaml`], env, `[${step}/`);
      const passwords = join(folder, `${n}.passwords.json`);
      const before = await readFile(passwords, "utf8").catch(() => undefined);
      const rerun = await cli(folder, [`${n}.yaml`], env);
      assert.equal(rerun.code, 0, rerun.stderr);
      const after = await readFile(passwords, "utf8");
      if (before !== undefined) assert.equal(after, before);
      const { code, stdout } = await cli(folder, ["plan", `${n}.yaml`], env);
      assert.deepEqual([code, stdout], [0, "Nothing to do.\n"]);
      total = Number(/^\[1\/(\d+)\]/m.exec(killed.stderr)?.[1]);
    }
    const live = await cli(folder, ["export", "--json"], env);
    const names = Object.values<{ name?: string }>(JSON.parse(live.stdout).deviceGroups)
      .map(({ name }) => name ?? "").filter((name) => name.includes("killed")).sort();
    assert.deepEqual(names, [...new Set(names)]);
    assert.equal(names.length, total);
  });
});

Deno.test("an exported server plans to nothing; its file is for its owner", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    const exported = await cli(folder, ["export", "-o", "live.yaml"], env);
    assert.equal(exported.code, 0, exported.stderr);
    assert.equal((await stat(join(folder, "live.yaml"))).mode & 0o777, 0o600);
    const planned = await cli(folder, ["plan", "live.yaml"], env);
    assert.equal(planned.code, 0, planned.stdout + planned.stderr);
    assert.match(planned.stdout, /^Adopted, never removed: .*device group tests/m);
  });
});

Deno.test("errors are 1, and say where and what", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    await writeFile(join(folder, "spec.yaml"), "users:\n  alice:\n    role: vewer\n");
    const wrong = await cli(folder, ["validate", "spec.yaml"]);
    assert.equal(wrong.code, 1);
    assert.match(wrong.stderr, /^spec\.yaml:3:5 users\.alice\.role: .*Did you mean "viewer"\?$/m);
    await writeFile(join(folder, "config.json"), '{ "settings": { "newAccounts": false } }');
    const config = await cli(folder, ["validate", "config.json"]);
    assert.equal(config.code, 1);
    assert.match(config.stdout, /^config\.json:1:17 settings\.newAccounts: belongs into domains/m);

    await writeFile(join(folder, "spec.yaml"), SPEC);
    const cases: readonly (readonly [string[], Record<string, string>, RegExp])[] = [
      [["plan"], env, /Name a specification/],
      [["plan", "none.yaml"], env, /none\.yaml cannot be read/],
      [["plan", "spec.yaml"], {}, /Set MESHCENTRAL_URL, or pass --url/],
      [["plan", "spec.yaml", "--prnue"], env, /Did you mean "prune"/],
      [["pln", "spec.yaml"], env, /Did you mean "plan"/],
      [["plan", "spec.yaml", "--target", "x"], env, /There is no target "x"/],
      [["plan", "spec.yaml"], { ...env, MESHCENTRAL_PASSWORD: "no" }, /refused the login/],
      [
        ["plan", "spec.yaml"],
        { ...env, MESHCENTRAL_CA: "" },
        /verify the first certificate.*Pass --ca/,
      ],
      [
        ["plan", "spec.yaml"],
        { ...env, MESHCENTRAL_CA: "", MESHCENTRAL_TLS_HASH: "00".repeat(48) },
        /shows another TLS certificate/,
      ],
    ];
    for (const [args, environment, message] of cases) {
      const { code, stderr } = await cli(folder, args, environment);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, message);
    }
    const { code, stdout } = await cli(folder, ["plan", "none.yaml", "--json"], env);
    assert.deepEqual([code, JSON.parse(stdout).error.code], [1, "bad-options"]);
  });
});

Deno.test("a server can be pinned by its TLS certificate", async () => {
  await inFolder(async (folder) => {
    const { MESHCENTRAL_CA: _, ...env } = await credentials(folder);
    await writeFile(join(folder, "spec.yaml"), "deviceGroups: {}\n");
    const MESHCENTRAL_TLS_HASH = server.enrollment.serverHash;
    const { code, stderr } = await cli(folder, ["spec.yaml"], { ...env, MESHCENTRAL_TLS_HASH });
    assert.equal(code, 0, stderr);
  });
});

Deno.test("meshctrl can do it as well", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    await writeFile(join(folder, "spec.yaml"), "deviceGroups: { by-meshctrl: {} }\n");
    const script = join(await installMeshCentral(), "node_modules", "meshcentral", "meshctrl.js");
    const meshctrl = ["spec.yaml", "--executor", "meshctrl"];
    const without = await cli(folder, ["plan", ...meshctrl], env);
    assert.deepEqual([without.code, without.stderr.includes("--meshctrl FILE")], [1, true]);
    const planned = await cli(folder, ["plan", ...meshctrl, "--meshctrl", script], env);
    assert.equal(planned.code, 2, planned.stderr);
    const applied = await cli(folder, [...meshctrl, "--meshctrl", script], env);
    assert.equal(applied.code, 0, applied.stderr);
    assert.equal((await cli(folder, ["plan", "spec.yaml"], env)).code, 0);
  });
});

Deno.test("several servers are done in order, each with files of its own", async () => {
  await inFolder(async (folder) => {
    await using second = await startTestServer();
    const { MESHCENTRAL_URL: _, ...shared } = await credentials(folder);
    const env = { ...shared, SECOND: second.server.admin.password };
    await writeFile(
      join(folder, "spec.yaml"),
      `targets:
  first: { url: "${server.server.webSocketUrl}", caFile: root.pem }
  second: { url: "${second.server.webSocketUrl}", passwordEnv: SECOND }
deviceGroups: { shared: {} }
enrollment: [{ group: shared, file: shared.json }]
`,
    );
    const planned = await cli(folder, ["plan", "spec.yaml", "--json"], env);
    assert.equal(planned.code, 2, planned.stderr);
    const { targets } = JSON.parse(planned.stdout);
    assert.deepEqual(targets.map(({ target }: { target: string }) => target), ["first", "second"]);
    const one = await cli(folder, ["spec.yaml", "--target", "second"], env);
    assert.equal(one.code, 0, one.stderr);
    const both = await cli(folder, ["spec.yaml"], env);
    assert.equal(both.code, 0, both.stderr);
    assert.match(both.stdout, /2 servers: first, second\./);
    const read = (name: string) => readFile(join(folder, name, "shared.json"), "utf8");
    assert.notEqual(await read("first"), await read("second"));
    assert.equal((await cli(folder, ["plan", "spec.yaml"], env)).code, 0);
  });
});

Deno.test("from an installation that never ran to a server that is as it should be", async () => {
  await inFolder(async (folder) => {
    const port = await freePort();
    const installed = await installMeshCentral();
    await mkdir(join(folder, "meshcentral-data"));
    await symlink(join(installed, "node_modules"), join(folder, "node_modules"));
    await writeFile(
      join(folder, "spec.yaml"),
      `server:
  settings:
    cert: mesh.example.com
    port: ${port}
    portBind: 127.0.0.1
    redirPort: 0
    mpsPort: 0
    exactPorts: true
    WANonly: true
    tlsOffload: 127.0.0.1
    selfUpdate: false
    npmPath: "false"
    autoBackup: false
    agentTimeStampServer: false
  domains:
    "": { newAccounts: false, title: Ours }
deviceGroups: { kiosks: {} }
`,
    );
    const env = {
      MESHCENTRAL_URL: `ws://127.0.0.1:${port}`,
      MESHCENTRAL_USERNAME: "Root",
      MESHCENTRAL_PASSWORD: "of the first administrator",
    };
    const local = ["spec.yaml", "--local", "."];
    const planned = await cli(folder, ["plan", ...local], env);
    assert.equal(planned.code, 2, planned.stderr);
    assert.match(planned.stdout, new RegExp(`^\\+ config\\.json settings\\.port {2}${port}$`, "m"));
    assert.match(planned.stderr, /The server is not running/);

    const bootstrap = await cli(folder, local, env);
    assert.equal(bootstrap.code, 1);
    assert.match(bootstrap.stderr, /Made the first administrator, Root\./);
    assert.match(bootstrap.stderr, /Start it and run this again/);

    const child = startServer(folder, installed);
    try {
      await healthy(`http://127.0.0.1:${port}/health.ashx`);
      const applied = await cli(folder, local, env);
      assert.equal(applied.code, 0, applied.stderr);
      const again = await cli(folder, ["plan", ...local], env);
      assert.deepEqual([again.code, again.stdout], [0, "Nothing to do.\n"], again.stderr);

      const spec = await readFile(join(folder, "spec.yaml"), "utf8");
      await writeFile(join(folder, "spec.yaml"), spec.replace("title: Ours", "title: Theirs"));
      const retitled = await cli(folder, ["plan", ...local], env);
      assert.equal(retitled.code, 2);
      assert.match(retitled.stdout, /^~ config\.json domains\[""\]\.title {2}"Ours" → "Theirs"$/m);
      const failing = await cli(folder, [...local, "--restart-command", "echo no; exit 3"], env);
      assert.equal(failing.code, 1);
      assert.match(failing.stderr, /The restart command ended with code 3\. It said: no/);
      // It is written, and the restart is due until one works.
      const restart = ["--restart-command", "touch restarted"];
      assert.equal((await cli(folder, [...local, ...restart], env)).code, 0);
      await stat(join(folder, "restarted"));
    } finally {
      child.kill("SIGKILL");
    }
  });
});

/** A first start makes keys, which takes a while. */
async function healthy(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error("the server did not start within 60 s");
}

function startServer(folder: string, installed: string): ChildProcess {
  return spawn("node", [
    join(installed, "node_modules", "meshcentral", "meshcentral.js"),
    ...["--datapath", join(folder, "meshcentral-data")],
    ...["--filespath", join(folder, "meshcentral-files")],
    ...["--launch", String(process.pid)],
  ], { cwd: installed, stdio: ["pipe", "ignore", "ignore"] });
}

Deno.test("enroll writes the file of a device group, which it adds once, for its owner only", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    const enroll = (...args: string[]) => cli(folder, ["enroll", ...args], env);
    for (const file of ["a.json", "b.json", "c.msh"]) {
      const { code, stdout, stderr } = await enroll("Front desk", file);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.match(stdout, /devices that have it join the group Front desk/);
      assert.equal((await stat(join(folder, file))).mode & 0o777, 0o600);
    }
    const [a, b, c] = await Promise.all(
      ["a.json", "b.json", "c.msh"].map((file) => readFile(join(folder, file), "utf8")),
    );
    assert.equal(a, b); // the group was added once
    const enrollment = parseEnrollment(a ?? "");
    assert.deepEqual(parseEnrollment(c ?? ""), enrollment);
    const { serverId, serverHash } = server.enrollment;
    assert.deepEqual(enrollment, {
      server: `${server.server.webSocketUrl}/agent.ashx`,
      meshId: enrollment.meshId,
      meshName: "Front desk",
      serverId,
      serverHash,
    });
  });
});

Deno.test("enroll refuses a missing argument, and names what an ambiguous group is", async () => {
  await inFolder(async (folder) => {
    const env = await credentials(folder);
    const enroll = (...args: string[]) => cli(folder, ["enroll", ...args], env);
    for (const args of [[], ["Kiosks"], ["Kiosks", "a.json", "b.json"]]) {
      const { code, stderr } = await enroll(...args);
      assert.equal(code, 1, args.join(" "));
      assert.match(stderr, /Name a device group and a file|Too many arguments/);
    }
    await using client = await server.operator();
    await client.addDeviceGroup("twice");
    await client.addDeviceGroup("twice");
    assert.match((await enroll("twice", "a.json")).stderr, /several device groups named "twice"/);
  });
});
