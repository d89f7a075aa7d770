import { agentPages } from "./agent_page.ts";
import { startApiServer } from "./api_server.ts";
import { freePort } from "./meshcentral/free_port.ts";
import { startMeshCentral } from "./meshcentral/server.ts";
import { knownHoles } from "./meshcentral/versions.ts";
import { servePages } from "./page_server.ts";
import { provision } from "./provisioning.ts";
import { agentPageDoor, closeAll, type Stack, type StackOptions } from "./stack.ts";

/** A real MeshCentral with one device group, the API and console on it, and a page that joins it. */
export async function startRealStack(options: StackOptions): Promise<Stack> {
  const { dataFolder, ports, onProgress, signal } = options;
  const server = await startMeshCentral({
    dataFolder,
    port: await freePort(ports.server),
    onProgress,
    signal,
  });
  const parts: AsyncDisposable[] = [server];
  try {
    onProgress("Provisioning the device group");
    const enrollment = await provision(server);
    const pages = await servePages(await agentPages(enrollment), ports.pages);
    parts.push(pages);
    onProgress("Building the console, starting the REST API");
    const api = await startApiServer(server, ports.api);
    parts.push(api);
    return {
      doors: [
        ["MeshCentral", `${server.url}/`],
        ["Console", `${api.url}/`],
        ["REST API", `${api.url}/api/docs`],
        ["  user name", server.admin.username],
        ["  password", server.admin.password],
        agentPageDoor(pages),
      ],
      notes: [
        `MeshCentral ${server.version} runs unmodified, as installed from npm. ${knownHoles}`,
      ],
      [Symbol.asyncDispose]: () => closeAll(...parts),
    };
  } catch (error) {
    await closeAll(...parts);
    throw error;
  }
}
