import assert from "node:assert/strict";
import { readEnvironmentFile, readUnit } from "./unit_file.ts";

Deno.test("readUnit fills in the instance and splits the command", () => {
  const unit = readUnit(
    `[Service]
# ExecStart=/bin/false
Environment=HOST=127.0.0.1 PORT=%i
Environment="NAME=two words"
EnvironmentFile=/etc/a.env
ExecStart=/usr/bin/env node "/opt/a b/main.js" --port %i
Restart=always
RestartSec=2
TimeoutStopSec=10
`,
    "3001",
  );
  assert.deepEqual(unit.command, ["/usr/bin/env", "node", "/opt/a b/main.js", "--port", "3001"]);
  assert.deepEqual(unit.environment, { HOST: "127.0.0.1", PORT: "3001", NAME: "two words" });
  assert.deepEqual(unit.environmentFiles, ["/etc/a.env"]);
  assert.deepEqual([unit.restart, unit.restartDelay, unit.stopTime], ["always", 2_000, 10_000]);
});

Deno.test("readUnit has systemd's defaults where a unit says nothing", () => {
  const { restart, restartDelay, stopSignal, stopTime } = readUnit(
    "[Service]\nExecStart=/bin/true",
  );
  assert.deepEqual([restart, restartDelay, stopSignal, stopTime], ["no", 100, "SIGTERM", 90_000]);
});

Deno.test("readEnvironmentFile keeps what follows the first equals sign, without its quotes", () => {
  const text = '# a comment\n\nURL=ws://a/?b=c\nSECRET=\nNAME="two words"\n; another comment\n';
  assert.deepEqual(readEnvironmentFile(text), {
    URL: "ws://a/?b=c",
    SECRET: "",
    NAME: "two words",
  });
});
