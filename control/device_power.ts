/**
 * Waking devices and switching them off.
 *
 * @module
 */
import { listDevices } from "./devices.ts";
import { type DeviceOutcome, forEach } from "./each.ts";
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { text } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** What {@linkcode ControlClient.powerDevices} can do; those with `amt-` need Intel AMT. */
export type PowerOperation =
  | "off"
  | "reset"
  | "sleep"
  | "amt-on"
  | "amt-off"
  | "amt-reset";

const OPERATIONS: Readonly<Record<PowerOperation, number>> = {
  "off": 2,
  "reset": 3,
  "sleep": 4,
  "amt-on": 302,
  "amt-off": 308,
  "amt-reset": 310,
};

/** Bits of {@linkcode Device.connection} that Intel AMT is reached by: CIRA, direct. */
const AMT_CONNECTIONS = 2 + 4;

/** Sends wake-on-LAN packets from the server and from the connected agents near the device. */
export async function wakeDevices(
  session: Session,
  ids: readonly string[],
  options: CallOptions = {},
): Promise<readonly DeviceOutcome[]> {
  return await onDevices(session, ids, async (nodeid) => {
    // Alone, since only then does the server tell how it went.
    const answer = await session.request({ action: "wakedevices", nodeids: [nodeid] }, options);
    const result = text(answer["result"]);
    if (/^(ok$|used \d)/i.test(result ?? "")) return result;
    throw rejection(result, `The device ${nodeid} was not woken`);
  });
}

/**
 * Switches devices off and the like. The server says `ok` whatever happens: what it would do nothing
 * about is found out before.
 */
export async function powerDevices(
  session: Session,
  ids: readonly string[],
  operation: PowerOperation,
  options: CallOptions = {},
): Promise<readonly DeviceOutcome[]> {
  const connection = operation.startsWith("amt-") ? AMT_CONNECTIONS : 1;
  const connections = await connectionsOf(session, options);
  return await onDevices(session, ids, async (nodeid) => {
    expectConnected(nodeid, connections.get(nodeid), connection);
    const actiontype = OPERATIONS[operation];
    const request: ControlMessage = { action: "poweraction", nodeids: [nodeid], actiontype };
    expectOk(await session.request(request, options), `The device ${nodeid} was not reached`);
    return undefined;
  });
}

/** How the devices that this account sees are connected, by their ids. */
export async function connectionsOf(
  session: Session,
  options: CallOptions,
): Promise<ReadonlyMap<string, number>> {
  const devices = await listDevices(session, options);
  return new Map(devices.map(({ id, connection }) => [id, connection]));
}

/** Throws `not-found` for a device that is not seen, and `device-offline` for one that is away. */
export function expectConnected(id: string, is: number | undefined, wanted: number): void {
  if (is === undefined) throw new ControlError("not-found", `There is no device ${id}.`);
  if ((is & wanted) === 0) {
    throw new ControlError("device-offline", `The device ${id} is not connected that way.`);
  }
}

/** Does something on each device; the results say what became of it. */
export async function onDevices(
  session: Session,
  ids: readonly string[],
  task: (nodeid: string) => Promise<string | undefined>,
): Promise<readonly DeviceOutcome[]> {
  const nodeIds = ids.map((id) => fullId("node", session.serverInfo.domain, id));
  const results = await forEach(nodeIds, task);
  return nodeIds.map((deviceId, index) => {
    const result = results[index];
    if (result instanceof ControlError) return { deviceId, error: result };
    return result === undefined ? { deviceId } : { deviceId, result };
  });
}
