import assert from "node:assert/strict";
import process from "node:process";
import fc from "fast-check";
import { cursorCells, type Edit, FreshScreens, KEYS, LineModel, perform } from "./test_edits.ts";
import { EditorOnScreen, WIDTH_TABLES, type WidthTable } from "./test_screen.ts";

/** Edits for each table of widths. `EDITS=10000 deno test …` runs more. */
const EDITS = Number(process.env["EDITS"] ?? 1_200);
const EDITS_IN_LINE = 25;
/** A longer line is deleted before the next edit, so that the screen holds it. */
const MAX_LINE = 100;
const END: Edit = { type: "key", name: "end" };
const KILL: Edit = { type: "key", name: "killBefore" };

/** One width in every table. */
const CERTAIN = [
  "a",
  "bc",
  "word ",
  " ",
  "0123456789",
  "é",
  "Ω",
  "я",
  "漢",
  "字幕",
  "한",
  "か",
  "Ａ",
];
/** Widths that depend on the table, or on the neighbors. */
const UNCERTAIN = [
  "😀",
  "😀😀😀😀",
  "👍🏽",
  "👨‍👩‍👧",
  "🇩🇪",
  "🇫",
  "☺️",
  "❤️",
  "☺",
  "e\u0301",
  "\u0301",
  "ก็",
  "नि",
  "→",
  "…",
  "½",
];
const PROMPTS = ["/> ", "/漢字/😀> ", "/a-long-folder/and-another-one> ", "/e\u0301> "];
const CERTAIN_PROMPTS = ["/> ", "/漢字> "];
const CERTAIN_HISTORY = ["ls", "cat 漢字漢字漢字漢字.txt", "0123456789".repeat(3)];
const HISTORY = ["ls", "cat 漢字漢字漢字漢字.txt", "😀".repeat(9), "0123456789".repeat(3)];

const resize = fc.record({
  type: fc.constant("resize" as const),
  cols: fc.integer({ min: 9, max: 44 }),
  rows: fc.integer({ min: 44, max: 50 }),
});

/** What a run begins with. */
interface Start {
  readonly prompt: string;
  readonly cols: number;
  readonly rows: number;
  readonly above: number;
  readonly reflow: boolean;
}

function edits(pieces: readonly string[], sizes: fc.Arbitrary<Edit>): fc.Arbitrary<Edit[]> {
  const text = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 })
    .map((parts): Edit => ({ type: "text", text: parts.join("") }));
  const key = fc.constantFrom(...Object.keys(KEYS) as (keyof typeof KEYS)[])
    .map((name): Edit => ({ type: "key", name }));
  return fc.array(
    fc.oneof(
      { weight: 5, arbitrary: text },
      { weight: 6, arbitrary: key },
      { weight: 2, arbitrary: sizes },
    ),
    { minLength: EDITS_IN_LINE, maxLength: EDITS_IN_LINE },
  );
}

/** Edits below other text, on a screen that holds the line, and compares after each of them. */
class Run {
  readonly #fresh: FreshScreens;
  readonly #certain: boolean;

  constructor(table: WidthTable, certain: boolean) {
    this.#fresh = new FreshScreens(table);
    this.#certain = certain;
  }

  async check({ prompt, above, ...options }: Start, list: readonly Edit[]): Promise<void> {
    const on = new EditorOnScreen({ ...options, table: this.#fresh.table, prompt });
    const history = this.#certain ? CERTAIN_HISTORY : HISTORY;
    const model = new LineModel(history);
    const size = { cols: options.cols, rows: options.rows };
    const rows = Array.from({ length: above }, (_, line) => `line ${line}\r\n`);
    const start = [...rows, ...history.map((line) => `${prompt}${line}\r\n`), prompt].join("");
    on.write(rows.join(""));
    on.editor.prompt(prompt);
    for (const line of history) await on.type(`${line}\r`);
    for (const edit of list) {
      // xterm.js itself loses the cursor if it wraps the line again with the cursor within it.
      if (edit.type === "resize" && options.reflow) await perform(on, model, END);
      if (model.line.length > MAX_LINE) await perform(on, model, KILL);
      await perform(on, model, edit);
      if (edit.type === "resize") Object.assign(size, { cols: edit.cols, rows: edit.rows });
      const { lines } = await this.#fresh.show(start + model.line, size.cols, size.rows);
      assert.deepEqual(on.screen.lines, lines);
      const cells = await cursorCells(this.#fresh, start, model, size, this.#certain);
      assert.ok(cells.includes(String(on.screen.cursor)), `${on.screen.cursor}, not ${cells}`);
      done.edits++;
    }
  }
}

const done = { edits: 0 };

for (const table of WIDTH_TABLES) {
  Deno.test(`LineEditor shows what a fresh terminal shows, with widths of table ${table}`, async () => {
    done.edits = 0;
    // A terminal waits for timers most of the time: several at once.
    await Promise.all(Array.from({ length: 8 }, async (_, lane) => {
      const certain = lane % 2 === 0;
      const run = new Run(table, certain);
      const start = fc.record({
        prompt: fc.constantFrom(...certain ? CERTAIN_PROMPTS : PROMPTS),
        cols: fc.integer({ min: 9, max: 44 }),
        rows: fc.constant(46),
        above: fc.integer({ min: 0, max: 60 }),
        reflow: fc.boolean(),
      });
      const list = edits(certain ? CERTAIN : [...CERTAIN, ...UNCERTAIN], resize);
      await fc.assert(
        fc.asyncProperty(start, list, (start, list) => run.check(start, list)),
        { numRuns: Math.ceil(EDITS / 8 / EDITS_IN_LINE) },
      );
    }));
    assert.ok(done.edits >= EDITS);
  });
}

/** A mark at the start of a line is on the prompt. */
const WITHOUT_MARK = [...CERTAIN, ...UNCERTAIN].filter((piece) => piece !== "\u0301");

Deno.test("LineEditor shows the part around the cursor of a long line of any widths", async () => {
  await Promise.all(WIDTH_TABLES.map(async (table) => {
    const start = fc.record({
      cols: fc.integer({ min: 8, max: 30 }),
      rows: fc.integer({ min: 2, max: 5 }),
    });
    const text = fc.array(fc.constantFrom(...WITHOUT_MARK), {
      minLength: 40,
      maxLength: 90,
    });
    const list = edits(WITHOUT_MARK, fc.constant(END));
    const property = fc.asyncProperty(start, text, list, async (size, text, list) => {
      const on = new EditorOnScreen({ ...size, table, prompt: "" });
      const model = new LineModel();
      on.editor.prompt("");
      for (const edit of [{ type: "text", text: text.join("") } as const, ...list]) {
        await perform(on, model, edit);
        const [shown, rest] = aroundCursor(on.screen);
        const where = JSON.stringify([edit, shown, rest, model.before, model.after]);
        assert.ok(squeeze(model.before).endsWith(shown), where);
        assert.ok(squeeze(model.after).startsWith(rest), where);
        // On a very narrow screen, a character that may be as wide can leave room for a space only.
        const isBlank = shown + rest === "" && squeeze(model.line) !== "";
        assert.ok(!isBlank || size.cols < 20, where);
      }
    });
    await fc.assert(property, { numRuns: Math.ceil(EDITS / EDITS_IN_LINE) });
  }));
});

/** What is in view before the cursor, and from it on. */
function aroundCursor({ terminal }: EditorOnScreen["screen"]): [string, string] {
  const { active } = terminal.buffer;
  const row = (y: number, from?: number, to?: number) =>
    active.getLine(active.baseY + y)?.translateToString(false, from, to) ?? "";
  let before = "";
  let after = "";
  for (let y = 0; y < terminal.rows; y++) {
    if (y < active.cursorY) before += row(y);
    else if (y > active.cursorY) after += row(y);
    else {
      before += row(y, 0, active.cursorX);
      after += row(y, active.cursorX);
    }
  }
  return [squeeze(before), squeeze(after)];
}

/** Without spaces: empty cells look like them. */
function squeeze(text: string): string {
  return text.replaceAll(" ", "");
}
