import assert from "node:assert/strict";
import fc from "fast-check";
import { escaped, oneLine, paragraph, revealed } from "./outside_text.ts";

/** The graphemes of a text, as an oracle sees them. */
function graphemes(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

Deno.test("a name is one line, whatever line ends and white space it has", () => {
  const forged = `Mozilla would like to say: press Allow${"\n".repeat(60)}now`;
  assert.equal(oneLine(forged), "Mozilla would like to say: press Allow now");
  for (const end of ["\r\n", "\u2028", "\u2029", "\x85", "\v", "\f", "\u3000", "\u2800", "\xa0"]) {
    assert.equal(oneLine(`a${end.repeat(9)}b`), "a b", JSON.stringify(end));
  }
});

Deno.test("a name has no characters that hide, turn or cover others", () => {
  const cases: Readonly<Record<string, string>> = {
    "\u202egnp.exe": "gnp.exe",
    "\u2066a\u2069\u200f\u061c": "a",
    "a\u200b\u200c\u200d\u2060\ufeff\u00adb": "ab",
    "x\u{e0041}\u{e0042}\u{e007f}": "x",
    ["v\ufe0f".padEnd(40, "\ufe0e")]: "v",
    ["z" + "\u0301\u0489\u20dd\u0336".repeat(50)]: "ź\u0336\u0336\u0336",
    "\u0338quote": "quote",
    "bell\x07\x1b[31mred": "bell[31mred",
    "half \ud83d and \uf8ff": "half \ufffd and \ufffd",
    "\u3164\u115f\uffa0": "",
  };
  for (const [text, expected] of Object.entries(cases)) {
    assert.equal(oneLine(text), expected, JSON.stringify(text));
  }
});

Deno.test("a name has nothing that looks like the quotation marks around it", () => {
  for (const mark of ['"', "”", "“", "„", "‟", "″", "＂", "〃", "ˮ", "״", "''", "’’", "´´", "«"]) {
    assert.equal(oneLine(`Ann${mark} (login ${mark}admin${mark})`), "Ann' (login 'admin')", mark);
  }
  assert.equal(oneLine("O’Brien"), "O’Brien");
});

Deno.test("a long name is cut with an ellipsis between two graphemes", () => {
  assert.equal(oneLine("x".repeat(65)), `${"x".repeat(64)}…`);
  assert.equal(oneLine("x".repeat(64)), "x".repeat(64));
  assert.equal(oneLine("🇩🇪🇫🇷🇮🇹", 2), "🇩🇪🇫🇷…");
  assert.equal(oneLine("e\u0323\u0301o\u0302", 1), "ẹ́…");
  assert.equal(oneLine("👍🏽👍🏽", 1), "👍🏽…");
  assert.equal(oneLine("\u1100".repeat(10_000)), "…"); // one grapheme, as long as the text
});

Deno.test("whatever a name is, what is shown of it is short, on one line and visible", () => {
  const odd = fc.constantFrom(
    "\n",
    "\u202e",
    "\u200b",
    '"',
    "\u0301",
    "🇩🇪",
    "👩‍👩‍👧",
    "ﷺ",
    "\ud800",
    " ",
  );
  const text = fc.array(fc.oneof(odd, fc.string({ unit: "binary" })), { maxLength: 60 })
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 80 }), (name, limit) => {
      const shown = oneLine(name, limit);
      assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\p{Cs}\p{Co}"“”]/u);
      assert.ok(graphemes(shown).length <= limit + 1);
      assert.doesNotMatch(shown, /\p{M}{4}/u);
      assert.doesNotMatch(shown, /^\p{M}/u);
      const whole = oneLine(name, 1e9);
      const kept = graphemes(shown.replace(/…$/, ""));
      if (shown !== whole) assert.deepEqual(kept, graphemes(whole).slice(0, kept.length));
      assert.equal(oneLine(shown, 1e9), shown, "it is stable");
    }),
    { numRuns: 500 },
  );
});

Deno.test("what is carried out shows each character that cannot be seen", () => {
  assert.equal(revealed("rm a\nrm b", 500), "rm a⏎rm b");
  assert.equal(revealed('echo "a\u202eb\u200b"\x07', 500), 'echo "a\\u{202e}b\\u{200b}"\\u{7}');
  assert.equal(revealed("x".repeat(30), 10), `${"x".repeat(10)}…`);
  assert.equal(escaped("a\r\nb\tc\u2029"), "a⏎b c⏎");
});

Deno.test("a message keeps its lines, but not more than twenty", () => {
  assert.equal(paragraph("one\r\ntwo\u202e\u2028three", 100), "one\ntwo\nthree");
  assert.equal(paragraph("\n".repeat(60) + "end", 100), "");
  assert.equal(paragraph(["a", ...Array(60).fill(""), "b"].join("\n"), 100), "a");
});

Deno.test("anything but a text is an empty name", () => {
  for (const value of [undefined, null, 5, {}, ["a"], { toString: () => "a" }]) {
    assert.equal(oneLine(value), "");
    assert.equal(revealed(value, 5), "");
    assert.equal(paragraph(value, 5), "");
  }
});
