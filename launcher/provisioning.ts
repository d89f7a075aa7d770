import { ControlClient } from "../control/mod.ts";
import { type Enrollment, normalizeEnrollment } from "../protocol/mod.ts";
import { controlExecutor, ensureDeviceGroup } from "../provision/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import type { MeshCentralServer } from "./meshcentral/server.ts";

const GROUP = "Browser tabs";

/** Provisions the device group for tabs, and tells what an agent must know to join it. */
export async function provision(server: MeshCentralServer): Promise<Enrollment> {
  await using client = await ControlClient.connect({
    url: server.webSocketUrl,
    ...server.admin,
    login: "header",
    webSocket: wsTransport(),
  });
  const executor = controlExecutor(client, server.webSocketUrl);
  await ensureDeviceGroup(executor, "tabs", { name: GROUP }, { owner: "npm-start" });
  const group = (await client.deviceGroups()).find(({ name }) => name === GROUP);
  return normalizeEnrollment({
    server: server.webSocketUrl,
    meshId: group?.id ?? "",
    meshName: GROUP,
    serverId: client.serverInfo.agentCertHash,
    serverHash: client.serverInfo.tlshash,
  });
}
