import { agentPages } from "./agent_page.ts";
import { startApiServer } from "./api_server.ts";
import { freePort } from "./meshcentral/free_port.ts";
import { startMeshCentral } from "./meshcentral/server.ts";
import { knownHoles } from "./meshcentral/versions.ts";
import { servePages } from "./page_server.ts";
import { provision } from "./provisioning.ts";
import { logApi } from "./service_logs.ts";
import { closeAll, commonDoors, type Stack, type StackOptions } from "./stack.ts";
import { wsTransport } from "../transport/ws.ts";

/** A real MeshCentral with one device group, the API and console on it, and a page that joins it. */
export async function startRealStack(options: StackOptions): Promise<Stack> {
  const { dataFolder, ports, onProgress, onLog, signal } = options;
  const server = await startMeshCentral({
    dataFolder,
    port: await freePort(ports.server),
    onProgress,
    onOutput: onLog && ((line) => onLog("MeshCentral", line)),
    signal,
  });
  const parts: AsyncDisposable[] = [server];
  try {
    onProgress("Provisioning the device group");
    const enrollment = await provision(server);
    const pages = await servePages(
      await agentPages(enrollment),
      ports.pages,
      onLog && ((line) => onLog("Agent page", line)),
    );
    parts.push(pages);
    onProgress("Building the console, starting the REST API");
    if (onLog !== undefined) await logApi(onLog);
    const api = await startApiServer(
      { meshcentral: server.webSocketUrl, webSocket: wsTransport() },
      ports.api,
    );
    parts.push(api);
    return {
      doors: [
        ["MeshCentral", `${server.url}/`],
        ...commonDoors(pages, api, server.admin),
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
