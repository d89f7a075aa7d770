import type { Wrong } from "./issues.ts";
import type { Path } from "./source.ts";

/** Keys that mean something to JavaScript itself: the schema library passes over what they have. */
const RESERVED: readonly string[] = ["__proto__", "constructor", "prototype"];

/** Whether a specification can have no such key. */
export function isReserved(key: string): boolean {
  return RESERVED.includes(key);
}

/** The places in a value that have such a key. */
export function findReserved(value: unknown, path: Path = []): readonly Wrong[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => findReserved(item, [...path, index]));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const here = [...path, key];
    if (!isReserved(key)) return findReserved(member, here);
    return [{ path: here, message: "is a word of JavaScript, and no key here: take another one" }];
  });
}
