import { Command } from "../../../protocol/mod.ts";
import { bytesOf, type Frame, textOf } from "../frame.ts";
import { scrub, scrubBytes, scrubJson } from "./scrub.ts";

/** Bytes of a kept frame; longer ones are cut, or left out when they are JSON. */
const MOST_BYTES = 6_000;
/** Bytes of the native agent's core, which is a program. */
const MOST_OF_CORE = 100;
/** Elements of an array, or of an object of ids, that are kept. */
const MOST_ELEMENTS = 3;

/** Keeps one frame of each shape, the shortest, without secrets. */
export class UniqueFrames {
  readonly #frames = new Map<string, Frame>();

  get frames(): readonly Frame[] {
    return [...this.#frames.values()];
  }

  add(frame: Frame): void {
    const kept = prepare(frame);
    if (kept === undefined) return;
    const shape = shapeOf(kept);
    const before = this.#frames.get(shape);
    if (before === undefined || before.length > kept.length) this.#frames.set(shape, kept);
  }
}

function prepare(frame: Frame): Frame | undefined {
  const value = jsonOf(frame);
  if (value !== undefined) {
    const text = JSON.stringify(shorten(scrubJson(value)));
    if (text.length > MOST_BYTES) return undefined;
    return typeof frame === "string" ? text : new TextEncoder().encode(text);
  }
  if (typeof frame === "string") return scrub(frame).slice(0, MOST_BYTES);
  if (frame[0] === 0 && frame[1] === Command.CoreModule) return frame.slice(0, MOST_OF_CORE);
  // Terminal output shows paths; nothing else of a tunnel does.
  const text = new TextDecoder("utf-8", { fatal: true });
  try {
    const scrubbed = scrub(text.decode(frame));
    return new TextEncoder().encode(scrubbed).slice(0, MOST_BYTES);
  } catch {
    return scrubBytes(frame).slice(0, MOST_BYTES);
  }
}

function jsonOf(frame: Frame): unknown {
  const text = textOf(frame);
  if (!/^[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shorten(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, MOST_ELEMENTS).map(shorten);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [name, shorten(member)] as const);
  const ids = entries.filter(([name]) => isId(name)).slice(MOST_ELEMENTS);
  return Object.fromEntries(entries.filter((entry) => !ids.includes(entry)));
}

/** What frames have in common that a reader takes the same way. */
function shapeOf(frame: Frame): string {
  const kind = typeof frame;
  const value = jsonOf(frame);
  if (value !== undefined) return `${kind} ${JSON.stringify(skeleton(value))}`;
  const bytes = bytesOf(frame);
  const size = Math.ceil(Math.log2(bytes.length + 1));
  return `${kind} ${[...bytes.subarray(0, 2)]} ${size > 4 ? "long" : size}`;
}

/** Words that say what a message is stay; other values are named by their type. */
function skeleton(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map((item) => skeleton(item));
  if (typeof value !== "object" || value === null) {
    return /^(action|type|sub|result|op|etype)$/.test(name) ? value : typeof value;
  }
  const members = Object.entries(value).map(([key, member]) => [
    isId(key) ? "id" : key,
    skeleton(member, key),
  ]);
  return members.filter(([key], index) => key !== "id" || members[index - 1]?.[0] !== "id");
}

/** Whether the members of an object are named by what they are about. */
function isId(name: string): boolean {
  return /[/.:~]|^[\w@$]{20,}$/.test(name);
}
