/**
 * How MeshCentral's answers are told apart, by the request's action.
 *
 * @module
 */

/**
 * - `id`: the answer carries the request's `responseid` or `tag`, on success and on failure.
 * - `device`: it carries neither, but the `nodeid`: one request at a time per device.
 * - `action`: it carries nothing: one request at a time.
 */
export type Correlation = "id" | "device" | "action";

/** Every action that is not named here counts as `action`: slower, but never mixed up. */
const known: ReadonlyMap<string, Correlation> = new Map<string, Correlation>([
  ...[
    "adddeviceuser",
    "addmeshuser",
    "adduser",
    "adduserbatch",
    "addusertousergroup",
    "changeDeviceMesh",
    "changedevice",
    "createDeviceShareLink",
    "createInviteLink",
    "createmesh",
    "createusergroup",
    "deletemesh",
    "deleteuser",
    "deleteusergroup",
    "editmesh",
    "edituser",
    "events",
    "getcookie",
    "getsysinfo",
    "inviteAgent",
    "lastconnects",
    "meshes",
    "msg",
    "nodes",
    "poweraction",
    "powertimeline",
    "removeDeviceShare",
    "removedevices",
    "removemeshuser",
    "removeuserfromusergroup",
    "runcommands",
    "toast",
    "userbroadcast",
    "usergroups",
    "users",
    "wakedevices",
    "webrelay",
    "wssessioncount",
  ].map((action) => [action, "id"] as const),
  ...["deviceShares", "getnetworkinfo", "lastconnect"].map((action) => [action, "device"] as const),
]);

/** How the answers to this action are told apart. */
export function correlation(action: string): Correlation {
  return known.get(action) ?? "action";
}
