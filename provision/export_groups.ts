import { MANAGED_KEY } from "./marker.ts";
import { checkSpec } from "./spec/check_spec.ts";
import { isReserved } from "./spec/reserved.ts";
import type { LiveDeviceGroup, LiveUserGroup } from "./state.ts";

/** Is told what a specification could not say. */
export type Omit = (what: string) => void;

type LiveGroup = LiveDeviceGroup | LiveUserGroup;
type Section = "deviceGroups" | "userGroups";

const words: Readonly<Record<Section, string>> = {
  deviceGroups: "device group",
  userGroups: "user group",
};

/**
 * Groups by the key that a specification has for them: that of our mark, else one from the name.
 * Left out are those that it cannot name, and those that nobody could tell apart.
 */
export function keyedGroups<L extends LiveGroup>(
  section: Section,
  live: readonly L[],
  owner: string,
  omit: Omit,
): ReadonlyMap<string, L> {
  const groups = live.filter(({ mark }) => mark?.key !== MANAGED_KEY);
  const isOurs = ({ mark }: L) => mark?.owner === owner;
  const ours = groups.filter(isOurs);
  const others = groups.filter((group) => !isOurs(group));
  const keys = ours.map(({ mark }) => mark?.key ?? "");
  const taken = new Set(keys);
  const found = new Map<string, L>();
  for (const [index, group] of ours.entries()) {
    const key = keys[index] ?? "";
    const why = keys.filter((other) => other === key).length > 1
      ? `another one carries the mark of "${key}" too`
      : whyUnnamed(section, key, group, ours);
    if (why === undefined) found.set(key, group);
    else omit(`${described(section, group)}: ${why} (it is ours: --prune would remove it)`);
  }
  for (const group of others) {
    const key = freeKey(group.name, taken);
    const why = whyUnnamed(section, key, group, live);
    if (why === undefined) found.set(key, group);
    else omit(`${described(section, group)}: ${why}`);
    taken.add(key);
  }
  return new Map([...found].toSorted(([a], [b]) => a < b ? -1 : 1));
}

function described(section: Section, { name, id }: LiveGroup): string {
  return `${words[section]} "${name}" (${id})`;
}

/** Why a specification cannot have this group under its name; undefined = it can. */
function whyUnnamed(
  section: Section,
  key: string,
  { name }: LiveGroup,
  all: readonly LiveGroup[],
): string | undefined {
  if (all.filter((group) => group.name === name).length > 1) return "another one has the same name";
  const [wrong] = checkSpec({ [section]: { [key]: { name } } });
  return wrong && `its ${wrong.path[2] ?? "key"}: ${wrong.message}`;
}

function freeKey(name: string, taken: ReadonlySet<string>): string {
  const base = name.toLowerCase().normalize("NFKD").replace(/[^\w.]+/g, "-")
    .replace(/^-+|-+$/g, "").slice(0, 48) || "group";
  for (let count = 1;; count++) {
    const key = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(key) && !isReserved(key)) return key;
  }
}
