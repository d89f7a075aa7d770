/**
 * Runs the `meshctrl.js` of an installed MeshCentral, and reads what it prints. For Node and Deno.
 * `ControlClient` does more, faster, and checks the server's certificate, which meshctrl does not:
 * this is for comparing both, and for installations that allow nothing else.
 *
 * @module
 */
export { expectDone, expectLogin } from "./output.ts";
export { parseDevices } from "./parse_devices.ts";
export type { ListedDevice } from "./parse_devices.ts";
export {
  parseDeviceGroups,
  parseDeviceGroupUsers,
  parseSessions,
  parseUsers,
} from "./parse_lists.ts";
export type { ListedDeviceGroup, ListedGroupUser, ListedUser } from "./parse_lists.ts";
export { parseUserGroups } from "./parse_user_groups.ts";
export type { ListedUserGroup } from "./parse_user_groups.ts";
export { runMeshctrl } from "./run.ts";
export type { MeshctrlArguments, MeshctrlOptions } from "./run.ts";
