import { ProvisionError } from "../errors.ts";
import type { Mark } from "../state.ts";

/** Something that is wanted, by key and name. */
interface Wanted {
  readonly key: string;
  readonly name: string;
  readonly adopt: boolean;
}

/** Something that is there. */
interface Live {
  readonly id: string;
  readonly name: string;
  readonly mark: Mark | undefined;
}

/** What is there for something that is wanted. */
export interface Match<L> {
  /** On the server. */
  readonly live: L;
  /** Whether this tool made it, for this owner. */
  readonly ours: boolean;
}

/**
 * Finds what is there for each thing that is wanted: by the key in its mark, then by its name if
 * only one has it. MeshCentral takes a name twice, so nothing is guessed.
 *
 * @param what for messages: “device group”
 * @throws {ProvisionError} `ambiguous` or `not-ours`.
 */
export function match<L extends Live>(
  what: string,
  wanted: readonly Wanted[],
  live: readonly L[],
  owner: string,
): ReadonlyMap<string, Match<L>> {
  const keys = new Set(wanted.map(({ key }) => key));
  const isOurs = ({ mark }: Live) => mark?.owner === owner;
  const free = live.filter((item) => !isOurs(item) || !keys.has(item.mark?.key ?? ""));
  const found = new Map<string, Match<L>>();
  for (const { key, name, adopt } of wanted) {
    const marked = live.filter((item) => isOurs(item) && item.mark?.key === key);
    const named = free.filter((item) => item.name === name);
    const candidates = marked.length > 0 ? marked : named;
    const [first, second] = candidates;
    if (first === undefined) continue;
    if (second !== undefined) throw ambiguous(what, key, name, candidates, marked.length > 0);
    if (!isOurs(first) && !adopt) throw notOurs(what, key, first);
    found.set(key, { live: first, ours: isOurs(first) });
  }
  return found;
}

function ambiguous(
  what: string,
  key: string,
  name: string,
  candidates: readonly Live[],
  byMark: boolean,
): ProvisionError {
  const why = byMark
    ? `carry the mark of "${key}" (one was cloned by hand?)`
    : `are named "${name}"`;
  const ids = candidates.map(({ id }) => id).join(", ");
  return new ProvisionError("ambiguous", `${candidates.length} ${what}s ${why}: ${ids}.`, {
    hint: "Nothing was done. Rename or remove all but one of them.",
  });
}

function notOurs(what: string, key: string, { name, mark }: Live): ProvisionError {
  const who = mark === undefined ? "was not made by this tool" : `belongs to owner "${mark.owner}"`;
  return new ProvisionError("not-ours", `There is a ${what} "${name}" already, and it ${who}.`, {
    hint: `Say \`adopt: true\` at "${key}" to manage it (it is never removed then), or take ` +
      "another name.",
  });
}
