import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import process from "node:process";
import type { Places } from "./layout.ts";
import { SupervisedService } from "./supervised.ts";
import type { UnitService } from "./unit_file.ts";

/** Redis with the file of the deployment. */
export function redisService({ root, ports }: Places): SupervisedService {
  const place = ["--port", `${ports.redis}`, "--bind", "127.0.0.1", "--dir", `${root}/var/redis`];
  return new SupervisedService({
    name: "Redis",
    command: ["redis-server", `${root}/etc/redis/cs-api.conf`, ...place],
    cwd: root,
    env: systemEnvironment(),
    isReady: () => says(ports.redis, "PING\r\n", "+PONG"),
    // As Debian's unit has them.
    restartDelay: 100,
    stopSignal: "SIGTERM",
    stopTime: 10_000,
  });
}

/** nginx with the file of the deployment. */
export function nginxService({ root, ports }: Places): SupervisedService {
  return new SupervisedService({
    name: "nginx",
    command: ["nginx", "-c", `${root}/etc/nginx/nginx.conf`, "-e", `${root}/var/nginx/error.log`],
    cwd: root,
    env: systemEnvironment(),
    isReady: () => says(ports.http, "GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 301"),
    restartDelay: 100,
    stopSignal: "SIGTERM",
    stopTime: 5_000,
  });
}

/** A service as its unit says; without its accounts and walls, which only systemd can build. */
export function unitService(
  name: string,
  unit: UnitService,
  fromFiles: Readonly<Record<string, string>>,
  isReady: () => Promise<boolean>,
): SupervisedService {
  if (unit.restart !== "always") throw new Error(`${name} is not restarted: ${unit.restart}`);
  return new SupervisedService({
    ...unit,
    name,
    cwd: unit.workingDirectory,
    env: { ...systemEnvironment(), ...unit.environment, ...fromFiles },
    isReady,
  });
}

/** Runs one command of MeshCentral, which reads `MESHCENTRAL_NAME` as `--name`. */
export async function runOnce(
  unit: UnitService,
  args: Readonly<Record<string, string>>,
): Promise<void> {
  const [program = "", ...rest] = unit.command;
  const named = Object.entries(args).map(([name, value]) => [`MESHCENTRAL_${name}`, value]);
  const child = spawn(program, rest, {
    cwd: unit.workingDirectory,
    env: { ...systemEnvironment(), ...unit.environment, ...Object.fromEntries(named) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output += data);
  await once(child, "close");
  if (!/^Done\./m.test(output)) throw new Error(`MeshCentral said:\n${output}`);
}

/** What systemd gives every service: where programs are, and nothing of ours. */
function systemEnvironment(): Record<string, string> {
  return { PATH: `/usr/local/sbin:/usr/sbin:/sbin:${process.env.PATH ?? ""}` };
}

/** Whether a server answers with a good status. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Whether a server answers like this. */
function says(port: number, question: string, answer: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(question));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once("data", (data) => {
      resolve(String(data).startsWith(answer));
      socket.destroy();
    });
    socket.on("error", () => resolve(false));
    socket.on("close", () => resolve(false));
  });
}
