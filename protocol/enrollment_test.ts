import assert from "node:assert/strict";
import fc from "fast-check";
import {
  agentUrl,
  type Enrollment,
  formatHexId,
  formatId,
  formatMsh,
  normalizeEnrollment,
  parseEnrollment,
  parseMsh,
  ProtocolError,
} from "./mod.ts";

const id = fc.uint8Array({ minLength: 48, maxLength: 48 });
const hex = id.map(formatHexId);
const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 })
  .map((text) => text.replace(/[\r\n]/g, "").trim()).filter((text) => text !== "");
const server = fc.webUrl({ validSchemes: ["ws", "wss"] }).map(agentUrl);

/** Canonical: what reading any form of it gives. */
const enrollment = fc.record({
  server,
  meshId: id.map(formatId),
  meshName: name,
  serverHash: fc.oneof(hex, fc.constant("unchecked")),
  serverId: hex,
}, { requiredKeys: ["server", "meshId"], noNullPrototype: true }) as fc.Arbitrary<Enrollment>;

/** As MeshCentral 1.1.55 writes it, with lines that only the native agent knows. */
const MSH = [
  "MeshName=Büro \u{1f5a5} = 2",
  "MeshType=2",
  `MeshID=0x${"AB".repeat(48)}`,
  `ServerID=${"CD".repeat(48)}`,
  "MeshServer=wss://mesh.example.com:443/agent.ashx",
  "displayName=My company",
  "ignoreProxyFile=1",
  "",
].join("\r\n");

Deno.test("an enrolment is the same after a .msh file, and after JSON", () => {
  fc.assert(fc.property(enrollment, (value) => {
    assert.deepEqual(parseEnrollment(formatMsh(value)), value);
    assert.deepEqual(parseEnrollment(JSON.stringify(value)), value);
    assert.deepEqual(normalizeEnrollment({ ...value }), value);
  }));
});

Deno.test("a .msh file of MeshCentral is read, whatever its line ends, case and spaces", () => {
  const expected = {
    server: "wss://mesh.example.com/agent.ashx",
    meshId: formatId(new Uint8Array(48).fill(0xab)),
    meshName: "Büro \u{1f5a5} = 2",
    serverId: "cd".repeat(48),
  };
  const variants = [
    MSH,
    MSH.replaceAll("\r\n", "\n"),
    MSH.replaceAll("\r\n", "\r"),
    `\uFEFF${MSH}`,
    MSH.replace("MeshID=", "  meshid = "),
  ];
  for (const text of variants) {
    assert.deepEqual(parseEnrollment(text), expected, JSON.stringify(text));
  }
});

Deno.test("a .msh file that we write has what a native agent reads, in its case", () => {
  const lines = formatMsh({
    server: "wss://a.example/agent.ashx",
    meshId: formatId(new Uint8Array(48).fill(0xab)),
    serverId: "cd".repeat(48),
    serverHash: "unchecked",
  }).split("\r\n");
  assert.deepEqual(lines, [
    "MeshType=2",
    `MeshID=0x${"AB".repeat(48)}`,
    `ServerID=${"CD".repeat(48)}`,
    "MeshServer=wss://a.example/agent.ashx",
    "ServerHash=unchecked",
    "",
  ]);
});

Deno.test("neither a brace makes JSON of a .msh file, nor does a line separator end its line", () => {
  // A dot in a pattern does not mean U+2028 and U+2029, which once lost the whole line.
  for (const meshName of ["{a}", "a\u2028b", "a\u2029ServerID=00"]) {
    const value = { server: "wss://a.example/agent.ashx", meshId: "A".repeat(64), meshName };
    assert.deepEqual(parseMsh(formatMsh(value)), value);
  }
});

Deno.test("of a key that is there twice the last value counts, and unknown lines do no harm", () => {
  const expected = parseMsh(MSH);
  const noise = ["", "=", "=x", "no key", "MeshIDs=x", "xMeshID=y", "# MeshServer = z", "a = b"];
  const noisy = MSH.split("\r\n").flatMap((line) => [line, ...noise]).join("\n");
  assert.deepEqual(parseMsh(noisy), expected);
  assert.deepEqual(parseMsh(`MeshServer=wss://old.example\n${MSH}`), expected);
});

Deno.test("what is empty or white space is not there", () => {
  const value = { server: "wss://a.example/agent.ashx", meshId: "A".repeat(64) };
  for (const nothing of ["", "  ", "\t", "\u00a0", null, undefined]) {
    const more = { meshName: nothing, serverHash: nothing, serverId: nothing };
    assert.deepEqual(normalizeEnrollment({ ...value, ...more }), value);
    for (const field of ["server", "meshId"]) {
      assert.throws(() => normalizeEnrollment({ ...value, [field]: nothing }), {
        code: "bad-enrollment",
        message: new RegExp(`enrolment's ${field} is missing`),
      });
    }
  }
  const spaced = { server: ` ${value.server} `, meshId: ` ${value.meshId} `, meshName: " a  b " };
  assert.deepEqual(normalizeEnrollment(spaced), { ...value, meshName: "a  b" });
});

Deno.test("ids in every form become the one form of an enrolment", () => {
  const bytes = new Uint8Array(48).fill(0xfe);
  const expected = {
    server: "wss://a.example/agent.ashx",
    meshId: formatId(bytes),
    serverHash: formatHexId(bytes),
    serverId: formatHexId(bytes),
  };
  const forms = [formatId(bytes), `0x${"FE".repeat(48)}`, `mesh//${formatId(bytes)}`];
  for (const id of forms) {
    const value = { server: "a.example", meshId: id, serverHash: id, serverId: id };
    assert.deepEqual(normalizeEnrollment(value), expected);
    assert.deepEqual(parseEnrollment(formatMsh(value)), expected);
  }
});

Deno.test("JSON may begin with a byte order mark", () => {
  const value = { server: "wss://a.example/agent.ashx", meshId: "A".repeat(64) };
  assert.deepEqual(parseEnrollment(`\uFEFF${JSON.stringify(value)}`), value);
});

Deno.test("the agent channel's URL follows from any address of the server", () => {
  for (
    const [server, url] of [
      ["mesh.example.com", "wss://mesh.example.com/agent.ashx"],
      ["mesh.example.com:8443", "wss://mesh.example.com:8443/agent.ashx"],
      ["https://mesh.example.com", "wss://mesh.example.com/agent.ashx"],
      ["HTTPS://Mesh.Example.com", "wss://mesh.example.com/agent.ashx"],
      ["http://127.0.0.1:4480", "ws://127.0.0.1:4480/agent.ashx"],
      ["wss://mesh.example.com:443/", "wss://mesh.example.com/agent.ashx"],
      ["wss://mesh.example.com/customer/", "wss://mesh.example.com/customer/agent.ashx"],
      ["wss://mesh.example.com/x/agent.ashx", "wss://mesh.example.com/x/agent.ashx"],
      ["wss://mesh.example.com/http/", "wss://mesh.example.com/http/agent.ashx"],
      ["wss://user:secret@mesh.example.com/", "wss://mesh.example.com/agent.ashx"],
      ["wss://mesh.example.com/?key=1", "wss://mesh.example.com/agent.ashx?key=1"],
      ["wss://mesh.example.com/#x", "wss://mesh.example.com/agent.ashx"],
    ]
  ) assert.equal(agentUrl(server ?? ""), url);
  for (const server of ["", "ftp://a.example", "wss://", "a b", "javascript:alert(1)", "xws://a"]) {
    assert.throws(() => agentUrl(server), { code: "bad-enrollment" }, server);
  }
});

Deno.test("what is missing or wrong is named, without the mesh id", () => {
  const good = { server: "wss://a.example", meshId: "A".repeat(64) };
  const cases: readonly (readonly [string, RegExp])[] = [
    ["", /neither JSON nor a \.msh file/],
    ["just text", /neither JSON nor a \.msh file/],
    ['{"meshId"', /not valid JSON/],
    [JSON.stringify({ ...good, server: undefined }), /server is missing.*MeshServer/],
    [JSON.stringify({ ...good, meshId: "" }), /meshId is missing.*MeshID/],
    [JSON.stringify({ ...good, meshId: 5 }), /meshId is not text/],
    [JSON.stringify({ ...good, meshId: "topsecret" }), /meshId is wrong: not an id but 9/],
    [JSON.stringify({ ...good, server: "ftp://a" }), /server is wrong/],
    [JSON.stringify({ ...good, serverHash: "Unchecked" }), /serverHash is wrong/],
    [JSON.stringify({ ...good, serverHash: "00" }), /serverHash is wrong/],
    [JSON.stringify({ ...good, serverId: "00" }), /serverId is wrong/],
    [JSON.stringify({ ...good, meshName: "a\nServerID=00" }), /meshName has a line break/],
    [JSON.stringify({ ...good, meshName: "a\rServerID=00" }), /meshName has a line break/],
    [MSH.replace(/^MeshID.*$/m, ""), /meshId is missing/],
    [MSH.replace("0xAB", "0xtopsecret"), /meshId is wrong/],
  ];
  for (const [text, problem] of cases) {
    assert.throws(() => parseEnrollment(text), (error) => {
      assert.ok(error instanceof ProtocolError && error.code === "bad-enrollment", String(error));
      assert.match(error.message, problem);
      const told = `${error.message} ${error.cause}`;
      return !/topsecret|ABAB|AAAA/.test(told);
    }, text);
  }
});

Deno.test("any values are an enrolment or a ProtocolError, and an enrolment stays as it is", () => {
  const anything = fc.oneof(fc.anything(), fc.string(), hex, fc.webUrl(), fc.constant("a.example"));
  const values = fc.record({
    server: anything,
    meshId: fc.oneof(hex, anything),
    meshName: anything,
    serverHash: fc.oneof(hex, anything),
    serverId: fc.oneof(hex, anything),
    other: anything,
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(values, (input) => {
      try {
        const value = normalizeEnrollment(input);
        assert.deepEqual(normalizeEnrollment({ ...value }), value);
      } catch (error) {
        assert.ok(error instanceof ProtocolError && error.code === "bad-enrollment", String(error));
      }
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("any text is an enrolment or a ProtocolError", () => {
  const lines = fc.array(
    fc.tuple(
      fc.constantFrom("MeshServer", "MeshID", "ServerID", "MeshName", "ServerHash", "x"),
      fc.oneof(fc.string(), hex, fc.webUrl()),
    ).map(([key, value]) => `${key}=${value}`),
  ).map((all) => all.join("\n"));
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    fc.json().map((j) => `{${j}`),
    lines,
  );
  fc.assert(
    fc.property(text, (input) => {
      for (const read of [parseEnrollment, parseMsh, agentUrl]) {
        try {
          read(input);
        } catch (error) {
          assert.ok(
            error instanceof ProtocolError && error.code === "bad-enrollment",
            String(error),
          );
        }
      }
    }),
    { numRuns: 2_000 },
  );
});
