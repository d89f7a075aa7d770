import type { Random } from "../random.ts";

/** Characters that end, escape, separate or hide something somewhere. */
const MARKS = [
  ..."\r\n\t \"'`:=,;/\\?#%&@~<>{}[]()*-+.0",
  ..."\u0000\u001b\u007f\u0085\u00a0\u2028\u2029\u202e\ufeff\ud800\udfff",
];
const WORDS = [
  ...["__proto__", "constructor", "http://", "wss://", "javascript:", "//", "../", "\r\n", "\n\n"],
  ...["data: ", "id: ", "event: end", "MeshID=", "=", "0x", "node//", "c", "cr", "{", "1e400"],
  ...["99999999999999999999", "-1", "NaN", "Infinity", "null", "😀", "ａ", "İ", "ß"],
];

/** A text like `text`, changed in one to four places. */
export function mutateText(text: string, others: readonly string[], random: Random): string {
  let mutated = text;
  const mutations = 1 + random.small(4);
  for (let count = 0; count < mutations; count++) mutated = mutateOnce(mutated, others, random);
  return mutated;
}

function mutateOnce(text: string, others: readonly string[], random: Random): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + random.small(24));
  const [before, middle, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (random.below(10)) {
    case 0:
      return before + after;
    case 1:
      return before;
    case 2:
      return after;
    case 3:
      return before + middle.repeat(2 + random.small(random.oneIn(50) ? 3_000 : 20)) + after;
    case 4:
      return before + random.pick(WORDS) + after;
    case 5:
      return before + (random.oneIn(2) ? middle.toUpperCase() : middle.toLowerCase()) + after;
    case 6: {
      const other = others.length === 0 ? text : random.pick(others);
      return before + other.slice(random.below(other.length + 1)).slice(0, 4_000);
    }
    case 7:
      return mutateLines(text, random);
    default:
      return before + random.pick(MARKS) + (random.oneIn(2) ? middle : "") + after;
  }
}

function mutateLines(text: string, random: Random): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  switch (random.below(3)) {
    case 0:
      return lines.toSpliced(at, 1).join("\n");
    case 1:
      return lines.toSpliced(random.below(lines.length), 0, line).join("\n");
    default:
      return lines.join(random.pick(["\r", "\r\n", "\n\n", "\u2028"]));
  }
}
