/**
 * Writes the enrolment file of a device group: what a page with `<mesh-agent>`, or agent-node.ts,
 * needs to join it. Makes the group when there is none of this name.
 *
 *     MESHCENTRAL_URL=wss://mesh.example.com MESHCENTRAL_USERNAME=admin MESHCENTRAL_PASSWORD=… \
 *       deno run -A examples/write-enrollment.ts Kiosks cs-agent.json
 *
 * MESHCENTRAL_CA names the PEM file of a certificate authority that this machine does not trust.
 * Who has the file can add devices to the group: it is written for its owner only (mode 0600).
 * Needs the dependencies of package.json: `npm ci` once.
 */
import { ControlClient } from "@cs/meshcentral/control";
import { normalizeEnrollment } from "@cs/meshcentral/protocol";
import { wsTransport } from "@cs/meshcentral/transport/ws";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";

const [groupName, file = "cs-agent.json"] = process.argv.slice(2);
const { MESHCENTRAL_URL, MESHCENTRAL_USERNAME, MESHCENTRAL_PASSWORD, MESHCENTRAL_CA } = process.env;
if (!groupName || !MESHCENTRAL_URL || !MESHCENTRAL_USERNAME || !MESHCENTRAL_PASSWORD) {
  process.stderr.write(
    "Say the group's name, and in the environment MESHCENTRAL_URL, MESHCENTRAL_USERNAME and " +
      "MESHCENTRAL_PASSWORD.\n",
  );
  process.exit(1);
}

await using client = await ControlClient.connect({
  url: MESHCENTRAL_URL,
  username: MESHCENTRAL_USERNAME,
  password: MESHCENTRAL_PASSWORD,
  login: "header",
  webSocket: wsTransport(MESHCENTRAL_CA ? { ca: await readFile(MESHCENTRAL_CA, "utf8") } : {}),
});
const groups = await client.deviceGroups();
const group = groups.find(({ name }) => name === groupName) ??
  await client.addDeviceGroup(groupName);
const enrollment = normalizeEnrollment({
  server: MESHCENTRAL_URL,
  meshId: group.id,
  meshName: group.name,
  serverId: client.serverInfo.agentCertHash,
  serverHash: client.serverInfo.tlshash,
});
await writeFile(file, `${JSON.stringify(enrollment, null, 2)}\n`, { mode: 0o600 });
process.stdout.write(`${file}: devices that have it join the group ${group.name}\n`);
