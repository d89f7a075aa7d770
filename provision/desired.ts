/**
 * A specification in MeshCentral's own terms: ids and sums of bits.
 *
 * @module
 */
import {
  consents,
  groupFeatures,
  groupRights,
  groupRoles,
  inviteAgents,
  siteRights,
  siteRoles,
  sumBits,
  toBits,
} from "./rights.ts";
import type { PasswordSpec, Spec } from "./spec/spec.ts";

/** Invitation codes as MeshCentral has them. */
export interface Invite {
  /** Unique on the server. */
  readonly codes: readonly string[];
  /** 0 both agents, 1 interactive, 2 background. */
  readonly flags: number;
}

/** A device group as it should be; undefined = as it is. */
export interface DesiredDeviceGroup {
  /** In the specification. */
  readonly key: string;
  /** To be shown. */
  readonly name: string;
  /** Without our mark. */
  readonly description: string | undefined;
  /** A sum of bits. */
  readonly flags: number | undefined;
  /** A sum of bits. */
  readonly consent: number | undefined;
  /** `false` = none. */
  readonly invite: Invite | false | undefined;
  /** Whether one that somebody made is taken. */
  readonly adopt: boolean;
}

/** An account as it should be; undefined = as it is. */
export interface DesiredUser {
  /** As it is written in the specification. */
  readonly name: string;
  /** Of the person. */
  readonly realName: string | undefined;
  /** In lower case, as MeshCentral stores it. */
  readonly email: string | undefined;
  /** Whether the address counts as confirmed. */
  readonly emailVerified: boolean | undefined;
  /** A sum of bits. */
  readonly siteRights: number | undefined;
  /** Where the first password comes from. */
  readonly password: PasswordSpec;
  /** The person must choose another one. */
  readonly resetPassword: boolean;
  /** Whether one that somebody made is taken. */
  readonly adopt: boolean;
}

/** A user group as it should be; undefined = as it is. */
export interface DesiredUserGroup {
  /** In the specification. */
  readonly key: string;
  /** To be shown. */
  readonly name: string;
  /** Without our mark. */
  readonly description: string | undefined;
  /** User names, in lower case. */
  readonly members: readonly string[] | undefined;
  /** Whether one that somebody made is taken. */
  readonly adopt: boolean;
}

/** A user or a user group. */
export type Principal =
  | { readonly kind: "user"; readonly name: string }
  | { readonly kind: "userGroup"; readonly key: string };

/** Rights of somebody on a device group. */
export interface DesiredMembership {
  /** The key of the device group. */
  readonly group: string;
  /** Who. */
  readonly principal: Principal;
  /** A sum of bits. */
  readonly rights: number;
}

/** An enrolment file. */
export interface DesiredFile {
  /** The key of the device group. */
  readonly group: string;
  /** As the specification names it. */
  readonly file: string;
  /** For browser agents, or for native ones. */
  readonly format: "json" | "msh";
  /** The address for agents; undefined = that of the server. */
  readonly server: string | undefined;
}

/** Everything that a specification wants of a server, in an order that does not depend on its own. */
export interface Desired {
  /** Whose it is. */
  readonly owner: string;
  /** By key. */
  readonly deviceGroups: readonly DesiredDeviceGroup[];
  /** By name. */
  readonly users: readonly DesiredUser[];
  /** By key. */
  readonly userGroups: readonly DesiredUserGroup[];
  /** By group and principal. */
  readonly memberships: readonly DesiredMembership[];
  /** By path. */
  readonly files: readonly DesiredFile[];
}

/** A checked specification in MeshCentral's terms. */
export function desiredOf(spec: Spec): Desired {
  return {
    owner: spec.owner ?? "main",
    deviceGroups: sorted(spec.deviceGroups).map(([key, group]) => ({
      key,
      name: group.name ?? key,
      description: group.description,
      flags: group.features && sumBits(group.features, groupFeatures),
      consent: group.consent && sumBits(group.consent, consents),
      invite: group.invite && {
        codes: group.invite.codes.toSorted(),
        flags: inviteAgents[group.invite.agent ?? "both"] ?? 0,
      },
      adopt: group.adopt ?? false,
    })),
    users: sorted(spec.users).map(([name, user]) => ({
      name,
      realName: user.realName,
      email: user.email?.toLowerCase(),
      emailVerified: user.emailVerified,
      siteRights: rightsOf(user),
      password: user.password ?? { generate: true },
      resetPassword: user.resetPassword ?? false,
      adopt: user.adopt ?? false,
    })),
    userGroups: sorted(spec.userGroups).map(([key, group]) => ({
      key,
      name: group.name ?? key,
      description: group.description,
      members: group.members?.map((name) => name.toLowerCase()).toSorted(),
      adopt: group.adopt ?? false,
    })),
    memberships: (spec.memberships ?? []).map(({ group, user, userGroup, rights }) => ({
      group,
      principal: user === undefined
        ? { kind: "userGroup" as const, key: userGroup ?? "" }
        : { kind: "user" as const, name: user.toLowerCase() },
      rights: toBits(rights, groupRoles, groupRights),
    })).toSorted((a, b) => compare(membershipKey(a), membershipKey(b))),
    files: (spec.enrollment ?? []).map(({ group, file, format, server }) => ({
      group,
      file,
      format: format ?? (file.endsWith(".msh") ? "msh" as const : "json" as const),
      server,
    })).toSorted((a, b) => compare(a.file, b.file)),
  };
}

function rightsOf({ role, rights }: NonNullable<Spec["users"]>[string]): number | undefined {
  const given = role ?? rights;
  return given === undefined ? undefined : toBits(given, siteRoles, siteRights);
}

function membershipKey({ group, principal }: DesiredMembership): string {
  return [group, principal.kind, principal.kind === "user" ? principal.name : principal.key]
    .join("/");
}

function sorted<T>(entries: Readonly<Record<string, T>> = {}): readonly (readonly [string, T])[] {
  return Object.entries(entries).toSorted(([a], [b]) => compare(a, b));
}

/** By code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
