import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCertificate } from "./certificate.ts";
import { checkConfigText } from "./check_config_text.ts";
import { ensureConfig } from "./ensure_config.ts";
import { mergeConfig } from "./merge_config.ts";

const before = `{
  // the public name
  "__comment__": "kept",
  "settings": {
    "Cert": "mesh.example.com",
    "_port": 444, // off
    "sessionKey": "old secret"
  },
  "domains": { "": { "title": "Old", "passwordRequirements": { "min": 8 } } },
  "unknownSection": [1]
}
`;

Deno.test("config.json keeps comments, keys that are off, order and unknown sections", () => {
  const { text, changes } = mergeConfig(before, {
    settings: { cert: "new.example.com", port: 443, sessionKey: "new secret" },
    domains: { "": { title: "New", passwordRequirements: { max: 64 } } },
  });
  assert.equal(
    text,
    `{
  // the public name
  "__comment__": "kept",
  "settings": {
    "Cert": "new.example.com",
    "_port": 444, // off
    "sessionKey": "new secret",
    "port": 443
  },
  "domains": {
    "": {
      "title": "New",
      "passwordRequirements": {
        "min": 8,
        "max": 64
      }
    }
  },
  "unknownSection": [1]
}
`,
  );
  assert.deepEqual(changes, [
    { path: "settings.Cert", from: "mesh.example.com", to: "new.example.com" },
    { path: "settings.port", from: undefined, to: 443 },
    { path: "settings.sessionKey", from: "•••", to: "•••" },
    { path: 'domains[""].title', from: "Old", to: "New" },
    { path: 'domains[""].passwordRequirements.max', from: undefined, to: 64 },
  ]);
  assert.deepEqual(mergeConfig(text, { settings: { CERT: "new.example.com" } }).changes, []);
  assert.deepEqual(mergeConfig(text, { settings: { port: null } }).changes, [
    { path: "settings.port", from: 443, to: undefined },
  ]);
});

Deno.test("no secret of config.json is shown, whatever it is in", () => {
  const old = { oidc: { issuer: "https://id.example.com", client: { client_secret: "hidden" } } };
  const { text, changes } = mergeConfig(JSON.stringify({ domains: { "": { auth: old } } }), {
    settings: {
      postgres: { host: "db.example.com", user: "mesh" },
      npmProxy: "http://mesh:hidden@proxy.example.com:8080",
    },
    domains: {
      "": {
        ldapOptions: { BindDN: "cn=mesh", BindCredentials: "hidden" },
        amtManager: { adminAccounts: [{ user: "admin", pass: "hidden" }] },
        auth: null,
      },
    },
  });
  assert.ok(text.includes('"BindCredentials": "hidden"'));
  assert.deepEqual(changes, [
    { path: "settings.postgres.host", from: undefined, to: "•••" },
    { path: "settings.postgres.user", from: undefined, to: "•••" },
    {
      path: "settings.npmProxy",
      from: undefined,
      to: "http://mesh:•••@proxy.example.com:8080",
    },
    { path: 'domains[""].ldapOptions.BindDN', from: undefined, to: "cn=mesh" },
    { path: 'domains[""].ldapOptions.BindCredentials', from: undefined, to: "•••" },
    {
      path: 'domains[""].amtManager.adminAccounts',
      from: undefined,
      to: [{ user: "admin", pass: "•••" }],
    },
    {
      path: 'domains[""].auth',
      from: { oidc: { issuer: "https://id.example.com", client: { client_secret: "•••" } } },
      to: undefined,
    },
  ]);
});

/** Text of a config.json, and what is said about it. */
const wrong: readonly (readonly [text: string, problem: string])[] = [
  [
    '{ "settings": { "port": 443, }',
    "config.json:1:31 this is not JSON here: close brace expected",
  ],
  [
    '{\n "setings": {}\n}',
    'config.json:2:2 setings: is no key that MeshCentral knows here. Did you mean "settings"?',
  ],
  [
    '{\n "newAccounts": true\n}',
    "config.json:2:2 newAccounts: belongs into domains: here the server ignores it without a word",
  ],
  [
    '{ "settings": {\n "agentPong": "abc" } }',
    'config.json:2:2 settings.agentPong: must be a whole number from 0 on, not "abc"',
  ],
  [
    '{ "settings": {\n "title2": "x",\n "minify": true } }',
    "config.json:3:2 settings.minify: belongs into domains: here the server ignores it without a word",
  ],
  [
    '{ "domains": { "": {\n "exactPorts": true } } }',
    'config.json:2:2 domains[""].exactPorts: belongs into settings: here the server ignores it without a word',
  ],
  [
    '{ "domains": { "": {\n "allowedOrigen": true } } }',
    'config.json:2:2 domains[""].allowedOrigen: is no key that MeshCentral knows here. Did you mean "allowedOrigin"?',
  ],
  [
    '{ "domains": { "": {\n "guestDeviceSharing": "no" } } }',
    'config.json:2:2 domains[""].guestDeviceSharing: must be true or false, not "no"',
  ],
  [
    '{ "settings": {\n "cookieEncoding": "utf8" } }',
    "config.json:2:2 settings.cookieEncoding: must be one of: hex, base64",
  ],
  [
    '{ "letsencrypt": {\n "production": "yes" } }',
    'config.json:2:2 letsencrypt.production: must be true or false, not "yes"',
  ],
  [
    '{ "smtp": {\n "port": 100000 } }',
    "config.json:2:2 smtp.port: must be a port (0 to 65535), not 100000",
  ],
  [
    '{ "settings": {\n "manageAllDeviceGroups": "user//admin" } }',
    'config.json:2:2 settings.manageAllDeviceGroups: must be a list, not "user//admin"',
  ],
];

for (const [text, problem] of wrong) {
  Deno.test(`a wrong config.json: ${problem}`, () => {
    const [found, ...more] = checkConfigText(text);
    assert.ok(found);
    const { file, line, column, path, message } = found;
    assert.equal(`${file}:${line}:${column} ${path === "" ? "" : `${path}: `}${message}`, problem);
    assert.deepEqual(more, []);
  });
}

Deno.test("config.json is written with a backup, and not again", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "config.json");
    const server = { settings: { cert: "mesh.example.com", port: 443 } };
    const plan = await ensureConfig(folder, server, { dryRun: true });
    assert.deepEqual([plan.status, await readdir(folder)], ["created", []]);

    const created = await ensureConfig(folder, server);
    assert.deepEqual([created.status, created.restart, created.backup], [
      "created",
      true,
      undefined,
    ]);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.deepEqual(JSON.parse(await readFile(file, "utf8")), server);

    const again = await ensureConfig(folder, server);
    assert.deepEqual([again.status, again.restart, again.changes], ["unchanged", false, []]);

    const old = await readFile(file, "utf8");
    const changed = await ensureConfig(folder, { settings: { port: 444 } });
    assert.equal(changed.status, "changed");
    assert.ok(changed.backup);
    assert.equal(await readFile(changed.backup, "utf8"), old);
    assert.equal((await readdir(folder)).length, 2);
  });
});

Deno.test("a config.json with a mark before its text (BOM) is read, and keeps it", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "config.json");
    await writeFile(file, '\ufeff{ "settings": { "port": 443 } }');
    const { warnings } = await ensureConfig(folder, { settings: { port: 444 } });
    assert.deepEqual(warnings, []);
    assert.equal(await readFile(file, "utf8"), '\ufeff{ "settings": { "port": 444 } }');
  });
});

Deno.test("a config.json that is no JSON is left alone", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "config.json");
    await writeFile(file, '{ "settings": ');
    await assert.rejects(ensureConfig(folder, { settings: { port: 1 } }), { code: "bad-config" });
    assert.equal(await readFile(file, "utf8"), '{ "settings": ');
  });
});

Deno.test("a certificate must fit its key, the names of the server, and the time", async () => {
  await inFolder(async (folder) => {
    const [certificate, key] = makeCertificate(folder, "mesh.example.com");
    const [, otherKey] = makeCertificate(folder, "other.example.com");
    const now = Date.now() + 1000;
    const check = (use: object) =>
      checkCertificate({ certificate, key, names: ["mesh.example.com"], now, ...use });
    assert.deepEqual(check({}), { errors: [], warnings: [] });
    assert.match(check({ key: otherKey }).errors[0] ?? "", /do not belong together/);
    assert.match(
      check({ names: ["a.example.com"] }).errors[0] ?? "",
      /not valid for a.example.com/,
    );
    assert.match(check({ now: now + 40 * 86_400_000 }).errors[0] ?? "", /expired on/);
    assert.match(check({ now: now - 86_400_000 }).errors[0] ?? "", /not valid before/);
    assert.match(check({ now: now + 20 * 86_400_000 }).warnings[0] ?? "", /expires in 9 day/);
    assert.match(check({ certificate: "no" }).errors[0] ?? "", /no certificate in PEM form/);
    assert.match(check({ key: "no" }).errors[0] ?? "", /no unencrypted key/);

    await writeFile(join(folder, "c.pem"), certificate);
    await writeFile(join(folder, "k.pem"), key);
    const tls = { certificateFile: "c.pem", keyFile: "k.pem" };
    const settings = { cert: "mesh.example.com" };
    const data = join(folder, "data");
    const result = await ensureConfig(data, { settings, tls }, {
      baseFolder: folder,
      now: () => now,
    });
    assert.equal(result.status, "created");
    assert.equal(await readFile(join(data, "webserver-cert-private.key"), "utf8"), key);
    await assert.rejects(
      ensureConfig(data, { settings: { cert: "b.example.com" }, tls }, {
        baseFolder: folder,
        now: () => now,
      }),
      /not valid for b.example.com/,
    );
  });
});

/** PEM of a certificate for 30 days, and of its key. */
function makeCertificate(folder: string, name: string): readonly [string, string] {
  const key = execFileSync("openssl", [
    "genpkey",
    "-algorithm",
    "EC",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
  ]);
  const file = join(folder, `${name}.key`);
  Deno.writeFileSync(file, key);
  const certificate = execFileSync("openssl", [
    ...["req", "-x509", "-key", file, "-days", "30", "-subj", `/CN=${name}`],
    ...["-addext", `subjectAltName=DNS:${name}`],
  ]);
  return [certificate.toString(), key.toString()];
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cs-config-"));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
