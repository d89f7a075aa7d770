import { spawn } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import type { MeshCentralServer } from "../launcher/meshcentral/server.ts";
import { inTerminal, outputOf, type TerminalStep } from "./terminal_process.ts";

/** Runs the installed `meshctrl.js` with the server's administrator; resolves with all it printed. */
export async function meshctrl(
  server: MeshCentralServer,
  ...args: readonly string[]
): Promise<string> {
  const { command: [file = "", ...rest], options } = await prepare(server, args);
  return await untilConnected(() => outputOf(spawn(file, rest, options)));
}

/** `meshctrl shell` on a pseudo-terminal, since it wants one. */
export async function meshctrlShell(
  server: MeshCentralServer,
  nodeId: string,
  steps: readonly TerminalStep[],
): Promise<string> {
  const { command, options } = await prepare(server, ["shell", "--id", nodeId]);
  return await untilConnected(async () => {
    const { output, steps: done } = await inTerminal(command, steps, options);
    if (done > 0 && done < steps.length) {
      throw new Error(`"${steps[done]?.expect}" never came:\n${output}`);
    }
    return output;
  });
}

/**
 * meshctrl puts the relay's cookie into its URL by `String.replace`, which makes one `$` of two: about
 * one in twenty of its tunnels is refused for that, and never opens. Such a run is repeated.
 */
async function untilConnected(run: () => Promise<string>): Promise<string> {
  for (let tries = 1;; tries++) {
    const output = await run();
    const refused = /Waiting for Agent\.\.\.\s+Connection Closed/.test(output);
    if (!refused || tries === 3) return output;
  }
}

async function prepare(server: MeshCentralServer, args: readonly string[]) {
  const installation = await installMeshCentral({ version: server.version });
  const { username, password } = server.admin;
  return {
    command: [
      "node",
      join(installation, "node_modules", "meshcentral", "meshctrl.js"),
      ...args,
      `--url=${server.webSocketUrl}`,
      `--loginuser=${username}`,
      `--loginpass=${password}`, // in one piece: it may begin with a dash
    ],
    options: {
      cwd: installation,
      env: { PATH: process.env.PATH ?? "", HOME: installation },
    },
  };
}
