import assert from "node:assert/strict";
import { createSimulatorIdentity, MeshSimulator } from "../../../simulator/mod.ts";
import { connectAgent, type TestAgent } from "../../../simulator/test_agent.ts";
import { expectFields } from "../expect.ts";
import { type Frame, textOf } from "../frame.ts";
import { recorded } from "../seeds.ts";
import type { FuzzTarget } from "../target.ts";
import { agentIdentity } from "./handshake_parts.ts";

/** The simulator's own error: it has a bug. */
const FAILED = 4500;

/** A simulator with an agent that is online. */
interface Stage {
  readonly simulator: MeshSimulator;
  readonly agent: TestAgent;
  code: number | undefined;
}

const identity = createSimulatorIdentity();
let started: Promise<Stage> | undefined;

/** The simulator: frames of an agent that is online. */
export const simulatorTargets: readonly FuzzTarget[] = [{
  name: "simulator agent frames",
  covers: [],
  seeds: [recorded("agent_channel/agent")],
  most: 8,
  inputs: 50_000,
  async run(input) {
    const stage = await (started ??= start());
    for (const frame of input) say(stage.agent, frame);
    for (let turn = 0; turn < 20; turn++) await undefined;
    if (stage.code !== undefined) started = undefined; // the next input has another one
    if (stage.code === FAILED) assert.fail("the simulator failed");
    const [device] = stage.simulator.devices();
    expectFields(device, {
      nodeId: "string",
      name: "string",
      online: "boolean",
      capabilities: "number",
      coreInfo: "object",
    });
    JSON.stringify(device);
  },
}];

async function start(): Promise<Stage> {
  const simulator = new MeshSimulator({ groups: ["fuzz"], identity: await identity });
  const agent = await connectAgent(simulator, { identity: agentIdentity });
  await agent.confirmed;
  const stage: Stage = { simulator, agent, code: undefined };
  void agent.closed.then((code) => stage.code = code);
  return stage;
}

function say(agent: TestAgent, frame: Frame): void {
  if (typeof frame === "string") agent.sendText(textOf(frame));
  else agent.sendBytes(frame);
}
