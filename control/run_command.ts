/**
 * Commands in the shell of devices.
 *
 * @module
 */
import { type Device, listDevices } from "./devices.ts";
import { onDevices } from "./device_power.ts";
import type { DeviceOutcome } from "./each.ts";
import { expectNoRefusal, withPersonTime } from "./device_requests.ts";
import { ControlError } from "./errors.ts";
import { text } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** What {@linkcode ControlClient.runCommand} may be told. */
export interface RunCommandOptions extends CallOptions {
  /** One or more lines, up to 65,535 characters. It is in the event log in clear. */
  readonly command: string;
  /** What runs it; `default` is cmd on Windows, else the shell. @default {"default"} */
  readonly shell?: "default" | "cmd" | "powershell" | "sh";
  /**
   * As whom: the agent (often root), the logged-in user where there is one, or only that.
   *
   * @default {"agent"}
   */
  readonly runAs?: "agent" | "user-if-possible" | "user";
  /** Waits for the output; a busy device never answers: `timeout`. @default {true} */
  readonly output?: boolean;
}

/** What became of a command on one device. */
export interface CommandOutcome extends DeviceOutcome {
  /** What it wrote, both streams together; absent when it was not waited for, or with `error`. */
  readonly output?: string;
}

const SHELLS = { default: 0, cmd: 1, powershell: 2, sh: 3 } as const;
const RUN_AS = { "agent": 0, "user-if-possible": 1, "user": 2 } as const;

/** Runs a command on devices, each with a request of its own; there is no exit code. */
export async function runCommand(
  session: Session,
  ids: readonly string[],
  options: RunCommandOptions,
): Promise<readonly CommandOutcome[]> {
  const { command, shell = "default", runAs = "agent", output = true, ...call } = options;
  const devices = await listDevices(session, call);
  const known = new Map(devices.map((device) => [device.id, device]));
  const outcomes = await onDevices(session, ids, async (nodeid) => {
    expectAgent(nodeid, known.get(nodeid));
    const request = {
      action: "runcommands",
      nodeids: [nodeid],
      type: SHELLS[shell],
      cmds: command,
      runAsUser: RUN_AS[runAs],
      reply: output,
    };
    const what = `The command was not run on the device ${nodeid}`;
    if (!output) {
      expectOk(await session.request(request, call), what);
      return undefined;
    }
    // The output comes from the agent, refusals come from the server.
    const answer = await session.request(request, {
      ...withPersonTime(session, call),
      reply: ["msg", "runcommands"],
    });
    if (answer.action === "runcommands") throw rejection(text(answer["result"]), what);
    expectNoRefusal(answer, nodeid);
    return text(answer["result"]) ?? "";
  });
  return outcomes.map(({ result, ...outcome }) =>
    result === undefined ? outcome : { ...outcome, output: result }
  );
}

/** MeshCentral 1.1.55 dies of a command for a device without an agent, such as an AMT device. */
function expectAgent(id: string, device: Device | undefined): void {
  if (device === undefined) throw new ControlError("not-found", `There is no device ${id}.`);
  if (device.agent !== undefined) return;
  throw new ControlError("rejected", `The device ${id} has no agent to run commands.`);
}
