/**
 * A server as it is: what a plan is made from.
 *
 * @module
 */

/** Something of ours carries the owner and the key of the specification that made it. */
export interface Mark {
  /** `owner` of the specification. */
  readonly owner: string;
  /** The key in it. */
  readonly key: string;
}

/** A device group as it is. */
export interface LiveDeviceGroup {
  /** `mesh//…`. */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** The remark, without our mark. */
  readonly description: string;
  /** Who made it; undefined = not this tool. */
  readonly mark: Mark | undefined;
  /** A sum of bits. */
  readonly flags: number;
  /** A sum of bits. */
  readonly consent: number;
  /** Invitation codes; undefined = none. */
  readonly invite: { readonly codes: readonly string[]; readonly flags: number } | undefined;
  /** Rights by the id of a user or user group. */
  readonly rights: Readonly<Record<string, number>>;
  /** Devices in it; undefined = not counted. */
  readonly devices: number | undefined;
}

/** An account as it is. */
export interface LiveUser {
  /** `user//name`, in lower case. */
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
  /** Of the person; empty = none. */
  readonly realName: string;
  /** Empty = none. */
  readonly email: string;
  /** Whether the address was confirmed. */
  readonly emailVerified: boolean;
  /** A sum of bits. */
  readonly siteRights: number;
  /** Made by us a moment ago, and not finished: an apply was interrupted. */
  readonly unfinished: string | undefined;
}

/** A user group as it is. */
export interface LiveUserGroup {
  /** `ugrp//…`. */
  readonly id: string;
  /** Not necessarily unique. */
  readonly name: string;
  /** The remark, without our mark. */
  readonly description: string;
  /** Who made it; undefined = not this tool. */
  readonly mark: Mark | undefined;
  /** Ids of users. */
  readonly members: readonly string[];
}

/** A file on this machine. */
export interface LiveFile {
  /** The text. */
  readonly content: string;
  /** Whether only its owner can read it. */
  readonly isPrivate: boolean;
}

/** What agents must know of the server. */
export interface LiveServer {
  /** `wss://host[:port]`. */
  readonly url: string;
  /** The ServerID, which agents pin. */
  readonly serverId: string | undefined;
  /** SHA-384 of its TLS certificate. */
  readonly tlsHash: string | undefined;
  /** `1.1.55`, where it can be known. */
  readonly version: string | undefined;
  /** The id of the domain; empty for the default one. */
  readonly domain: string;
}

/** A server as it is. */
export interface State {
  /** What agents must know of it. */
  readonly server: LiveServer;
  /** The id of the account that reads and writes: never changed. */
  readonly account: string;
  /** Those that the account can see. */
  readonly deviceGroups: readonly LiveDeviceGroup[];
  /** Device groups that others are linked to, and the account is not. */
  readonly invisibleGroups: readonly string[];
  /** All of the domain. */
  readonly users: readonly LiveUser[];
  /** All of the domain. */
  readonly userGroups: readonly LiveUserGroup[];
  /** Enrolment files by their path, those that are there. */
  readonly files: Readonly<Record<string, LiveFile>>;
}
