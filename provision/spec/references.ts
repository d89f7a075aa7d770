/**
 * What no schema can tell: whether the parts of a specification fit together.
 *
 * @module
 */
import type { Wrong } from "./issues.ts";
import { didYouMean } from "./nearest.ts";
import type { Path } from "./source.ts";
import type { Spec } from "./spec.ts";

/** Names that lead nowhere, and things that are said twice. */
export function checkReferences(spec: Spec): readonly Wrong[] {
  return [
    ...checkNames(spec),
    ...checkMembers(spec),
    ...checkMemberships(spec),
    ...checkUsers(spec),
    ...checkEnrollment(spec),
    ...checkTargets(spec),
  ];
}

function checkNames(spec: Spec): readonly Wrong[] {
  const named = (section: "deviceGroups" | "userGroups") =>
    doubled(
      Object.entries(spec[section] ?? {}).map(([key, { name = key }]) => ({
        path: [section, key, "name"],
        id: name,
        message:
          `another entry of ${section} has the name "${name}" too: nobody could tell them apart`,
      })),
    );
  const users = Object.keys(spec.users ?? {}).map((name) => ({
    path: ["users", name],
    id: name.toLowerCase(),
    message: "MeshCentral ignores the case of user names: this one is there twice",
  }));
  const codes = Object.entries(spec.deviceGroups ?? {}).flatMap(([key, { invite }]) =>
    (invite || { codes: [] }).codes.map((code, index) => ({
      path: ["deviceGroups", key, "invite", "codes", index],
      id: code,
      message: `the code "${code}" is used twice, and MeshCentral takes it once`,
    }))
  );
  return [...named("deviceGroups"), ...named("userGroups"), ...doubled(users), ...doubled(codes)];
}

function checkMembers(spec: Spec): readonly Wrong[] {
  return Object.entries(spec.userGroups ?? {}).flatMap(([key, { members = [] }]) => {
    const at = (index: number): Path => ["userGroups", key, "members", index];
    return [
      ...members.flatMap((name, index) => unknownUser(spec, name, at(index))),
      ...doubled(members.map((name, index) => ({
        path: at(index),
        id: name.toLowerCase(),
        message: `${name} is listed twice`,
      }))),
    ];
  });
}

function checkMemberships(spec: Spec): readonly Wrong[] {
  const memberships = spec.memberships ?? [];
  const each = memberships.flatMap(({ group, user, userGroup }, index): readonly Wrong[] => {
    const path = ["memberships", index];
    const one: readonly Wrong[] = (user === undefined) === (userGroup === undefined)
      ? [{ path, message: "needs either `user` or `userGroup`, one of them" }]
      : [];
    return [
      ...one,
      ...unknownKey("deviceGroups", spec.deviceGroups, group, [...path, "group"]),
      ...(user === undefined ? [] : unknownUser(spec, user, [...path, "user"])),
      ...(userGroup === undefined
        ? []
        : unknownKey("userGroups", spec.userGroups, userGroup, [...path, "userGroup"])),
    ];
  });
  const twice = doubled(memberships.map(({ group, user, userGroup }, index) => ({
    path: ["memberships", index],
    id: JSON.stringify([group, user?.toLowerCase(), userGroup]),
    message: "the same membership is there twice; give the rights together",
  })));
  return [...each, ...twice];
}

function checkUsers(spec: Spec): readonly Wrong[] {
  return Object.entries(spec.users ?? {}).flatMap(([name, user]): readonly Wrong[] => {
    const path = ["users", name];
    const sources = Object.values(user.password ?? { generate: true }).filter((value) => value);
    return [
      ...(user.role !== undefined && user.rights !== undefined
        ? [{ path: [...path, "rights"], message: "give either `role` or `rights`" }]
        : []),
      ...(user.emailVerified === true && user.email === undefined && user.adopt !== true
        ? [{ path: [...path, "emailVerified"], message: "needs `email`" }]
        : []),
      ...(sources.length !== 1
        ? [{ path: [...path, "password"], message: "give one of `env`, `file`, `generate: true`" }]
        : []),
    ];
  });
}

function checkEnrollment(spec: Spec): readonly Wrong[] {
  const files = spec.enrollment ?? [];
  return [
    ...files.flatMap(({ group }, index) =>
      unknownKey("deviceGroups", spec.deviceGroups, group, ["enrollment", index, "group"])
    ),
    ...doubled(files.map(({ file }, index) => ({
      path: ["enrollment", index, "file"],
      id: file,
      message: "another entry writes this file too",
    }))),
  ];
}

function checkTargets(spec: Spec): readonly Wrong[] {
  return Object.entries(spec.targets ?? {}).flatMap(([key, { url }]) =>
    /^(wss?|https?):\/\/[^/@]+(\/|$)/.test(url)
      ? []
      : [{ path: ["targets", key, "url"], message: "must be wss://host[:port][/domain]" }]
  );
}

function unknownUser(spec: Spec, name: string, path: Path): readonly Wrong[] {
  const known = Object.keys(spec.users ?? {});
  if (known.some((user) => user.toLowerCase() === name.toLowerCase())) return [];
  return [{ path, message: `"${name}" is not among \`users\`.${didYouMean(name, known)}` }];
}

function unknownKey(
  section: string,
  entries: Readonly<Record<string, unknown>> = {},
  key: string,
  path: Path,
): readonly Wrong[] {
  if (Object.hasOwn(entries, key)) return [];
  const near = didYouMean(key, Object.keys(entries));
  return [{ path, message: `"${key}" is not among \`${section}\`.${near}` }];
}

function doubled(entries: readonly (Wrong & { readonly id: string })[]): readonly Wrong[] {
  const seen = new Set<string>();
  return entries.filter(({ id }) => seen.has(id) || !seen.add(id))
    .map(({ path, message }) => ({ path, message }));
}
