import type { Random } from "../random.ts";
import { hostileName, hostileValue } from "./hostile.ts";
import { mutateText } from "./mutate_text.ts";

/** Part of a JSON text as it is: what no JavaScript value can say, such as `1e400` or a second name. */
class Raw {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A JSON text like `text`, with one to four values that its reader does not expect. */
export function mutateJson(text: string, others: readonly string[], random: Random): string {
  let value = parse(text);
  if (value === undefined) return mutateText(text, others, random);
  const mutations = 1 + random.small(4);
  for (let count = 0; count < mutations; count++) value = mutateValue(value, others, random);
  const mutated = write(value);
  return random.oneIn(16) ? mutateText(mutated, others, random) : mutated;
}

/** There are fewer seeds; what is mutated twice is not kept beyond it. */
const MOST_PARSED = 2_000;
/** Seeds are read again for each input; nothing is changed in place. */
const parsed = new Map<string, unknown>();

function parse(text: string): unknown {
  if (parsed.has(text)) return parsed.get(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (parsed.size < MOST_PARSED) parsed.set(text, value);
  return value;
}

/** Goes down to a random place, and changes it there. */
function mutateValue(value: unknown, others: readonly string[], random: Random): unknown {
  if (value instanceof Raw) return random.oneIn(2) ? value : new Raw(hostileValue(random));
  if (Array.isArray(value)) {
    if (value.length === 0 || random.oneIn(4)) return mutateArray(value, random);
    const copy = [...value];
    const at = random.below(copy.length);
    copy[at] = mutateValue(copy[at], others, random);
    return copy;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    if (entries.length === 0 || random.oneIn(4)) return mutateObject(entries, others, random);
    const at = random.below(entries.length);
    return fromEntries(entries.map(([name, member], index) => [
      name,
      index === at ? mutateValue(member, others, random) : member,
    ]));
  }
  return mutateLeaf(value, others, random);
}

function mutateLeaf(value: unknown, others: readonly string[], random: Random): unknown {
  switch (random.below(6)) {
    case 0:
      return somewhereElse(others, random);
    case 1:
      return random.oneIn(2) ? [value] : { value };
    case 2:
      if (typeof value === "string") return mutateText(value, others, random);
      if (typeof value === "number") return value + random.pick([1, -1, 0.5, 2 ** 31, -(2 ** 53)]);
  }
  return new Raw(hostileValue(random));
}

function mutateArray(items: readonly unknown[], random: Random): unknown {
  const at = random.below(items.length + 1);
  switch (random.below(4)) {
    case 0:
      return items.filter((_, index) => index !== at);
    case 1:
      return Array.from({ length: 1 + random.small(300) }, () => items[at] ?? null);
    case 2:
      return items.toSpliced(at, 0, new Raw(hostileValue(random)));
    default:
      return Object.fromEntries(items.entries());
  }
}

type Entry = readonly [name: string, value: unknown];

function mutateObject(
  entries: readonly Entry[],
  others: readonly string[],
  random: Random,
): unknown {
  const at = random.below(entries.length + 1);
  const [name = "x", value = null] = entries[at] ?? [];
  switch (random.below(7)) {
    case 0:
      return fromEntries(entries.filter((_, index) => index !== at));
    case 1: // a name twice: the last one counts
      return fromEntries([...entries, [name, new Raw(hostileValue(random))]]);
    case 2:
      return fromEntries([...entries.filter((entry) => entry[0] !== name), [
        hostileName(random),
        value,
      ]]);
    case 3:
      return fromEntries([...entries, [hostileName(random), new Raw(hostileValue(random))]]);
    case 4:
      return fromEntries([...entries, [name, somewhereElse(others, random)]]);
    case 5:
      return entries.map(([, member]) => member);
    default:
      return fromEntries(entries.toReversed());
  }
}

/** A value from another seed: right in itself, and in the wrong place. */
function somewhereElse(others: readonly string[], random: Random): unknown {
  let value = others.length === 0 ? null : parse(random.pick(others)) ?? null;
  while (typeof value === "object" && value !== null && !random.oneIn(4)) {
    const members = Object.values(value);
    if (members.length === 0) break;
    value = random.pick(members);
  }
  return value;
}

/** Members in their order, with names that may be there twice. */
class Members {
  readonly entries: readonly Entry[];

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
  }
}

/** An object when names and order allow it, so that it can be mutated again. */
function fromEntries(entries: readonly Entry[]): unknown {
  const names = new Set(entries.map(([name]) => name));
  return names.size === entries.length && !names.has("__proto__")
    ? Object.fromEntries(entries)
    : new Raw(write(new Members(entries)));
}

/** Levels that are written: the stack of a worker has no room for many more. */
const DEEPEST = 1_000;

function write(value: unknown, left: number = DEEPEST): string {
  if (value instanceof Raw) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  if (left === 0) return "null";
  if (Array.isArray(value)) return `[${value.map((item) => write(item, left - 1)).join()}]`;
  const entries = value instanceof Members ? value.entries : Object.entries(value);
  const members = entries.map(([name, member]) =>
    `${JSON.stringify(name)}:${write(member, left - 1)}`
  );
  return `{${members.join()}}`;
}
