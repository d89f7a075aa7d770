import assert from "node:assert/strict";
import { ProvisionError } from "../errors.ts";
import { parseSpec } from "./parse_spec.ts";

type Case = readonly [name: string, text: string, problems: readonly string[], file?: string];

const cases: readonly Case[] = [
  [
    "an empty file",
    "",
    ["spec.yaml:1:1 the file is empty"],
  ],
  [
    "a list that is not closed",
    "users: [",
    ["spec.yaml:1:9 YAML: Flow sequence in block collection must be sufficiently indented and end with a ]"],
  ],
  [
    "JSON with a missing comma",
    '{\n  "users": {} // none yet\n  "deviceGroups": {}\n}',
    ["spec.json:3:3 this is not JSON here: comma expected"],
    "spec.json",
  ],
  [
    "a section that is there twice",
    '{"users": {"a": {},}, // fine\n "users": {}}',
    ["spec.json:2:2 users: is there twice"],
    "spec.json",
  ],
  [
    "a key that is there twice in YAML",
    "users:\n  a: {}\n  a: {}\n",
    ["spec.yaml:3:3 this key is there twice"],
  ],
  [
    "an unknown section",
    "deviceGroup:\n  a: {}\n",
    ['spec.yaml:1:1 deviceGroup: is not known here. Did you mean "deviceGroups"?'],
  ],
  [
    "an unknown role",
    "users:\n  alice:\n    role: manger\n",
    ['spec.yaml:3:5 users.alice.role: "manger" is not possible. Did you mean "manager"?'],
  ],
  [
    "an unknown field",
    "users:\n  alice:\n    emial: a@example.com\n",
    ['spec.yaml:3:5 users.alice.emial: is not known here. Did you mean "email"?'],
  ],
  [
    "no e-mail address",
    "users:\n  alice:\n    email: nope\n",
    ['spec.yaml:3:5 users.alice.email: "nope" is no e-mail address'],
  ],
  [
    "a role that is a number",
    "users:\n  alice:\n    role: 3\n",
    ["spec.yaml:3:5 users.alice.role: 3 is not possible. Possible: administrator, manager, operator, viewer, none."],
  ],
  [
    "an unknown right on the site",
    "users:\n  alice:\n    rights: [manageUser]\n",
    ['spec.yaml:3:14 users.alice.rights[0]: "manageUser" is not possible. Did you mean "manageUsers"?'],
  ],
  [
    "rights that are neither names nor a sum",
    "users:\n  alice:\n    rights: full\n",
    ['spec.yaml:3:5 users.alice.rights: must be a number or a list, not "full"'],
  ],
  [
    "a role and rights",
    "users:\n  alice:\n    role: viewer\n    rights: [locked]\n",
    ["spec.yaml:4:5 users.alice.rights: give either `role` or `rights`"],
  ],
  [
    "two sources of one password",
    "users:\n  alice:\n    password: {env: A, file: b}\n",
    ["spec.yaml:3:5 users.alice.password: give one of `env`, `file`, `generate: true`"],
  ],
  [
    "no address that could be verified",
    "users:\n  alice:\n    emailVerified: true\n",
    ["spec.yaml:3:5 users.alice.emailVerified: needs `email`"],
  ],
  [
    "a password in the file",
    "users:\n  alice:\n    password: secret\n",
    ['spec.yaml:3:5 users.alice.password: must be an object, not "secret"'],
  ],
  [
    "one user in two cases",
    "users:\n  Alice: {}\n  alice: {}\n",
    ["spec.yaml:3:3 users.alice: MeshCentral ignores the case of user names: this one is there twice"],
  ],
  [
    "a list of users",
    "users: [alice]\n",
    ["spec.yaml:1:1 users: must be an object (`key: …`), not a list"],
  ],
  [
    "a blank in a user name",
    "users:\n  'a b': {}\n",
    ["spec.yaml:2:3 users[\"a b\"]: a user name has no blanks, quotes, '/' nor a '~' first"],
  ],
  [
    "an unknown consent",
    "deviceGroups:\n  a:\n    consent: [promptDestkop]\n",
    ['spec.yaml:3:15 deviceGroups.a.consent[0]: "promptDestkop" is not possible. Did you mean "promptDesktop"?'],
  ],
  [
    "an empty name",
    "deviceGroups:\n  a:\n    name: ''\n",
    ["spec.yaml:3:5 deviceGroups.a.name: is empty"],
  ],
  [
    "one name twice",
    "deviceGroups:\n  a: {name: Kiosks}\n  b: {name: Kiosks}\n",
    ['spec.yaml:3:7 deviceGroups.b.name: another entry of deviceGroups has the name "Kiosks" too: nobody could tell them apart'],
  ],
  [
    "no invitation code",
    "deviceGroups:\n  a:\n    invite: {codes: []}\n",
    ["spec.yaml:3:14 deviceGroups.a.invite.codes: needs at least 1"],
  ],
  [
    "a membership of an unknown group",
    "deviceGroups:\n  kiosks: {}\nusers:\n  bob: {}\nmemberships:\n  - group: kiosk\n    user: bob\n    rights: operator\n",
    ['spec.yaml:6:5 memberships[0].group: "kiosk" is not among `deviceGroups`. Did you mean "kiosks"?'],
  ],
  [
    "a membership of nobody",
    "deviceGroups:\n  kiosks: {}\nmemberships:\n  - group: kiosks\n    rights: operator\n",
    ["spec.yaml:4:5 memberships[0]: needs either `user` or `userGroup`, one of them"],
  ],
  [
    "a membership that is there twice",
    "deviceGroups:\n  k: {}\nusers:\n  bob: {}\nmemberships:\n  - {group: k, user: bob, rights: operator}\n  - {group: k, user: Bob, rights: viewer}\n",
    ["spec.yaml:7:5 memberships[1]: the same membership is there twice; give the rights together"],
  ],
  [
    "an unknown role on a group",
    "deviceGroups:\n  kiosks: {}\nusers:\n  bob: {}\nmemberships:\n  - {group: kiosks, user: bob, rights: operatr}\n",
    ['spec.yaml:6:32 memberships[0].rights: "operatr" is not possible. Did you mean "operator"?'],
  ],
  [
    "an unknown right on a group",
    "deviceGroups:\n  kiosks: {}\nusers:\n  bob: {}\nmemberships:\n  - {group: kiosks, user: bob, rights: [remoteControll]}\n",
    ['spec.yaml:6:41 memberships[0].rights[0]: "remoteControll" is not possible. Did you mean "remoteControl"?'],
  ],
  [
    "a negative sum",
    "deviceGroups:\n  kiosks: {}\nusers:\n  bob: {}\nmemberships:\n  - {group: kiosks, user: bob, rights: -1}\n",
    ["spec.yaml:6:32 memberships[0].rights: must be at least 0"],
  ],
  [
    "a membership without rights",
    "deviceGroups:\n  kiosks: {}\nusers:\n  bob: {}\nmemberships:\n  - {group: kiosks, user: bob}\n",
    ["spec.yaml:6:5 memberships[0].rights: is missing"],
  ],
  [
    "an environment variable that is not set",
    "users:\n  bob:\n    email: ${MAIL}@example.com\n",
    ['spec.yaml:3:5 users.bob.email: the environment variable MAIL is not set. Did you mean "MAILS"?'],
  ],
  [
    "an environment variable with the name of something that every object has",
    "users:\n  bob:\n    realName: ${toString}\n",
    ["spec.yaml:3:5 users.bob.realName: the environment variable toString is not set."],
  ],
  [
    "an alias of nothing",
    "deviceGroups:\n  a: *nope\n",
    ["spec.yaml:2:6 *nope stands for nothing: no &nope is before it"],
  ],
  [
    "an alias of what it is in",
    "deviceGroups: &all\n  a: *all\n",
    ["spec.yaml:2:6 *all stands for a part that it is in: without an end"],
  ],
  [
    "too many aliases",
    `deviceGroups:\n  a: &a {adopt: true}\nmemberships: [${"*a, ".repeat(101)}]\n`,
    ["spec.yaml:3:15 YAML: Excessive alias count indicates a resource exhaustion attack"],
  ],
  [
    "keys that every object of JavaScript has",
    "deviceGroups:\n  prototype: {bogus: 1}\n  a: {constructor: {}}\n  __proto__: {bogus: 1}\n",
    [
      "spec.yaml:2:3 deviceGroups.prototype: is a word of JavaScript, and no key here: take another one",
      "spec.yaml:3:7 deviceGroups.a.constructor: is a word of JavaScript, and no key here: take another one",
      "spec.yaml:4:3 deviceGroups.__proto__: is a word of JavaScript, and no key here: take another one",
    ],
  ],
  [
    "such a key in JSON",
    '{"users": {\n "__proto__": {"bogus": 1}}}',
    ["spec.json:2:2 users.__proto__: is a word of JavaScript, and no key here: take another one"],
    "spec.json",
  ],
  [
    "an unknown member",
    "users:\n  bobby: {}\nuserGroups:\n  a:\n    members: [boby]\n",
    ['spec.yaml:5:15 userGroups.a.members[0]: "boby" is not among `users`. Did you mean "bobby"?'],
  ],
  [
    "one file for two groups",
    "deviceGroups: {a: {}, b: {}}\nenrollment:\n  - {group: a, file: x.msh}\n  - {group: b, file: x.msh}\n",
    ["spec.yaml:4:16 enrollment[1].file: another entry writes this file too"],
  ],
  [
    "a target that is no address",
    "targets:\n  main: {url: mesh.example.com}\n",
    ["spec.yaml:2:10 targets.main.url: must be wss://host[:port][/domain]"],
  ],
  [
    "a port that is text",
    "server:\n  settings:\n    port: '443'\n",
    ['spec.yaml:3:5 server.settings.port: must be a port (0 to 65535), not "443"'],
  ],
  [
    "a port that is too high",
    "server:\n  settings:\n    port: 70000\n",
    ["spec.yaml:3:5 server.settings.port: must be a port (0 to 65535), not 70000"],
  ],
  [
    "a key of domains in settings",
    "server:\n  settings:\n    newAccounts: false\n",
    ["spec.yaml:3:5 server.settings.newAccounts: belongs into domains: here the server ignores it without a word"],
  ],
  [
    "a key of settings in a domain",
    "server:\n  domains:\n    '':\n      WANonly: true\n",
    ['spec.yaml:4:7 server.domains[""].WANonly: belongs into settings: here the server ignores it without a word'],
  ],
  [
    "a misspelt key of config.json",
    "server:\n  settings:\n    prot: 443\n",
    ['spec.yaml:3:5 server.settings.prot: is no key that MeshCentral knows here. Did you mean "port"?'],
  ],
  [
    "a key of config.json in two cases",
    "server:\n  settings:\n    WANonly: true\n    wanOnly: false\n",
    ["spec.yaml:4:5 server.settings.wanOnly: is the same as WANonly: MeshCentral ignores the case"],
  ],
  [
    "a wrong password rule",
    "server:\n  domains:\n    '':\n      passwordRequirements: {min: '8'}\n",
    ['spec.yaml:4:30 server.domains[""].passwordRequirements.min: must be a whole number from 0 on, not "8"'],
  ],
  [
    "a host name without a dot",
    "server:\n  settings: {cert: localhost}\n",
    ["spec.yaml:2:14 server.settings.cert: has no dot: MeshCentral then runs in LAN mode, without e-mail and second factors, whatever WANonly says. Write the full host name"],
  ],
  [
    "two modes at once",
    "server:\n  settings: {WANonly: true, LANonly: true}\n",
    ["spec.yaml:2:29 server.settings.LANonly: cannot be true together with WANonly"],
  ],
  [
    "one port for two listeners",
    "server:\n  settings: {port: 443, redirPort: 443}\n",
    ["spec.yaml:2:3 server.settings.redirport: is the same port as port; the server would silently take the next free one"],
  ],
  [
    "a login key of the wrong length",
    "server:\n  settings: {loginCookieEncryptionKey: abc}\n",
    ["spec.yaml:2:14 server.settings.loginCookieEncryptionKey: must be 160 hex digits; with others the server makes a key of its own"],
  ],
  [
    "a domain id with a slash",
    "server:\n  domains: {a/b: {}}\n",
    ["spec.yaml:2:13 server.domains[\"a/b\"]: the id of a domain has no '/' and no blank: the server would stop"],
  ],
  [
    "a DNS name of the default domain",
    "server:\n  domains: {'': {dns: a.example.com}}\n",
    ['spec.yaml:2:18 server.domains[""].dns: the default domain takes no DNS name (the server would stop): use settings.cert'],
  ],
];

for (const [name, text, problems, file = "spec.yaml"] of cases) {
  Deno.test(`a wrong specification: ${name}`, () => {
    assert.throws(() => parseSpec(text, { file, environment: { MAILS: "x" } }), (error) => {
      assert.ok(error instanceof ProvisionError);
      assert.equal(error.code, "bad-spec");
      assert.deepEqual(error.message.split("\n").slice(1), problems);
      return true;
    });
  });
}

Deno.test("JSON may have comments and trailing commas, and both formats mean the same", () => {
  const json = parseSpec('{ // all\n  "users": { "alice": { "role": "viewer", }, },\n}', {
    file: "spec.json",
  });
  assert.deepEqual(parseSpec("users: # all\n  alice:\n    role: viewer\n"), json);
});

Deno.test("the mark before a text that some editors write (BOM) is passed over", () => {
  for (const file of ["spec.json", "spec.yaml"]) {
    assert.deepEqual(parseSpec('\ufeff{"users": {"alice": {}}}', { file }), {
      users: { alice: {} },
    });
  }
  assert.throws(
    () => parseSpec('\ufeff{"user": {}}', { file: "spec.json" }),
    /spec\.json:1:2 user:/,
  );
});

Deno.test("an alias stands for what its anchor has", () => {
  const { deviceGroups } = parseSpec("deviceGroups:\n  a: &a {consent: [notifyFiles]}\n  b: *a\n");
  assert.deepEqual(deviceGroups?.["b"], { consent: ["notifyFiles"] });
});

Deno.test("${NAME} is replaced, also with what to take otherwise; $${ stays", () => {
  const text = "users:\n  bob:\n    realName: ${A} ${B:-two} $${C}\n";
  const { users } = parseSpec(text, { environment: { A: "one" } });
  assert.equal(users?.["bob"]?.realName, "one two ${C}");
});

Deno.test("a key of config.json that nothing is known of passes", () => {
  const text = "server:\n  settings:\n    somethingOfNextYear: {a: 1}\n    _off: 3\n";
  assert.deepEqual(parseSpec(text).server?.settings, { somethingOfNextYear: { a: 1 }, _off: 3 });
});
