import assert from "node:assert/strict";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { guardGroup } from "./guard.ts";
import { SupervisedService } from "./supervised.ts";

const OPTIONS = {
  name: "a service",
  cwd: "/",
  env: { PATH: process.env.PATH ?? "" },
  isReady: () => Promise.resolve(true),
  restartDelay: 10,
  stopSignal: "SIGTERM",
  stopTime: 5_000,
};

/** Whether a process runs; one that waits to be reaped does not. */
function lives(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

Deno.test("a supervised service is started again after a kill, which ends all its processes", async () => {
  /** The child of each start, by what the service writes. */
  const children = () => service.output.trim().split("\n").filter((line) => line !== "");
  const service: SupervisedService = new SupervisedService({
    ...OPTIONS,
    command: ["sh", "-c", "sleep 1000 & echo $!; wait"],
    isReady: () => Promise.resolve(children().length === expected),
  });
  let expected = 1;
  await service.start();
  const first = service.pid;
  await service.kill();
  expected = 2;
  await service.ready();
  assert.equal(service.starts, 2);
  const second = service.pid;
  await service[Symbol.asyncDispose]();
  assert.equal(service.starts, 2);
  for (const pid of [first, second, ...children().map(Number)]) assert.ok(!lives(pid), `${pid}`);
});

Deno.test("a service that ignores being asked is killed when its time is over", async () => {
  const service: SupervisedService = new SupervisedService({
    ...OPTIONS,
    command: ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done"],
    isReady: () => Promise.resolve(service.output.includes("ready")),
    stopTime: 50,
  });
  await service.start();
  await service[Symbol.asyncDispose]();
  assert.ok(!lives(service.pid));
});

Deno.test("a guarded group is killed when the process that guards it is killed", async () => {
  const guard = new URL("guard.ts", import.meta.url).href;
  const program = `
    import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
    import { guardGroup } from ${JSON.stringify(guard)};
    const child = spawn("sleep", ["1000"], { detached: true, stdio: "ignore" });
    guardGroup(child.pid);
    console.log(child.pid);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ["eval", "--no-check", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [data] = await once(parent.stdout, "data");
  const pid = Number(String(data));
  assert.ok(lives(pid));
  parent.kill("SIGKILL");
  await once(parent, "exit");
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
  using _ = guardGroup(2 ** 22 + 1); // one that nobody has does no harm
});
