import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { createTlsFiles } from "./tls_files.ts";

const DEPLOY = fileURLToPath(new URL("../examples/deploy/", import.meta.url));
const SEARCH = { PATH: "/usr/sbin:/usr/local/sbin:/usr/local/bin:/usr/bin:/bin" };

interface Service {
  readonly image: string;
  readonly networks: readonly string[] | Readonly<Record<string, unknown>>;
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const read = (name: string) => readFile(join(DEPLOY, name), "utf8");
const compose: Compose = parse(await read("compose.yaml"), { merge: true });
const config = JSON.parse(await read("meshcentral/config.json"));

const names = (list: readonly string[] | Readonly<Record<string, unknown>> = []) =>
  Array.isArray(list) ? list as string[] : Object.keys(list);

Deno.test("compose: all that a service refers to is there", () => {
  for (const [name, service] of Object.entries(compose.services)) {
    for (const other of names(service.depends_on)) assert.ok(compose.services[other], other);
    for (const network of names(service.networks)) assert.ok(network in compose.networks, network);
    for (const secret of service.secrets ?? []) assert.ok(secret in compose.secrets, secret);
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      assert.ok(source.startsWith("./") || source in compose.volumes, `${name}: ${volume}`);
    }
  }
});

Deno.test("compose: only nginx is reached from outside; data and store are internal", () => {
  const open = Object.entries(compose.services).filter(([, { ports }]) => ports !== undefined);
  assert.deepEqual(open.map(([name]) => name), ["nginx"]);
  for (const name of ["data", "store"]) assert.equal(compose.networks[name]?.internal, true);
  assert.ok(!names(compose.services.nginx?.networks).includes("data"));
  assert.ok(!names(compose.services["api-1"]?.networks).includes("data"));
});

Deno.test("compose: MeshCentral is not below 1.3.1, and no image is 'latest'", () => {
  for (const { image } of Object.values(compose.services)) {
    assert.match(image, /:\d/, image);
  }
  const version = compose.services.meshcentral?.image.split(":")[1] ?? "";
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  assert.ok(major * 1e6 + minor * 1e3 + patch >= 1_003_001, version);
});

Deno.test("compose: both API instances are told what cs-serve-api reads, and share Redis", async () => {
  const program = await readFile(new URL("../examples/serve-api.ts", import.meta.url), "utf8");
  for (const name of ["api-1", "api-2"]) {
    const { environment = {} } = compose.services[name] ?? {};
    for (const variable of Object.keys(environment)) {
      assert.ok(program.includes(`env.${variable}`), variable);
    }
    assert.ok(environment.REDIS_URL && environment.MESHCENTRAL_URL);
    assert.ok(!("JWT_SECRET" in environment), "a secret is no plain variable");
  }
});

Deno.test("config.json: MeshCentral trusts the very address that nginx has", () => {
  const { ipv4_address: address } =
    (compose.services.nginx?.networks as Record<string, { ipv4_address: string }>).front ?? {};
  assert.equal(config.settings.tlsOffload, address);
  assert.equal(config.settings.trustedProxy, address);
  assert.equal(compose.services["api-1"]?.environment?.TRUSTED_PROXIES, address);
  assert.equal(config.domains[""].newAccounts, false);
  assert.equal(config.settings.selfUpdate, false);
});

Deno.test("nginx: three host names, which nginx accepts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "deploy-"));
  try {
    await using tls = await createTlsFiles();
    const site = (await read("nginx.conf"))
      .replace("/etc/ssl/cs/fullchain.pem", tls.certificateFile)
      .replace("/etc/ssl/cs/privkey.pem", tls.keyFile)
      .replaceAll(/listen (80|443)/g, "listen 127.0.0.1:6$1")
      .replaceAll(/(server )(meshcentral|api-\d)(:\d+)/g, "$1127.0.0.1$3");
    for (const host of ["mesh", "console", "agents"]) {
      assert.match(site, new RegExp(`server_name ${host}\\.example\\.com;`));
    }
    await mkdir(join(folder, "temp"));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((kind) => `${kind}_temp_path ${folder}/temp/${kind};`).join("\n");
    await writeFile(
      join(folder, "nginx.conf"),
      `pid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${site}\n}\n`,
    );
    const { status, stderr } = spawnSync(
      "nginx",
      ["-t", "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")],
      { encoding: "utf8", env: SEARCH },
    );
    assert.equal(status, 0, stderr);
  } finally {
    await rm(folder, { recursive: true });
  }
});

Deno.test({
  name: "systemd: the units are what systemd takes",
  ignore: !existsSync("/usr/bin/systemd-analyze"),
  async fn() {
    const folder = await mkdtemp(join(tmpdir(), "units-"));
    try {
      await cp(join(DEPLOY, "systemd"), folder, { recursive: true });
      for (const unit of await readdir(folder)) {
        const instance = unit.replace("@.", "@3001.");
        if (instance !== unit) await cp(join(folder, unit), join(folder, instance));
        const { status, stderr } = spawnSync(
          "systemd-analyze",
          ["verify", "--man=no", join(folder, instance)],
          { encoding: "utf8", env: SEARCH },
        );
        const ours = stderr.split("\n").filter((line) => line.includes(instance));
        assert.deepEqual(ours, [], stderr);
        assert.equal(status, 0, stderr);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});
