/**
 * `npm start`: MeshCentral, REST API and console on this machine, and a page whose tab is a device.
 *
 * @module
 */
import { isatty } from "node:tty";
import process from "node:process";
import { parseArgs } from "node:util";
import { LauncherError } from "./meshcentral/errors.ts";
import { startRealStack } from "./real_stack.ts";
import { startSimulatorStack } from "./simulator_stack.ts";
import type { Stack } from "./stack.ts";

const HELP = `npm start -- [options]

Starts a real MeshCentral on this machine, the REST API and the console on it, and
a page whose browser tab is one of its devices. Everything listens on loopback only.

  --simulator    our simulated server instead of MeshCentral: ready within seconds
  --logs         show what each of the services writes, line by line
  --data DIR     keep MeshCentral's data there; without it, every start is a new one
  --port N       MeshCentral's port (4480; a free one when it is in use)
  --page-port N  the agent page's port (4481; likewise)
  --api-port N   the port of REST API and console (4482; likewise)
  --help         this text
`;

const { values } = readArguments();
if (values.help) {
  print(HELP);
} else {
  await run();
}

async function run(): Promise<void> {
  const stop = new AbortController();
  // Signals that come while everything starts must not leave half of it behind.
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener("abort", () => resolve());
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => stop.abort(new LauncherError("stopped", `Stopped by ${signal}.`)));
  }
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`.padStart(7);
  try {
    const start = values.simulator ? startSimulatorStack : startRealStack;
    await using stack = await start({
      dataFolder: values.data,
      ports: {
        server: portNumber("port", 4480),
        pages: portNumber("page-port", 4481),
        api: portNumber("api-port", 4482),
      },
      onProgress: (text) => print(`${dim(seconds())}  ${text}\n`),
      onLog: values.logs ? printLog : undefined,
      signal: stop.signal,
    });
    if (!stop.signal.aborted) {
      print(`${dim(seconds())}  Ready\n${describe(stack)}`);
      await stopped;
    }
    print("\nStopping…\n");
  } catch (error) {
    if (stop.signal.aborted) return print("\nStopped.\n");
    process.exitCode = 1;
    process.stderr.write(`\n${error instanceof Error ? error.message : error}\n`);
    return;
  }
  print("Everything is stopped.\n");
  process.exit();
}

function describe({ doors, notes }: Stack): string {
  const width = Math.max(...doors.map(([label]) => label.length));
  const lines = doors.map(([label, value]) => `  ${label.padEnd(width)}  ${bold(value)}`);
  return [
    "",
    ...lines,
    "",
    "  Open the agent page in an ordinary browser: its tab appears in the device list.",
    ...notes.map((note) => `  ${note}`),
    "  Ctrl-C stops everything.",
    "",
  ].join("\n");
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        simulator: { type: "boolean" },
        logs: { type: "boolean" },
        data: { type: "string" },
        port: { type: "string" },
        "page-port": { type: "string" },
        "api-port": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    return fail((error as Error).message);
  }
}

function portNumber(option: "port" | "page-port" | "api-port", preset: number): number {
  const port = Number(values[option] ?? preset);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  return fail(`--${option} ${values[option]}: not a port`);
}

function fail(problem: string): never {
  process.stderr.write(`${problem}\n\n${HELP}`);
  process.exit(1);
}

function print(text: string): void {
  process.stdout.write(text);
}

/** The name of the service stands before each line, so that they can be told apart. */
function printLog(service: string, line: string): void {
  if (line.trim() !== "") print(`${dim(service.padEnd(11))}  ${line}\n`);
}

function bold(text: string): string {
  return isatty(1) ? `\x1b[1m${text}\x1b[22m` : text;
}

function dim(text: string): string {
  return isatty(1) ? `\x1b[2m${text}\x1b[22m` : text;
}
