/**
 * Devices without an agent.
 *
 * @module
 */
import { findDeviceGroup } from "./device_groups.ts";
import { type Device, listDevices } from "./devices.ts";
import { ControlError } from "./errors.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** What {@linkcode ControlClient.addLocalDevice} may be told. */
export interface AddLocalDeviceOptions extends CallOptions {
  /** A group of type 3. */
  readonly groupId: string;
  /** As it is shown. */
  readonly name: string;
  /** Its host name or address. */
  readonly hostName: string;
  /** What it runs. */
  readonly system: "windows" | "linux" | "macos";
}

/** What {@linkcode ControlClient.addAmtDevice} may be told. */
export interface AddAmtDeviceOptions extends CallOptions {
  /** A group of type 1. */
  readonly groupId: string;
  /** As it is shown. */
  readonly name: string;
  /** Its host name or address. */
  readonly hostName: string;
  /** Of Intel AMT, up to 16 characters. */
  readonly username: string;
  /** Of Intel AMT, up to 16 characters. */
  readonly password: string;
  /** Whether Intel AMT is reached by TLS. @default {true} */
  readonly tls?: boolean;
}

/** The numbers that MeshCentral gives the systems of local devices. */
const SYSTEMS = { windows: 4, linux: 6, macos: 29 } as const;

/** Adds a device that is reached in the server's network, without an agent. */
export function addLocalDevice(
  session: Session,
  { groupId, name, hostName, system, ...options }: AddLocalDeviceOptions,
): Promise<Device> {
  const type = SYSTEMS[system];
  return add(
    session,
    groupId,
    name,
    { action: "addlocaldevice", hostname: hostName, type },
    options,
  );
}

/** Adds a device that has Intel AMT only. A server in WAN-only mode says nothing: `timeout`. */
export function addAmtDevice(
  session: Session,
  { groupId, name, hostName, username, password, tls = true, ...options }: AddAmtDeviceOptions,
): Promise<Device> {
  const request = {
    action: "addamtdevice",
    hostname: hostName,
    amtusername: username,
    amtpassword: password,
    amttls: tls ? 1 : 0,
  };
  return add(session, groupId, name, request, options);
}

/** The answer does not name the new device: it is the one in the group that was not there before. */
async function add(
  session: Session,
  groupId: string,
  name: string,
  fields: ControlMessage,
  options: CallOptions,
): Promise<Device> {
  const { id: meshid } = await findDeviceGroup(session, groupId, options);
  const inGroup = (): Promise<readonly Device[]> =>
    listDevices(session, { ...options, groupId: meshid });
  return await session.exclusive(`add ${meshid}`, async () => {
    const before = new Set((await inGroup()).map(({ id }) => id));
    const request = { ...fields, meshid, devicename: name };
    // Errors come under the name of another action.
    const reply = [fields.action, "changeDeviceMesh"];
    const what = `The device "${name}" was not added`;
    expectOk(await session.request(request, { ...options, reply }), what);
    const device = (await inGroup()).find((one) => one.name === name && !before.has(one.id));
    if (device === undefined) throw new ControlError("rejected", `${what}, as far as one can see.`);
    return device;
  }, options.signal);
}
