/**
 * Ownership is carried on the server: in the description of groups, and by a user group whose
 * members are the accounts that this tool made.
 *
 * @module
 */
import type { Mark } from "./state.ts";

/** The key of the user group whose members are ours; no key of a specification has a `:`. */
export const MANAGED_KEY = ":users";

const PATTERN = /\s*\[cs-provision:([\w.-]+):(:?[\w.-]+)\]$/;
const UNFINISHED = /\s*\[cs-provision:([\w.-]+)\]$/;

/** A description with our mark at its end, and nothing but one blank before it. */
export function withMark(description: string, { owner, key }: Mark): string {
  return `${description.trimEnd()} [cs-provision:${owner}:${key}]`.trimStart();
}

/** A description and the mark that was at its end. */
export function splitMark(text: string): { description: string; mark: Mark | undefined } {
  const [found, owner, key] = PATTERN.exec(text) ?? [];
  if (found === undefined || owner === undefined || key === undefined) {
    return { description: text, mark: undefined };
  }
  return { description: text.slice(0, -found.length), mark: { owner, key } };
}

/**
 * The real name of an account from the request that makes it until it is in the managed group: no
 * other field could tell, after an interruption, that it is ours.
 */
export function unfinishedName(realName: string, owner: string): string {
  return `${realName} [cs-provision:${owner}]`.trimStart();
}

/** A real name without that mark, and the owner in it. */
export function splitRealName(text: string): { realName: string; unfinished: string | undefined } {
  const [found = "", unfinished] = UNFINISHED.exec(text) ?? [];
  return { realName: text.slice(0, text.length - found.length), unfinished };
}

/** The name of the user group whose members are ours. */
export function managedGroupName(owner: string): string {
  return `cs-provision: accounts of ${owner}`;
}
