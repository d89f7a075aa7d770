import assert from "node:assert/strict";
import { meshCentralConfig } from "./config.ts";

Deno.test("plain HTTP is TLS offload from this machine; TLS has none", () => {
  const plain = meshCentralConfig({ port: 5000, tls: false });
  assert.equal(plain.settings["tlsOffload"], "127.0.0.1");
  const tls = meshCentralConfig({ port: 5000, tls: true });
  assert.equal("tlsOffload" in tls.settings, false);
  for (const { settings } of [plain, tls]) {
    assert.equal(settings["portBind"], "127.0.0.1");
    assert.deepEqual([settings["port"], settings["aliasPort"]], [5000, 5000]);
    assert.deepEqual([settings["redirPort"], settings["mpsPort"]], [0, 0]);
  }
});

Deno.test("what the caller gives replaces ours, whatever its case", () => {
  const { settings, domains } = meshCentralConfig({
    port: 5000,
    tls: false,
    settings: { WANONLY: false, agentPong: 5, tlsoffload: undefined },
    domain: { newaccounts: true, title: "Lab" },
  });
  assert.equal(settings["WANONLY"], false);
  assert.equal("WANonly" in settings, false);
  assert.equal("tlsOffload" in settings, false);
  assert.equal(settings["agentPong"], 5);
  assert.deepEqual(domains[""], {
    allowedOrigin: ["127.0.0.1"],
    newaccounts: true,
    title: "Lab",
  });
});
