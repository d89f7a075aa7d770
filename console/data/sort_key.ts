/** What stands for this many digits at most is sorted by its value. */
const DIGITS = 12;

/**
 * A text by which names are sorted as people expect: without regard to case and accents, numbers by
 * their value. `Intl.Collator` does more, but its first use takes a slow machine 70 ms, and each
 * comparison of 10,000 names several times as long as that of two keys.
 */
export function sortKey(name: string): string {
  const lower = name.slice(0, 500).toLowerCase();
  // deno-lint-ignore no-control-regex
  const bare = /[^\x00-\x7f]/.test(lower) ? lower.normalize("NFKD").replace(/\p{M}/gu, "") : lower;
  return bare.replace(/\d+/g, (digits) => digits.padStart(DIGITS, "0"));
}
