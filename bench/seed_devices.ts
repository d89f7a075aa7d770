import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MeshCentralServer } from "../launcher/meshcentral/server.ts";
import type { TestServer } from "../tests/test_server.ts";

/**
 * A group for them: the account's link to the first one, made while the server still started,
 * does not always reach the database, and without it the list is empty after the restart.
 */
export async function deviceGroup(server: TestServer): Promise<string> {
  await using client = await server.operator();
  const { id } = await client.addDeviceGroup("bench");
  await sleep(1_000);
  return id.startsWith("mesh//") ? id : `mesh//${id}`;
}

/**
 * Puts devices that are away into a server's database, as the server itself would have written them,
 * while it is stopped: enrolling thousands would take their keys, which take minutes to make.
 *
 * @param meshId The device group, `mesh//…`.
 */
export async function seedDevices(
  server: MeshCentralServer,
  meshId: string,
  count: number,
): Promise<void> {
  await server.kill();
  const lines = Array.from({ length: count }, (_, index) => JSON.stringify(device(meshId, index)));
  await appendFile(
    join(server.dataFolder, "meshcentral-data", "meshcentral.db"),
    `${lines.join("\n")}\n`,
  );
  await server.restart();
}

function device(meshid: string, index: number): object {
  const bytes = crypto.getRandomValues(new Uint8Array(48));
  const id = btoa(String.fromCharCode(...bytes)).replaceAll("+", "@").replaceAll("/", "$");
  const number = String(index).padStart(5, "0");
  return {
    type: "node",
    mtype: 2,
    _id: `node//${id}`,
    icon: 1 + index % 8,
    meshid,
    name: `device-${number}`,
    rname: `device-${number}.example.com`,
    domain: "",
    agent: { ver: 0, id: 6, caps: 31, core: "v2024", root: true },
    host: `10.${index >> 16 & 255}.${index >> 8 & 255}.${index & 255}`,
    ip: `10.${index >> 16 & 255}.${index >> 8 & 255}.${index & 255}`,
    osdesc: "Debian GNU/Linux 12 (bookworm)",
    firstconnect: 1_790_000_000_000 + index,
    tags: index % 3 === 0 ? ["even", `rack-${index % 40}`] : [],
  };
}
