/**
 * What a tunnel is used for: the number that the operator sends as a text frame once both ends are
 * there (`agents/meshcore.js`, onTunnelData).
 *
 * @example
 * ```ts
 * import { TunnelProtocol } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.equal(TunnelProtocol.Files, 5);
 * ```
 */
export const TunnelProtocol = {
  /** 1: a shell of the administrator. */
  Terminal: 1,
  /** 2: KVM. */
  Desktop: 2,
  /** 5 */
  Files: 5,
  /** 6: PowerShell of the administrator. */
  PowerShell: 6,
  /** 7: JSON of a plugin. */
  Plugin: 7,
  /** 8: a shell of the logged-in user. */
  UserTerminal: 8,
  /** 9: PowerShell of the logged-in user. */
  UserPowerShell: 9,
  /** 10: one file, sent at once; the server asks for it (`meshdevicefile.js`). */
  SingleFile: 10,
} as const;

/** A number of {@linkcode TunnelProtocol}. */
export type TunnelProtocolNumber = typeof TunnelProtocol[keyof typeof TunnelProtocol];

/** What a person is asked for: several protocols are one thing to them. */
export type TunnelKind = "desktop" | "terminal" | "files";

/** The kind of a protocol number; undefined for what a browser does not serve. */
export function tunnelKind(protocol: number): TunnelKind | undefined {
  switch (protocol) {
    case 1:
    case 6:
    case 8:
    case 9:
      return "terminal";
    case 2:
      return "desktop";
    case 5:
    case 10:
      return "files";
    default:
      return undefined;
  }
}
