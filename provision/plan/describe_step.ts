/**
 * Steps in words.
 *
 * @module
 */
import type { Principal } from "../desired.ts";
import { MANAGED_KEY, splitMark } from "../marker.ts";
import {
  consents,
  fromBits,
  groupFeatures,
  groupRights,
  groupRoles,
  nameBits,
  type Rights,
  siteRights,
  siteRoles,
} from "../rights.ts";
import type { Change, Step } from "./step.ts";

/** A step as a line and its details. */
export interface StepDescription {
  /** `+` makes, `~` changes, `-` removes. */
  readonly sign: "+" | "~" | "-";
  /** `user alice`. */
  readonly what: string;
  /** `role: viewer → operator`. */
  readonly details: readonly string[];
  /** In one line: `change user alice`. */
  readonly title: string;
}

/** A step in words; no secret is among them. */
export function describeStep(step: Step): StepDescription {
  const sign = signOf(step);
  const what = whatOf(step);
  const verb = { "+": "make", "~": "change", "-": "remove" }[sign];
  return { sign, what, details: detailsOf(step), title: `${verb} ${what}` };
}

function signOf(step: Step): "+" | "~" | "-" {
  if (step.kind.startsWith("remove")) return "-";
  if (step.kind.startsWith("update")) return "~";
  if (step.kind === "set-rights") return step.from === undefined ? "+" : "~";
  return step.kind === "write-file" && step.replaces ? "~" : "+";
}

function whatOf(step: Step): string {
  switch (step.kind) {
    case "create-user-group":
    case "remove-user-group":
      return `user group ${step.name}`;
    case "update-user-group":
      return `user group ${step.key}`;
    case "create-user":
    case "update-user":
    case "remove-user":
      return `user ${step.name}`;
    case "add-member":
      return `member ${step.user} of ${groupName(step.group)}`;
    case "remove-member":
      return `member ${lastPart(step.userId)} of ${groupName(step.group)}`;
    case "create-device-group":
    case "remove-device-group":
      return `device group ${step.name}`;
    case "update-device-group":
      return `device group ${step.key}`;
    case "set-rights":
      return `rights of ${principalName(step.principal)} on ${step.group}`;
    case "remove-rights":
      return `rights of ${step.name} on ${step.group}`;
    case "write-file":
      return `file ${step.file} (${step.format}, device group ${step.group})`;
  }
}

function detailsOf(step: Step): readonly string[] {
  switch (step.kind) {
    case "create-user":
      return [
        `role: ${shown("siteRights", step.siteRights)}`,
        `password: ${passwordSource(step.password)}`,
        ...(step.email === undefined ? [] : [`email: ${step.email}`]),
      ];
    case "set-rights": {
      const now = shown("rights", step.rights);
      return [step.from === undefined ? now : `${shown("rights", step.from)} → ${now}`];
    }
    case "update-user":
    case "update-user-group":
    case "update-device-group":
      return step.changes.length === 0
        ? ["takes our mark off the real name"]
        : step.changes.map(describeChange);
    default:
      return [];
  }
}

function describeChange({ field, from, to }: Change): string {
  return `${field}: ${shown(field, from)} → ${shown(field, to)}`;
}

function shown(field: string, value: unknown): string {
  if (typeof value === "number") return bitsShown(field, value);
  if (field === "invite") return value === false ? "none" : JSON.stringify(value);
  if (field === "description" && typeof value === "string") {
    const { description, mark } = splitMark(value);
    return JSON.stringify(description) + (mark === undefined ? "" : ` (ours: ${mark.key})`);
  }
  return JSON.stringify(value);
}

function bitsShown(field: string, value: number): string {
  const names = namesOf(field, value);
  return names === undefined ? String(value) : [names].flat().join(", ") || "none";
}

function namesOf(field: string, value: number): Rights | undefined {
  switch (field) {
    case "flags":
      return nameBits(value, groupFeatures);
    case "consent":
      return nameBits(value, consents);
    case "siteRights":
      return fromBits(value, siteRoles, siteRights);
    case "rights":
      return fromBits(value, groupRoles, groupRights);
    default:
      return undefined;
  }
}

function passwordSource({ env, file }: { env?: string | undefined; file?: string | undefined }) {
  if (env !== undefined) return `from the environment variable ${env}`;
  return file === undefined ? "generated" : `from the file ${file}`;
}

function groupName(key: string): string {
  return key === MANAGED_KEY ? "the accounts of this tool" : `user group ${key}`;
}

function principalName(principal: Principal): string {
  return principal.kind === "user" ? `user ${principal.name}` : `user group ${principal.key}`;
}

function lastPart(id: string): string {
  return id.split("/").at(-1) ?? id;
}
