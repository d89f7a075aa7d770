import { Ajv } from "ajv";
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "yaml";
import { readEnvironmentFile } from "./deployment/unit_file.ts";
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
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly working_dir?: string;
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
const peersConfig = JSON.parse(await read("meshcentral/config.mongodb.json"));

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

Deno.test("compose: the file is valid by the schema of the Compose specification", async () => {
  const schema = JSON.parse(
    await readFile(new URL("testdata/compose-spec.json", import.meta.url), "utf8"),
  );
  const { $schema: _, ...rules } = schema; // draft 7, under an address with https
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(rules);
  assert.ok(validate(compose), JSON.stringify(validate.errors));
  for (const [broken, where] of BROKEN) {
    assert.equal(validate({ ...compose, services: { ...compose.services, broken } }), false, where);
  }
});

/** What the schema would not find is not worth checking by it. */
const BROKEN = [
  [{ image: "a:1", restart: true }, "restart"],
  [{ image: "a:1", depends_on: { redis: { condition: "healthy" } } }, "depends_on"],
  [{ image: "a:1", healthcheck: { test: 1 } }, "healthcheck"],
  [{ image: "a:1", netwroks: ["front"] }, "netwroks"],
] as const;

Deno.test("compose: PostgreSQL for one server, MongoDB for peers, and each config.json names its own", () => {
  const profiles = Object.entries(compose.services)
    .flatMap(([name, { profiles = [] }]) => profiles.map((profile) => [profile, name]));
  assert.deepEqual(profiles, [["postgres", "postgres"], ["mongodb", "mongodb"]]);
  const { user, database } = config.settings.postgres;
  const { environment = {} } = compose.services.postgres ?? {};
  assert.deepEqual([environment.POSTGRES_USER, environment.POSTGRES_DB], [user, database]);
  assert.equal(config.settings.postgres.host, "postgres");
  assert.match(peersConfig.settings.mongoDb, /^mongodb:\/\/mongodb:27017\/.*replicaSet=rs0$/);
  const rest = ({ postgres: _, ...settings }: Record<string, unknown>) => settings;
  const { mongoDb: _, mongoDbName: __, mongoDbChangeStream: ___, ...others } = peersConfig.settings;
  assert.deepEqual(rest(config.settings), others);
});

Deno.test("compose: the programs are those of the systemd units, with the same Redis", async () => {
  const unit = await read("systemd/cs-api@.service");
  const program = "node_modules/.bin/cs-serve-api";
  assert.match(unit, new RegExp(`^ExecStart=.*node .*/${program}$`, "m"));
  const nginx = await read("nginx.conf");
  for (const [name, port] of [["api-1", "3001"], ["api-2", "3002"]] as const) {
    const { command = [], environment = {}, working_dir } = compose.services[name] ?? {};
    assert.ok(command.at(-1)?.endsWith(`exec node ${program}`), name);
    assert.equal(working_dir, "/app");
    assert.equal(environment.PORT, port);
    assert.ok(nginx.includes(`server ${name}:${port} `), `nginx.conf does not know ${name}`);
  }
  const { command = [], volumes = [] } = compose.services.redis ?? {};
  assert.deepEqual(command, ["redis-server", "/etc/redis/cs-api.conf"]);
  assert.ok(volumes.includes(`./redis.conf:${command[1]}:ro`));
});

Deno.test("redis.conf: who logged out outlives a kill, and is not evicted", async () => {
  const settings = (await read("redis.conf")).split("\n");
  for (const wanted of ["appendonly yes", "maxmemory-policy noeviction"]) {
    assert.ok(settings.includes(wanted), wanted);
  }
});

Deno.test("cs-api.env: it names only what cs-serve-api reads, and holds no secret", async () => {
  const program = await readFile(new URL("../examples/serve-api.ts", import.meta.url), "utf8");
  const env = readEnvironmentFile(await read("cs-api.env"));
  for (const name of Object.keys(env)) assert.ok(program.includes(`env.${name}`), name);
  assert.equal(env.JWT_SECRET, "");
  assert.ok(env.REDIS_URL && env.MESHCENTRAL_URL);
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
  const addressOf = (name: string) =>
    (compose.services[name]?.networks as Record<string, { ipv4_address?: string }>).front
      ?.ipv4_address;
  const address = addressOf("nginx");
  assert.equal(config.settings.tlsOffload, address);
  // The instances of the API speak to MeshCentral directly, each for clients of its own.
  assert.deepEqual(
    config.settings.trustedProxy.split(","),
    ["nginx", "api-1", "api-2"].map(addressOf),
  );
  for (const name of ["api-1", "api-2"]) {
    assert.equal(compose.services[name]?.environment?.TRUSTED_PROXIES, address);
    const url = new URL(compose.services[name]?.environment?.MESHCENTRAL_URL ?? "");
    assert.deepEqual([url.hostname, url.port], ["meshcentral", `${config.settings.port}`]);
  }
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
        const exposure = await exposureOf(join(folder, instance));
        assert.ok(exposure <= MOST_EXPOSED, `${instance}: ${exposure}`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});

/** By systemd's own scale, from 0 to 10: below 5 is "MEDIUM", below 2.5 "OK". */
const MOST_EXPOSED = 4.5;

/** How much of the system a service could reach if it were taken over. */
async function exposureOf(unit: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    "systemd-analyze",
    ["security", "--offline=true", "--no-pager", unit],
    { env: SEARCH },
  );
  return Number(/exposure level for .*: ([\d.]+)/.exec(stdout)?.[1] ?? NaN);
}
