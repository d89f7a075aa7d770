import type { InstallMode } from "../../control/mod.ts";
import type { OperationContext } from "../operation.ts";
import type { ApiLink, MessageBody, ToastBody } from "../schemas/device_actions.ts";
import type {
  AgentInput,
  ApiGroupAnswer,
  DeviceGroupInput,
  InviteEmailBody,
  InviteLinkBody,
} from "../schemas/device_groups.ts";
import { findDeviceGroup } from "./device_groups.ts";

/** Shows a message box on every connected device of a group. */
export async function messageDeviceGroup(
  context: OperationContext,
  { groupId, title = "MeshCentral", message, timeoutMs }: DeviceGroupInput & MessageBody,
): Promise<ApiGroupAnswer> {
  const operator = await context.backend.operator(context.caller);
  const ids = await connected(context, groupId);
  const time = timeoutMs === undefined ? {} : { showTime: timeoutMs };
  await Promise.all(ids.map((id) => operator.messageDevice(id, { title, message, ...time })));
  return { devices: ids.length };
}

/** Shows a short notice on every connected device of a group. */
export async function toastDeviceGroup(
  context: OperationContext,
  { groupId, title = "MeshCentral", message }: DeviceGroupInput & ToastBody,
): Promise<ApiGroupAnswer> {
  const operator = await context.backend.operator(context.caller);
  const ids = await connected(context, groupId);
  if (ids.length > 0) await operator.toastDevices(ids, { title, message });
  return { devices: ids.length };
}

/** As MeshCentral numbers them. */
const INSTALL: readonly InstallMode[] = ["any", "interactive", "background"];

/** An address from which an agent of a group is had. */
export async function makeInviteLink(
  { backend, caller }: OperationContext,
  { groupId, hours, flags = 0 }: DeviceGroupInput & InviteLinkBody,
): Promise<ApiLink> {
  const operator = await backend.operator(caller);
  const { id } = await findDeviceGroup(operator, groupId);
  const install = INSTALL[flags] ?? "any";
  return { url: (await operator.createInviteLink(id, { hours, install })).url };
}

/** Where the agent of a group is downloaded, from MeshCentral itself. */
export async function getAgentLink(
  { backend, caller }: OperationContext,
  { groupId, type, flags = 0 }: AgentInput,
): Promise<ApiLink> {
  const operator = await backend.operator(caller);
  const { id } = await findDeviceGroup(operator, groupId);
  return { url: operator.agentDownloadUrl(id, { type, install: INSTALL[flags] ?? "any" }) };
}

/** Sends an invitation by e-mail, where the server can. */
export async function sendInviteEmail(
  { backend, caller }: OperationContext,
  { groupId, email, name, message }: DeviceGroupInput & InviteEmailBody,
): Promise<void> {
  const operator = await backend.operator(caller);
  const { id } = await findDeviceGroup(operator, groupId);
  await operator.sendInviteEmail(id, {
    email,
    ...(name === undefined ? {} : { name }),
    ...(message === undefined ? {} : { message }),
  });
}

async function connected(
  { backend, caller }: OperationContext,
  groupId: string,
): Promise<readonly string[]> {
  const operator = await backend.operator(caller);
  const group = await findDeviceGroup(operator, groupId);
  const devices = await operator.devices({ groupId: group.id });
  return devices.filter(({ online }) => online).map(({ id }) => id);
}
