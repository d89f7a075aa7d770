import { ControlClient } from "../control/mod.ts";
import { type Enrollment, normalizeEnrollment } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { agentPages } from "./agent_page.ts";
import { freePort } from "./meshcentral/free_port.ts";
import { type MeshCentralServer, startMeshCentral } from "./meshcentral/server.ts";
import { knownHoles } from "./meshcentral/versions.ts";
import { servePages } from "./page_server.ts";
import { agentPageDoor, closeAll, type Stack, type StackOptions } from "./stack.ts";

const GROUP = "Browser tabs";

/** A real MeshCentral with one device group, and a page whose tab joins it. */
export async function startRealStack(options: StackOptions): Promise<Stack> {
  const { dataFolder, ports, onProgress, signal } = options;
  const server = await startMeshCentral({
    dataFolder,
    port: await freePort(ports.server),
    onProgress,
    signal,
  });
  try {
    const pages = await servePages(await agentPages(await enrollmentOf(server)), ports.pages);
    return {
      doors: [
        ["MeshCentral", `${server.url}/`],
        ["  user name", server.admin.username],
        ["  password", server.admin.password],
        agentPageDoor(pages),
      ],
      notes: [
        `MeshCentral ${server.version} runs unmodified, as installed from npm. ${knownHoles}`,
      ],
      [Symbol.asyncDispose]: () => closeAll(server, pages),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What an agent must know of `server` to join the group, which is made when it is not there. */
async function enrollmentOf(server: MeshCentralServer): Promise<Enrollment> {
  await using client = await ControlClient.connect({
    url: server.webSocketUrl,
    ...server.admin,
    login: "header",
    webSocket: wsTransport(),
  });
  const groups = await client.deviceGroups();
  const group = groups.find(({ name }) => name === GROUP) ?? await client.addDeviceGroup(GROUP);
  return normalizeEnrollment({
    server: server.webSocketUrl,
    meshId: group.id,
    meshName: GROUP,
    serverId: client.serverInfo.agentCertHash,
    serverHash: client.serverInfo.tlshash,
  });
}
