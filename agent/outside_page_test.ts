import assert from "node:assert/strict";
import { encodeFilesJson, TunnelProtocol } from "../protocol/mod.ts";
import { desktopFeature } from "./desktop/desktop_feature.ts";
import { filesFeature } from "./files/files_feature.ts";
import { consoleFeature } from "./console_feature.ts";
import { BrowserAgent, opfsFileSystem, type Person } from "./mod.ts";
import { terminalFeature } from "./terminal/terminal_feature.ts";
import { settled, TestOnline } from "./test_relay.ts";
import { OPTIONS } from "./test_server.ts";

const SOMEBODY: Person = { ask: () => Promise.resolve(true), notify() {}, connected() {} };

for (const feature of [filesFeature(), terminalFeature(), desktopFeature()]) {
  Deno.test(`BrowserAgent refuses ${feature.name} outside a page where nobody can be asked`, () => {
    const make = (options: object) =>
      new BrowserAgent({ ...OPTIONS, features: [feature], ...options });
    const refused = {
      name: "AgentError",
      code: "bad-options",
      message:
        `the feature ${feature.name} needs consent, and outside a page there is nobody to ask`,
    };
    assert.throws(() => make({}), refused);
    assert.throws(() => make({ managed: true }), refused);
    assert.throws(() => make({ consent: "none" }), refused);
    const other = feature.name === "files" ? "terminal" : "files";
    assert.throws(() => make({ managed: true, consent: { [other]: "none" } }), refused);
    make({ managed: true, consent: "none" });
    make({ managed: true, consent: { [feature.name]: "notify" } });
    make({ person: SOMEBODY });
  });
}

Deno.test("BrowserAgent has a console outside a page, for which nobody is asked", () => {
  new BrowserAgent({ ...OPTIONS, features: [consoleFeature()] });
});

Deno.test("files and terminal of one agent outside a browser share files in memory", async () => {
  const features = () => [filesFeature(), terminalFeature()];
  const [online, other] = [new TestOnline(features()), new TestOnline(features())];
  const relay = await online.tunnel(TunnelProtocol.Files);
  relay.say(encodeFilesJson({ action: "upload", reqid: 1, path: "/", name: "f", size: 5 }));
  await settled();
  relay.say(new TextEncoder().encode("hello"));
  relay.say(encodeFilesJson({ action: "uploaddone", reqid: 1 }));
  while (relay.json.at(-1)?.["action"] !== "uploaddone") await settled();
  assert.equal(await output(online, "cat f"), "hello\n");
  assert.match(await output(other, "cat f"), /^cat: /);
});

Deno.test("opfsFileSystem says outside a browser what to use instead", () => {
  assert.throws(() => opfsFileSystem(), {
    code: "bad-options",
    hint: /memoryFileSystem\(\), or nodeFileSystem\(path\)/,
  });
});

async function output(online: TestOnline, cmds: string): Promise<string> {
  online.tell({ action: "runcommands", type: 3, cmds, reply: true });
  while (online.told.at(-1)?.["type"] !== "runcommands") await settled();
  return String(online.told.at(-1)?.["result"]);
}
