import process from "node:process";
import { ControlClient, type Device } from "../control/mod.ts";
import {
  type MeshCentralOptions,
  type MeshCentralServer,
  startMeshCentral,
} from "../launcher/meshcentral/server.ts";
import type { Enrollment } from "../protocol/mod.ts";
import { normalizeEnrollment } from "../protocol/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import { until } from "./until.ts";

/** A real MeshCentral with an operator logged in and one device group. */
export interface TestServer extends AsyncDisposable {
  readonly server: MeshCentralServer;
  /** Complete; what an agent needs to join the group. */
  readonly enrollment: Required<Enrollment>;
  /** A new operator connection; a restarted server has closed the earlier ones. */
  operator(): Promise<ControlClient>;
  /** Waits for a device that is online; its short id. */
  firstDevice(): Promise<string>;
  /** Waits until the device list says what `wanted` asks for. */
  waitForDevice(nodeId: string | undefined, wanted: (device: Device) => boolean): Promise<Device>;
}

/** Starts the version that `MESHCENTRAL_VERSION` names; keys and account are made once and kept. */
export async function startTestServer(options: MeshCentralOptions = {}): Promise<TestServer> {
  const version = process.env.MESHCENTRAL_VERSION;
  const server = await startMeshCentral({ prepared: true, version, ...options });
  const operator = () =>
    ControlClient.connect({
      url: server.webSocketUrl,
      ...server.admin,
      login: "header",
      webSocket: wsTransport({ rejectUnauthorized: false }),
    });
  try {
    await using client = await operator();
    const group = await client.addDeviceGroup("tests");
    return {
      server,
      operator,
      enrollment: normalizeEnrollment({
        server: server.webSocketUrl,
        meshId: group.id,
        meshName: group.name,
        serverId: client.serverInfo.agentCertHash,
        serverHash: client.serverInfo.tlshash,
      }) as Required<Enrollment>,
      firstDevice: async () => {
        await using client = await operator();
        const device = await until(async () =>
          (await client.devices()).find(({ online }) => online)
        );
        return device.id.slice("node//".length);
      },
      waitForDevice: (nodeId, wanted) => waitForDevice(operator, nodeId, wanted),
      [Symbol.asyncDispose]: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function waitForDevice(
  operator: () => Promise<ControlClient>,
  nodeId: string | undefined,
  wanted: (device: Device) => boolean,
): Promise<Device> {
  await using client = await operator();
  const deadline = Date.now() + 10_000;
  while (true) {
    const devices = await client.devices();
    const device = devices.find(({ id }) => id === `node//${nodeId}`);
    if (device !== undefined && wanted(device)) return device;
    if (Date.now() > deadline) {
      throw new Error(`the device list did not come to it: ${JSON.stringify(device ?? devices)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
