/**
 * Writes the enrollment file of a device group: what a page with `<mesh-agent>`, or agent-node.ts,
 * needs to join it. Adds the group if there is none of this name. `cs-provision enroll` does the same.
 *
 *     MESHCENTRAL_URL=wss://mesh.example.com MESHCENTRAL_USERNAME=admin MESHCENTRAL_PASSWORD=… \
 *       deno run --allow-net --allow-env --allow-read --allow-write \
 *       examples/write-enrollment.ts Kiosks cs-agent.json
 *
 * MESHCENTRAL_CA names the PEM file of a certificate authority that this machine does not trust.
 * Whoever has the file can add devices to the group, so only its owner can read it (mode 0600).
 */
import { ControlClient } from "@cs/meshcentral/control";
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
const enrollment = await client.enrollment(group.id);
await writeFile(file, `${JSON.stringify(enrollment, null, 2)}\n`, { mode: 0o600 });
process.stdout.write(`${file}: devices that have it join the group ${group.name}\n`);
