/**
 * What a value has to be: the documented types, looked at where TypeScript cannot.
 *
 * @module
 */
import assert from "node:assert/strict";
import { ProtocolError } from "../../protocol/mod.ts";

type Kind = "string" | "number" | "boolean" | "object";

/** Passes a {@linkcode ProtocolError} over; the value, when there is one. */
export function orProtocolError<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** The same for a promise. */
export async function orRejected<T>(
  read: () => Promise<T>,
  isDocumented: (error: unknown) => boolean,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isDocumented(error)) return undefined;
    throw error;
  }
}

/** Members and their types; with a `?` they may be missing. */
export function expectFields(value: unknown, fields: Readonly<Record<string, Kind>>): void {
  assert.equal(typeof value, "object");
  for (const [entry, kind] of Object.entries(fields)) {
    const name = entry.replace("?", "");
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined && name !== entry) continue;
    // `assert.equal` builds a message that costs more than the check.
    const is: string = typeof member;
    if (is === "number" && !Number.isFinite(member)) assert.fail(`${name}: ${member}`);
    if (is !== kind) assert.fail(`${name}: ${is} instead of ${kind}`);
  }
}

/** Only texts. */
export function expectTexts(values: readonly unknown[]): void {
  if (!values.every((value) => typeof value === "string")) assert.fail("not only texts");
}

/** Bytes that are a view. */
export function expectBytes(value: unknown): void {
  if (!(value instanceof Uint8Array)) assert.fail("no bytes");
}
