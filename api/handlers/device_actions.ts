import type { DeviceOutcome } from "../../control/mod.ts";
import { ApiError } from "../errors.ts";
import type { OperationContext } from "../operation.ts";
import type {
  ApiCommandResult,
  ApiConsoleAnswer,
  ApiLink,
  ConsoleBody,
  MessageBody,
  OpenUrlBody,
  PowerBody,
  RunCommandBody,
  TextBody,
  ToastBody,
  WebRelayBody,
} from "../schemas/device_actions.ts";
import type {
  AddAmtDeviceInput,
  AddLocalDeviceInput,
  DeviceUserBody,
  DeviceUserInput,
  EditDeviceBody,
  MoveDeviceBody,
} from "../schemas/device_changes.ts";
import type { ApiDevice, DeviceInput } from "../schemas/devices.ts";
import type { ApiOperation } from "../schemas/operations.ts";
import { apiDevice } from "./devices.ts";
import { findDeviceGroup } from "./device_groups.ts";
import { track, type TrackedContext } from "./operations.ts";

/** Characters of output that are passed on. */
const LONGEST_OUTPUT = 1_000_000;
/** Milliseconds to wait for the output of a command; the person at a tab has 20 s to allow it. */
const COMMAND_TIME = 25_000;

/** Throws what kept one of them from being done. */
function expectDone(outcomes: readonly DeviceOutcome[]): void {
  for (const { error } of outcomes) if (error !== undefined) throw error;
}

/** Changes what operators say of a device. */
export async function editDevice(
  { backend, caller }: OperationContext,
  { id, ...changes }: DeviceInput & EditDeviceBody,
): Promise<ApiDevice> {
  const operator = await backend.operator(caller);
  await operator.device(id);
  return apiDevice(await operator.editDevice(id, changes));
}

/** Adds a device without an agent. */
export async function addLocalDevice(
  { backend, caller }: OperationContext,
  { groupId, ...input }: AddLocalDeviceInput,
): Promise<ApiDevice> {
  const operator = await backend.operator(caller);
  const group = await findDeviceGroup(operator, groupId);
  const { name, hostname: hostName, type: system } = input;
  return apiDevice(await operator.addLocalDevice({ groupId: group.id, name, hostName, system }));
}

/** Adds a device with Intel AMT. */
export async function addAmtDevice(
  { backend, caller }: OperationContext,
  { groupId, ...input }: AddAmtDeviceInput,
): Promise<ApiDevice> {
  const operator = await backend.operator(caller);
  const group = await findDeviceGroup(operator, groupId);
  const { hostname: hostName, ...rest } = input;
  return apiDevice(await operator.addAmtDevice({ groupId: group.id, hostName, ...rest }));
}

/** Moves a device into another group. */
export async function moveDevice(
  { backend, caller }: OperationContext,
  { id, groupId }: DeviceInput & MoveDeviceBody,
): Promise<void> {
  const operator = await backend.operator(caller);
  const [device, group] = await Promise.all([
    operator.device(id),
    findDeviceGroup(operator, groupId),
  ]);
  if (device.groupId === group.id) return;
  expectDone(await operator.moveDevices([device.id], group.id));
}

/** Gives a user rights on one device. */
export async function setDeviceUser(
  { backend, caller }: OperationContext,
  { id, userid, rights }: DeviceInput & DeviceUserBody,
): Promise<DeviceUserBody> {
  const operator = await backend.operator(caller);
  await operator.device(id);
  await operator.setDeviceUser(id, userid, rights);
  return { userid, rights };
}

/** Takes them away. */
export async function removeDeviceUser(
  { backend, caller }: OperationContext,
  { id, userid }: DeviceUserInput,
): Promise<void> {
  const operator = await backend.operator(caller);
  await operator.device(id);
  await operator.removeDeviceUser(id, userid);
}

/** Runs a command on a device, and waits for what it writes if that is asked for. */
export async function runCommand(
  { backend, caller }: OperationContext,
  { id, command, shell = "auto", runAs = "agent", wait = false, timeoutMs }:
    & DeviceInput
    & RunCommandBody,
): Promise<ApiCommandResult> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  if (!device.online) throw new ApiError("conflict", "The agent of this device is not connected.");
  const outcomes = await operator.runCommand([device.id], {
    command,
    shell: shell === "auto" ? "default" : shell,
    runAs,
    output: wait,
    timeout: timeoutMs ?? COMMAND_TIME,
  });
  expectDone(outcomes);
  const output = outcomes[0]?.output;
  return {
    accepted: true,
    ...(output === undefined ? {} : {
      output: output.slice(0, LONGEST_OUTPUT),
      truncated: output.length > LONGEST_OUTPUT,
    }),
  };
}

/** Sends a line to the console of an agent, and answers with what it writes. */
export async function runConsoleCommand(
  { backend, caller }: OperationContext,
  { id, command, quietMs = 1000 }: DeviceInput & ConsoleBody,
): Promise<ApiConsoleAnswer> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  if (!device.online) throw new ApiError("conflict", "The agent of this device is not connected.");
  return { lines: await operator.consoleCommand(device.id, command, { quiet: quietMs }) };
}

/** Wakes a device, or has it sleep, restart or switch off. */
export function powerDevice(
  context: TrackedContext,
  { id, operation }: DeviceInput & PowerBody,
): Promise<ApiOperation> {
  const offline = operation === "wake" || operation.startsWith("amt-");
  return track(context, id, { kind: "power", operation, offline }, async (device) => {
    const operator = await context.backend.operator(context.caller);
    expectDone(
      operation === "wake"
        ? await operator.wakeDevices([device.id])
        : await operator.powerDevices([device.id], operation),
    );
  });
}

/** Shows a message box. */
export function messageDevice(
  context: TrackedContext,
  { id, title = "MeshCentral", message, timeoutMs }: DeviceInput & MessageBody,
): Promise<ApiOperation> {
  return track(context, id, { kind: "message" }, async (device) => {
    const operator = await context.backend.operator(context.caller);
    const time = timeoutMs === undefined ? {} : { showTime: timeoutMs };
    await operator.messageDevice(device.id, { title, message, ...time });
  });
}

/** Shows a short notice. */
export function toastDevice(
  context: TrackedContext,
  { id, title = "MeshCentral", message }: DeviceInput & ToastBody,
): Promise<ApiOperation> {
  return track(context, id, { kind: "toast" }, async (device) => {
    const operator = await context.backend.operator(context.caller);
    expectDone(await operator.toastDevices([device.id], { title, message }));
  });
}

/** Opens a page in the browser of a device. */
export function openUrlOnDevice(
  context: TrackedContext,
  { id, url }: DeviceInput & OpenUrlBody,
): Promise<ApiOperation> {
  return track(context, id, { kind: "open-url" }, async (device) => {
    await (await context.backend.operator(context.caller)).openUrlOnDevice(device.id, url);
  });
}

/** What is in the clipboard of a device. */
export async function getClipboard(
  { backend, caller }: OperationContext,
  { id }: DeviceInput,
): Promise<TextBody> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  if (!device.online) throw new ApiError("conflict", "The agent of this device is not connected.");
  return { text: await operator.clipboard(device.id) };
}

/** Puts a text into it. */
export async function setClipboard(
  { backend, caller }: OperationContext,
  { id, text }: DeviceInput & TextBody,
): Promise<void> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  if (!device.online) throw new ApiError("conflict", "The agent of this device is not connected.");
  await operator.setClipboard(device.id, text);
}

/** What operators noted about a device. */
export async function getNotes(
  { backend, caller }: OperationContext,
  { id }: DeviceInput,
): Promise<TextBody> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  return { text: await operator.notes(device.id) };
}

/** Notes something else instead. */
export async function setNotes(
  { backend, caller }: OperationContext,
  { id, text }: DeviceInput & TextBody,
): Promise<void> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  await operator.setNotes(device.id, text);
}

/** What makes a port of a device reachable by a browser. */
export interface WebRelayContext extends OperationContext {
  /** Whether the server's `settings.relayDNS` is set; without it the request kills the server. */
  readonly relayDns: boolean;
}

/** An address under which a port of a device is reached. */
export async function openWebRelay(
  { backend, caller, relayDns }: WebRelayContext,
  { id, type, port }: DeviceInput & WebRelayBody,
): Promise<ApiLink> {
  if (!relayDns) {
    throw new ApiError(
      "not_supported",
      "Without settings.relayDNS in its config.json this request kills MeshCentral. Set it there, " +
        "and `relayDns: true` (RELAY_DNS=1) here.",
    );
  }
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  const options = { protocol: type, port, relayDnsIsSet: true } as const;
  return { url: await operator.webRelayUrl(device.id, options) };
}
