/**
 * Reading JSON that nobody has checked: what has another type than it should counts as absent.
 *
 * @module
 */
import { parseJson } from "../protocol/parse_json.ts";
import type { ControlMessage } from "./types.ts";

/** A JSON object with unknown members. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A message, or undefined for what is none; 0.7.99 answers a ping with `{action:"pong"}`. */
export function parseMessage(data: unknown): ControlMessage | undefined {
  const message = typeof data === "string" ? parseJson(data) : undefined;
  return isObject(message) && typeof message["action"] === "string"
    ? message as ControlMessage
    : undefined;
}

/** Whether it is an object, and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text, if it is one. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The number, if it is a finite one: JSON can say 1e400, which is read as Infinity. */
export function number(value: unknown): number | undefined {
  return Number.isFinite(value) ? value as number : undefined;
}

/** The object, or an empty one. */
export function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of an array, or none. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of an array, or none. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The object without the members that have another type than they should. */
export function withTypes(
  value: JsonObject,
  types: Readonly<Record<string, "string" | "number" | "object">>,
): JsonObject {
  const isRight = ([name, member]: readonly [string, unknown]): boolean =>
    !Object.hasOwn(types, name) || member !== null && typeof member === types[name];
  return Object.fromEntries(Object.entries(value).filter(isRight));
}

/** The object without the members that are undefined. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== undefined),
  ) as T;
}
