import assert from "node:assert/strict";
import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { displayUnits, harmless } from "./display_unit.ts";
import { TestScreen } from "./test_screen.ts";

interface WidthProvider {
  wcwidth(codePoint: number): number;
}

/** The tables of the addons themselves. */
function addonTables(): WidthProvider[] {
  const tables: WidthProvider[] = [];
  const unicode = { register: (table: WidthProvider) => tables.push(table), activeVersion: "" };
  for (const addon of [new Unicode11Addon(), new UnicodeGraphemesAddon()]) {
    addon.activate({ unicode } as unknown as Parameters<Unicode11Addon["activate"]>[0]);
  }
  return tables;
}

function boundsOf(codePoint: number) {
  const [unit] = displayUnits(String.fromCodePoint(codePoint));
  assert.ok(unit);
  return unit;
}

Deno.test("displayUnits bounds the width of every character in the tables 11 and 15", () => {
  const tables = addonTables();
  assert.equal(tables.length, 3);
  for (let codePoint = 0x20; codePoint < 0x20000; codePoint++) {
    const unit = boundsOf(codePoint);
    if (unit.splits) continue;
    for (const table of tables) {
      const width = table.wcwidth(codePoint);
      assert.ok(width >= unit.low && width <= unit.high, `${codePoint.toString(16)}: ${width}`);
    }
  }
});

Deno.test("displayUnits bounds the width of every character of two bytes in the table 6", async () => {
  const screen = new TestScreen({ cols: 10, rows: 25, table: "6" });
  for (let first = 0x20; first < 0x10000; first += 1_000) {
    const codePoints = Array.from({ length: 1_000 }, (_, index) => first + index)
      .filter((codePoint) => codePoint < 0xd800 || codePoint > 0xdfff)
      .filter((codePoint) => codePoint < 0x10000 && !boundsOf(codePoint).splits);
    screen.terminal.reset();
    await screen.write(codePoints.map((code) => `.${String.fromCodePoint(code)}.\r\n`).join(""));
    const { active } = screen.terminal.buffer;
    for (const [y, codePoint] of codePoints.entries()) {
      const line = active.getLine(y);
      const end = [3, 2, 1].find((x) => line?.getCell(x)?.getChars() === ".");
      const { low, high } = boundsOf(codePoint);
      const width = (end ?? 0) - 1;
      assert.ok(width >= low && width <= high, `${codePoint.toString(16)}: ${width}`);
    }
  }
});

Deno.test("displayUnits keeps what one key deletes together, and shows controls as text", () => {
  const text = "ae\u0301👨‍👩‍👧🇩🇪नि\x1b[漢\u202e";
  const units = displayUnits(text);
  assert.deepEqual(units.map(({ text }) => text), [
    "a",
    "e\u0301",
    "👨‍👩‍👧",
    "🇩🇪",
    "नि",
    "\x1b",
    "[",
    "漢",
    "\u202e",
  ]);
  assert.equal(units.map(({ shown }) => shown).join(""), "ae\u0301👨‍👩‍👧🇩🇪नि^[[漢<202e>");
});

Deno.test("harmless leaves ordinary text of any script as it is", () => {
  const text = "plain ASCII, Ünïcode – “quotes”, 漢字, עברית, العربية, 👨‍👩‍👧";
  assert.equal(harmless(text), text);
  assert.equal(harmless("a\tb\x7f\x9b\ufeff"), "a^Ib^?<9b><feff>");
});
