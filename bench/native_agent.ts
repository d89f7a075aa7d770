import { formatMsh } from "../protocol/mod.ts";
import { startNativeAgent } from "../tests/native_agent.ts";
import { deno, node, type Runtime } from "./runtimes.ts";
import type { Row } from "./samples.ts";
import { type Handshake, startSimulatorProcess } from "./timing_simulator.ts";

/**
 * Both agents against one simulator over TLS, in Node as the real server is, timed by the simulator
 * from an agent's first frame to the AUTH_CONFIRM that it sends.
 */
export async function nativeAgentAndOurs(runs: number): Promise<Row[]> {
  await using simulator = await startSimulatorProcess();
  const { enrollment } = simulator;
  const first: Handshake[] = [];
  const again: Handshake[] = [];
  for (let run = 0; run < runs; run++) {
    await using _agent = await startNativeAgent(formatMsh(enrollment));
    const handshake = await simulator.nextHandshake();
    first.push(handshake);
    simulator.disconnect(handshake.nodeId);
    again.push(await simulator.nextHandshake());
  }
  const ours = async (runtime: Runtime): Promise<Row> => {
    const count = 4 * runs;
    await runtime.handshakes({ enrollment, count });
    const handshakes: Handshake[] = [];
    while (handshakes.length < count) handshakes.push(await simulator.nextHandshake());
    return {
      what: `this agent in ${runtime.name}, proof checked every time`,
      durations: durations(handshakes),
    };
  };
  return [
    { what: "native agent, first connection", durations: durations(first) },
    {
      what: "native agent, later ones (it asks for no proof of the server)",
      durations: durations(again),
    },
    await ours(node),
    await ours(deno),
  ];
}

function durations(handshakes: readonly Handshake[]): number[] {
  return handshakes.map(({ duration }) => duration);
}
