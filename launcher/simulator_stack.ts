import { MeshSimulator } from "../simulator/mod.ts";
import { agentPages } from "./agent_page.ts";
import { deviceListPages } from "./device_list_page.ts";
import { freePort } from "./meshcentral/free_port.ts";
import { servePages } from "./page_server.ts";
import { agentPageDoor, closeAll, type Stack, type StackOptions } from "./stack.ts";

/** Our simulator in place of MeshCentral: up at once, and nothing is kept. */
export async function startSimulatorStack({ ports, onProgress }: StackOptions): Promise<Stack> {
  onProgress("Starting the simulated server");
  const simulator = new MeshSimulator({ groups: ["Browser tabs"] });
  await simulator.listen({ port: await freePort(ports.server) });
  const pages = await servePages({
    ...await agentPages(await simulator.enrollment()),
    ...deviceListPages(simulator),
  }, ports.pages);
  return {
    doors: [["Device list", `${pages.url}/devices`], agentPageDoor(pages)],
    notes: ["This server is simulated, in memory: it forgets everything when it stops."],
    [Symbol.asyncDispose]: () => closeAll(simulator, pages),
  };
}
