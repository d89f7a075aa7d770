import { MeshSimulator } from "../simulator/mod.ts";
import { agentPages } from "./agent_page.ts";
import { startApiServer } from "./api_server.ts";
import { deviceListPages } from "./device_list_page.ts";
import { freePort } from "./meshcentral/free_port.ts";
import { servePages } from "./page_server.ts";
import { logApi } from "./service_logs.ts";
import { SimulatorBackend } from "./simulator_backend.ts";
import { closeAll, commonDoors, type Stack, type StackOptions } from "./stack.ts";

/** Our simulator in place of MeshCentral: up at once, and nothing is kept. */
export async function startSimulatorStack(options: StackOptions): Promise<Stack> {
  const { ports, onProgress, onLog } = options;
  onProgress("Starting the simulated server");
  const simulator = new MeshSimulator({ groups: ["Browser tabs"] });
  const parts: AsyncDisposable[] = [simulator];
  try {
    simulator.addEventListener(
      "devicechange",
      ({ change, device }) => onLog?.("Simulator", `${change}: ${device.name}`),
    );
    await simulator.listen({ port: await freePort(ports.server) });
    const pages = await servePages(
      { ...await agentPages(await simulator.enrollment()), ...deviceListPages(simulator) },
      ports.pages,
      onLog && ((line) => onLog("Agent page", line)),
    );
    parts.push(pages);
    onProgress("Building the console, starting the REST API");
    if (onLog !== undefined) await logApi(onLog);
    const account = { username: "admin", password: crypto.randomUUID() };
    const backend = new SimulatorBackend(simulator, account);
    const api = await startApiServer({ meshcentral: "simulator", backend }, ports.api);
    parts.push(api);
    return {
      doors: [["Device list", `${pages.url}/devices`], ...commonDoors(pages, api, account)],
      notes: [
        "This server is simulated, in memory: it forgets everything when it stops, and has devices",
        "and tunnels to them, but no accounts, sharing links or event log.",
      ],
      [Symbol.asyncDispose]: () => closeAll(...parts),
    };
  } catch (error) {
    await closeAll(...parts);
    throw error;
  }
}
