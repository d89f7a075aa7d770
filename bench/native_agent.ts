import { Command, decodeMessage, formatMsh } from "../protocol/mod.ts";
import { MeshSimulator } from "../simulator/mod.ts";
import { startNativeAgent } from "../tests/native_agent.ts";
import { inProcess } from "./runtimes.ts";
import type { Row } from "./samples.ts";

/**
 * Both agents against one simulator over TLS, timed by the simulator from an agent's first frame
 * to the AUTH_CONFIRM that it sends.
 */
export async function nativeAgentAndOurs(runs: number): Promise<Row[]> {
  await using simulator = new MeshSimulator({ groups: ["bench"] });
  await simulator.listen({ tls: true });
  const enrollment = await simulator.enrollment();
  const stopwatch = watchHandshakes(simulator);

  const first: number[] = [];
  const again: number[] = [];
  for (let run = 0; run < runs; run++) {
    await using _agent = await startNativeAgent(formatMsh(enrollment));
    first.push(await stopwatch.next());
    const online = simulator.devices().find(({ online }) => online);
    const returned = stopwatch.next();
    simulator.disconnect(online?.nodeId ?? "");
    again.push(await returned);
  }
  const measureOurs = async (runtime: "deno" | "node") => {
    const durations: number[] = [];
    const stop = stopwatch.each((duration) => durations.push(duration));
    await inProcess(runtime, { enrollment, count: 4 * runs });
    stop();
    return durations;
  };
  return [
    { what: "native agent, first connection", durations: first },
    { what: "native agent, later ones (it asks for no proof of the server)", durations: again },
    { what: "this agent in Node, proof checked every time", durations: await measureOurs("node") },
    { what: "this agent in Deno, proof checked every time", durations: await measureOurs("deno") },
  ];
}

/** Tells the duration of every handshake of the simulator. */
function watchHandshakes(simulator: MeshSimulator) {
  const begun = new Map<number, number>();
  let tell = (_duration: number): void => {};
  simulator.addEventListener("frame", ({ connection, from, data }) => {
    const opened = begun.get(connection);
    if (opened === undefined) return void begun.set(connection, performance.now());
    if (from !== "server" || typeof data === "string") return;
    if (decodeMessage(data, from).command === Command.AuthConfirm) {
      tell(performance.now() - opened);
    }
  });
  return {
    next: () => new Promise<number>((resolve) => tell = resolve),
    each(listener: (duration: number) => void) {
      tell = listener;
      return () => tell = () => {};
    },
  };
}
