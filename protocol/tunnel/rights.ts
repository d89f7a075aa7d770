import type { TunnelKind } from "./tunnel_protocol.ts";

/**
 * An operator's rights on a device, as bits (`meshuser.js`, MESHRIGHT_*). The server tells them with
 * each request; the agent must enforce them.
 */
export const DeviceRight = {
  /** 8: desktop, terminal and files, unless one of the others takes it away. */
  RemoteControl: 8,
  /** 16: the agent's console. */
  AgentConsole: 16,
  /** 256: may look at the desktop, not touch it. */
  RemoteViewOnly: 256,
  /** 512 */
  NoTerminal: 512,
  /** 1024 */
  NoFiles: 1024,
  /** 4096: only some keys. */
  LimitedInput: 4096,
  /** 65536 */
  NoDesktop: 65_536,
  /** 131072: commands without a terminal. */
  RemoteCommand: 131_072,
  /** Every bit: the administrator of the device group, whom no other bit restricts. */
  All: 0xffff_ffff,
} as const;

/**
 * Whether `rights` allow a tunnel of this kind (`agents/meshcore.js`). A value that is no 32-bit
 * number allows nothing.
 */
export function mayOpenTunnel(kind: TunnelKind, rights: number): boolean {
  if (!isRights(rights)) return false;
  if (isAll(rights)) return true;
  const control = has(rights, DeviceRight.RemoteControl);
  switch (kind) {
    case "desktop":
      return (control || has(rights, DeviceRight.RemoteViewOnly)) &&
        !has(rights, DeviceRight.NoDesktop);
    case "terminal":
      return control && !has(rights, DeviceRight.NoTerminal);
    case "files":
      return control && !has(rights, DeviceRight.NoFiles);
  }
}

/** Whether `rights` allow mouse and keyboard, in a tunnel whose request may say view-only. */
export function maySendInput(rights: number, viewOnly = false): boolean {
  if (viewOnly || !isRights(rights)) return false;
  return isAll(rights) ||
    has(rights, DeviceRight.RemoteControl) && !has(rights, DeviceRight.RemoteViewOnly);
}

/** Whether `rights` allow the agent's console: remote control and console together. */
export function mayUseConsole(rights: number): boolean {
  return isRights(rights) && has(rights, DeviceRight.RemoteControl) &&
    has(rights, DeviceRight.AgentConsole);
}

/** The server also writes "all" as -1, the same 32 bits with a sign. */
function isRights(rights: number): boolean {
  return Number.isInteger(rights) && rights >= -1 && rights <= DeviceRight.All;
}

function isAll(rights: number): boolean {
  return rights === DeviceRight.All || rights === -1;
}

function has(rights: number, bit: number): boolean {
  return (rights & bit) !== 0;
}
