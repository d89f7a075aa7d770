import type { MessageKey } from "../i18n/translate.ts";

/** A right, as one bit or several; on a device group or on the site. */
export interface Right {
  readonly bits: number;
  readonly label: MessageKey;
  /** It takes something away; who has all rights is not restricted by it. */
  readonly restricts?: boolean;
}

/** All of them. */
export const ALL = 0xffff_ffff;

/** What a new member of a device group may: control its devices. */
export const FIRST_RIGHTS = 8;

/** What a member of a device group may, in the order of the matrix. */
export const GROUP_RIGHTS: readonly Right[] = [
  { bits: 1, label: "right.edit_group" },
  { bits: 2, label: "right.manage_users" },
  { bits: 4, label: "right.manage_devices" },
  { bits: 8, label: "right.control" },
  { bits: 16, label: "right.console" },
  { bits: 32, label: "right.files" },
  { bits: 64, label: "right.wake" },
  { bits: 128, label: "right.notes" },
  { bits: 256, label: "right.view_only", restricts: true },
  { bits: 512, label: "right.no_terminal", restricts: true },
  { bits: 1024, label: "right.no_files", restricts: true },
  { bits: 16_384, label: "right.chat" },
  { bits: 32_768, label: "right.uninstall" },
  { bits: 131_072, label: "right.command" },
  { bits: 262_144, label: "right.power" },
];

/** What an account may on the server. */
export const SITE_RIGHTS: readonly Right[] = [
  { bits: 1, label: "site.backup" },
  { bits: 2, label: "site.users" },
  { bits: 4, label: "site.restore" },
  { bits: 8, label: "site.files" },
  { bits: 16, label: "site.update" },
  { bits: 32, label: "site.locked", restricts: true },
  { bits: 64, label: "site.no_groups", restricts: true },
  { bits: 128, label: "site.no_tools", restricts: true },
  { bits: 256, label: "site.user_groups" },
];

/** Whether a sum has all bits of a right. */
export function hasRight(sum: number, { bits, restricts = false }: Right): boolean {
  return sum === ALL ? !restricts : (sum & bits) === bits;
}

/** A sum with a right more, or less. Who has all of them keeps what is known here. */
export function withRight(
  sum: number,
  { bits }: Right,
  on: boolean,
  known: readonly Right[],
): number {
  const base = sum === ALL
    ? known.reduce((all, right) => right.restricts ? all : all | right.bits, 0)
    : sum;
  return (on ? base | bits : base & ~bits) >>> 0;
}
