/**
 * The names of MeshCentral's rights and flags, and the roles that bundle them.
 *
 * @module
 */

/** A name for each bit. */
type Bits = Readonly<Record<string, number>>;

/** Every bit: a full administrator of a site or of a device group. */
export const EVERYTHING = 0xffff_ffff;

/** Rights on the site (`siteadmin`); those that start with `no`, and `locked`, take away. */
export const siteRights: Bits = {
  backup: 1,
  manageUsers: 2,
  restore: 4,
  fileAccess: 8,
  update: 16,
  locked: 32,
  noNewGroups: 64,
  noTools: 128,
  manageUserGroups: 256,
  recordings: 512,
  lockedSettings: 1024,
  allEvents: 2048,
  noNewDevices: 4096,
};

/** What a role means on the site. */
export const siteRoles: Bits = {
  administrator: EVERYTHING,
  manager: 2 + 256 + 512 + 2048,
  operator: 64,
  viewer: 64 + 4096,
  none: 0,
};

/** Rights on a device group; those that start with `no`, `viewOnly` and `limited…` take away. */
export const groupRights: Bits = {
  editGroup: 1,
  manageUsers: 2,
  manageDevices: 4,
  remoteControl: 8,
  agentConsole: 16,
  serverFiles: 32,
  wake: 64,
  editNotes: 128,
  viewOnly: 256,
  noTerminal: 512,
  noFiles: 1024,
  noAmt: 2048,
  limitedInput: 4096,
  limitedEvents: 8192,
  chat: 16384,
  uninstall: 32768,
  noDesktop: 65536,
  runCommands: 131072,
  reset: 262144,
  guestSharing: 524288,
  deviceDetails: 1048576,
  relay: 2097152,
};

const OPERATOR = 8 + 16 + 32 + 64 + 128 + 16384 + 131072 + 262144 + 1048576 + 2097152;

/** What a role means on a device group. */
export const groupRoles: Bits = {
  administrator: EVERYTHING,
  manager: OPERATOR + 2 + 4 + 32768 + 524288,
  operator: OPERATOR,
  viewer: 8 + 256 + 512 + 1024 + 2048 + 1048576,
};

/** What a device group does by itself (`flags`). */
export const groupFeatures: Bits = { removeOnDisconnect: 1, syncHostName: 2, recordSessions: 4 };

/** What the person at a device is told or asked (`consent`). */
export const consents: Bits = {
  notifyDesktop: 1,
  notifyTerminal: 2,
  notifyFiles: 4,
  promptDesktop: 8,
  promptTerminal: 16,
  promptFiles: 32,
  connectionBar: 64,
};

/** What an invitation installs (`invite.flags`). */
export const inviteAgents: Bits = { both: 0, interactive: 1, background: 2 };

/** The sum of named bits, unsigned. */
export function sumBits(names: readonly string[], bits: Bits): number {
  return names.reduce((sum, name) => (sum | (bits[name] ?? 0)) >>> 0, 0);
}

/** The names of the bits of a sum; undefined when one of its bits has no name. */
export function nameBits(sum: number, bits: Bits): readonly string[] | undefined {
  const names = Object.entries(bits).filter(([, bit]) => bit !== 0 && (sum & bit) !== 0)
    .map(([name]) => name);
  return sumBits(names, bits) === sum >>> 0 ? names : undefined;
}

/** What a specification says of rights: a role, names, or the sum itself. */
export type Rights = string | number | readonly string[];

/** Rights as MeshCentral wants them. */
export function toBits(rights: Rights, roles: Bits, bits: Bits): number {
  if (typeof rights === "number") return rights >>> 0;
  return typeof rights === "string" ? roles[rights] ?? 0 : sumBits(rights, bits);
}

/** Rights as a person reads them: the role if there is one, else names, else the number. */
export function fromBits(sum: number, roles: Bits, bits: Bits): Rights {
  const role = Object.entries(roles).find(([, value]) => value === sum >>> 0)?.[0];
  return role ?? nameBits(sum, bits) ?? sum >>> 0;
}
