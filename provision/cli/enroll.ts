import type { ControlClient, DeviceGroup } from "../../control/mod.ts";
import { formatMsh } from "../../protocol/mod.ts";
import { ProvisionError } from "../errors.ts";
import { writeAtomically } from "../private_file.ts";
import type { Arguments } from "./arguments.ts";
import { connect, findTargets } from "./connect.ts";
import type { RunContext } from "./provision_target.ts";
import { printable } from "./report.ts";

/**
 * Writes the enrollment file of a device group: for its owner only, because whoever has the file can
 * add devices to the group. Adds the group if the account is linked to none of this name.
 *
 * @returns The exit code.
 */
export async function enroll(
  { group: name, file, options }: Arguments,
  { terminal, environment, signal }: RunContext,
): Promise<number> {
  if (name === undefined || file === undefined) {
    throw new ProvisionError("bad-options", "Name a device group and a file.", {
      hint: "For example: cs-provision enroll Kiosks cs-agent.json",
    });
  }
  const [target] = await findTargets({}, options, environment);
  if (target === undefined) throw new ProvisionError("bad-options", "There is no server to ask.");
  await using client = await connect(target, signal);
  const group = await findGroup(client, name) ?? await client.addDeviceGroup(name);
  const enrollment = await client.enrollment(group.id);
  const text = file.toLowerCase().endsWith(".msh")
    ? formatMsh(enrollment)
    : `${JSON.stringify(enrollment, null, 2)}\n`;
  await writeAtomically(file, text, 0o600);
  const { server, meshName } = enrollment;
  if (options.json) terminal.out(JSON.stringify({ file, server, group: meshName }, null, 2));
  else terminal.out(printable(`Wrote ${file}: devices that have it join the group ${meshName}.`));
  return 0;
}

async function findGroup(client: ControlClient, name: string): Promise<DeviceGroup | undefined> {
  const [group, other] = (await client.deviceGroups()).filter((group) => group.name === name);
  if (other === undefined) return group;
  throw new ProvisionError("ambiguous", `There are several device groups named "${name}".`, {
    hint: "Rename all but one of them in MeshCentral.",
  });
}
