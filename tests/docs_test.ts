import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DOCS = [
  "agent-feature",
  "agent-in-node",
  "content-policy",
  "deploy",
  "faq",
  "security",
  "scale",
  "differences",
  "protocol-messages",
];

const doc = (name: string) => readFile(join(ROOT, "docs", `${name}.md`), "utf8");

Deno.test("links of the pages lead to files that are there", async () => {
  for (const name of DOCS) {
    for (const [, target = ""] of (await doc(name)).matchAll(/\]\(([^)#]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      assert.ok(existsSync(join(ROOT, "docs", target)), `${name}.md: ${target}`);
    }
  }
});

Deno.test("the FAQ's texts and codes are those of the code", async () => {
  const faq = await doc("faq");
  const sources = (await Promise.all(
    ["agent", "examples", "tests"].map(async (folder) => {
      const files = await readdir(join(ROOT, folder), { recursive: true });
      const code = files.filter((file) => file.endsWith(".ts") && !file.endsWith("docs_test.ts"));
      return await Promise.all(code.map((file) => readFile(join(ROOT, folder, file), "utf8")));
    }),
  )).flat().join("\n");
  const texts = [...faq.matchAll(/“([^”]+)”/g)].map(([, text = ""]) => text.replace(/\s+/g, " "));
  for (const text of texts.filter((text) => !["ask", "Tampered signature"].includes(text))) {
    assert.ok(sources.includes(text), text);
  }
  const codes = [...faq.matchAll(/^### `([a-z-]+)`$/gm)].map(([, code = ""]) => code);
  assert.ok(codes.length >= 8);
  for (const code of codes) assert.ok(sources.includes(`| "${code}"`), code);
});

Deno.test("JSON in the pages parses, and settings are those of examples/deploy", async () => {
  const config = async (name: string) =>
    JSON.parse(await readFile(join(ROOT, "examples/deploy/meshcentral", name), "utf8"));
  const scale = await doc("scale");
  const blocks = [...scale.matchAll(/```json\n([^]*?)```/g)].map(([, text]) =>
    JSON.parse(`{${text}}`)
  );
  const [one, several, peers] = blocks;
  assert.equal(blocks.length, 3);
  const { settings } = await config("config.systemd.json");
  assert.deepEqual(
    { ...one.settings.postgres, password: settings.postgres.password },
    settings.postgres,
  );
  const { settings: withPeers } = await config("config.mongodb.json");
  for (const name of Object.keys(several.settings)) assert.ok(name in withPeers, name);
  assert.ok(peers.peers.serverId in peers.peers.servers);
  assert.ok(existsSync(dirname(join(ROOT, "examples/deploy/compose.yaml"))));
});
