import assert from "node:assert/strict";
import fc from "fast-check";
import { LineEditor } from "./line_editor.ts";
import { EditorOnScreen, TestScreen, WIDTH_TABLES } from "./test_screen.ts";

/** An editor whose output is text; commands end when the test says so. */
function editor({ words = [], cols = 80, rows = 25, busy = false }: {
  readonly words?: readonly string[];
  readonly cols?: number;
  readonly rows?: number;
  readonly busy?: boolean;
} = {}) {
  const log = { lines: [] as string[], output: "", writes: 0 };
  const prompt = () => editor.prompt("> ");
  const editor: LineEditor = new LineEditor({
    cols,
    rows,
    write(text) {
      log.output += text;
      log.writes++;
    },
    submit(line) {
      log.lines.push(line);
      if (!busy) prompt();
    },
    interrupt: prompt,
    end: () => log.lines.push("(end)"),
    complete: () => Promise.resolve(words),
  });
  prompt();
  log.output = "";
  return { editor, log, prompt };
}

const COMMANDS = Array.from({ length: 60 }, (_, line) => `echo ${"x".repeat(46)}${line + 10}`);
const MESSAGE = /longer than 65,536 characters\. None of it runs/;

Deno.test("LineEditor runs all 60 commands of a paste of 3,240 characters, in one frame or in any", () => {
  const paste = COMMANDS.map((line) => `${line}\r`).join("");
  assert.equal(paste.length, 3_240);
  for (const size of [paste.length, 1_024, 1_000, 100, 53, 7, 1]) {
    for (const busy of [false, true]) {
      const { editor: edit, log, prompt } = editor({ busy });
      for (let at = 0; at < paste.length; at += size) edit.input(paste.slice(at, at + size));
      while (busy && log.lines.length < 60) prompt();
      assert.deepEqual(log.lines, COMMANDS);
    }
  }
});

Deno.test("LineEditor takes CR, LF and CRLF for one Enter each, wherever a frame ends", () => {
  for (const end of ["\r", "\n", "\r\n"]) {
    for (const size of [1, 2, 3, 100]) {
      const { editor: edit, log } = editor();
      const text = `a${end}${end}b${end}`;
      for (let at = 0; at < text.length; at += size) edit.input(text.slice(at, at + size));
      assert.deepEqual(log.lines, ["a", "", "b"]);
    }
  }
});

Deno.test("LineEditor runs a marked paste as typed text, and inserts its tabs", () => {
  const { editor: edit, log } = editor({ words: ["completed"] });
  edit.input("\x1b[200~a\tb\rc");
  edit.input("\t\x1b[20");
  edit.input("1~\r");
  assert.deepEqual(log.lines, ["a\tb", "c\t"]);
  assert.ok(!log.output.includes("?2004"));
});

Deno.test("LineEditor gives the same lines and output for keys, however frames cut them", () => {
  const piece = fc.constantFrom(
    "ab",
    "漢",
    "😀",
    "e\u0301",
    "👨‍👩‍👧",
    " ",
    "\r",
    "\n",
    "\r\n",
    "\x1b[D",
    "\x1b[1;5D",
    "\x1bOH",
    "\x7f",
    "\x15",
    "\x1b[A",
    "\x1b[99",
    "\x1b",
    "\x1bf",
    "\x1b]0;title\x07",
    "\x1bP1$r0m\x1b\\",
    "\x1b[?1;2c",
    "\x01",
    "\x0b",
  );
  const property = fc.property(
    fc.array(piece, { maxLength: 30 }),
    fc.array(fc.nat({ max: 60 }), { maxLength: 8 }),
    (pieces, cuts) => {
      const text = pieces.join("");
      const whole = editor();
      whole.editor.input(text);
      const parts = editor();
      let from = 0;
      for (const cut of [...cuts.sort((a, b) => a - b), text.length]) {
        parts.editor.input(text.slice(from, Math.max(cut, from)));
        from = Math.max(cut, from);
      }
      whole.editor.input("\x1b[F\r");
      parts.editor.input("\x1b[F\r");
      assert.deepEqual(parts.log.lines, whole.log.lines);
    },
  );
  // An escape before a pair that a frame cuts: found by this test.
  const found = ["\n", "\x1b", "\x1b", " ", "\x1b[99", "\x1b[99", "\x1b", "👨‍👩‍👧"];
  fc.assert(property, { numRuns: 2_000, examples: [[found, [14]]] });
});

Deno.test("LineEditor passes over what terminals answer to programs", () => {
  const { editor: edit, log } = editor();
  edit.input("a\x1b[?1;2cb\x1bP1$r0;31m\x1b\\c\x1b]11;rgb:00/00/00\x07d\x1b[12;40Re\r");
  assert.deepEqual(log.lines, ["abcde"]);
  edit.input("\x1b[" + "1".repeat(3_000) + "x\r");
  assert.equal(log.lines.length, 2);
});

Deno.test("LineEditor runs a line of 65,536 characters, and refuses a longer one as a whole", () => {
  const longest = "a".repeat(65_536);
  for (const size of [70_000, 10_000, 1_000]) {
    const { editor: edit, log } = editor();
    const type = (text: string) => {
      for (let at = 0; at < text.length; at += size) edit.input(text.slice(at, at + size));
    };
    type(`${longest}\r`);
    assert.deepEqual(log.lines, [longest]);
    assert.doesNotMatch(log.output, MESSAGE);
    type(`${longest}b and all that follows, \x1b[D\x7f${longest} until\rnext\r`);
    assert.deepEqual(log.lines, [longest, "next"]);
    assert.match(log.output, MESSAGE);
    type("\x1b[A\x1b[A!\r");
    assert.match(log.output, MESSAGE);
    type("ok\r");
    assert.deepEqual(log.lines.slice(1), ["next", "ok"]);
  }
});

Deno.test("LineEditor counts characters, not halves of them, and runs a line of 2,000 as a whole", () => {
  const { editor: edit, log } = editor();
  const emoji = "😀".repeat(40_000);
  edit.input(`${emoji}\r${"a".repeat(2_000)}\r`);
  assert.deepEqual(log.lines, [emoji, "a".repeat(2_000)]);
});

Deno.test("LineEditor lets Ctrl+C out of a refused line", () => {
  const { editor: edit, log } = editor();
  edit.input("a".repeat(65_537));
  edit.input("b\x03ok\r");
  assert.deepEqual(log.lines, ["ok"]);
});

Deno.test("LineEditor keeps whole lines that wait, and refuses all others until Ctrl+C", () => {
  const { editor: edit, log, prompt } = editor({ busy: true });
  edit.input("first\r");
  const lines = Array.from({ length: 30_000 }, (_, line) => `line ${line} ${"x".repeat(38)}😀`);
  for (let at = 0; at < lines.length; at += 1_000) {
    edit.input(lines.slice(at, at + 1_000).map((line) => `${line}\r`).join(""));
  }
  const [, start = ""] = log.output.match(/The input from "([^"]*)" on is refused/) ?? [];
  for (let turn = 0; turn < lines.length; turn++) prompt();
  const ran = log.lines.slice(1);
  assert.ok(ran.length * 49 > 900_000, `${ran.length} lines were kept`);
  assert.deepEqual(ran, lines.slice(0, ran.length));
  assert.ok(lines[ran.length]?.startsWith(start.slice(0, 20)), start);
  edit.input("not this\r");
  prompt();
  assert.match(log.output, /Press Ctrl\+C to type again\.\r\n$/);
  edit.input("nor this\r\x03this\r");
  assert.deepEqual(log.lines.slice(ran.length + 1), ["this"]);
});

Deno.test("LineEditor refuses a waiting line that does not end, and runs nothing of it", () => {
  const { editor: edit, log, prompt } = editor({ busy: true });
  edit.input("first\r");
  for (let frame = 0; frame < 110; frame++) edit.input("rm -r folder-".repeat(800));
  edit.input("\r");
  prompt();
  assert.deepEqual(log.lines, ["first"]);
  assert.match(log.output, /is refused/);
});

Deno.test("LineEditor echoes typed ASCII and nothing else, and Enter as CR LF", () => {
  const { editor: edit, log } = editor({ cols: 10 });
  const typed = "pwd and a line that wraps more than once";
  for (const character of typed) edit.input(character);
  assert.equal(log.output, typed);
  edit.input("\r");
  assert.equal(log.output, `${typed}\r\n> `);
  log.output = "";
  edit.input("pwd\r");
  assert.equal(log.output, "pwd\r\n> ");
  for (const [keys, enter] of [["abc\x1b[D", "\r\n> "], ["0123456789abc\x1b[H", "\x1b[1B\r\n> "]]) {
    edit.input(keys ?? "");
    log.output = "";
    edit.input("\r");
    assert.equal(log.output, enter);
  }
});

Deno.test("LineEditor never asks the terminal anything", () => {
  const { editor: edit, log } = editor({ cols: 12 });
  edit.input("😀😀😀😀😀 漢字漢字 e\u0301\x1b[D\x1b[HX\x1b[F\x7f\x0c\tabc\x15\x1b[A\r");
  // deno-lint-ignore no-control-regex
  assert.doesNotMatch(log.output, /\x1b\[[0-9;?>]*[nc]|\x1bP|\$p/);
});

Deno.test("LineEditor writes little for an edit of a line of 65,536 characters", () => {
  const { editor: edit, log } = editor();
  edit.input("a".repeat(65_000));
  log.output = "";
  for (let key = 0; key < 200; key++) edit.input("b");
  assert.equal(log.output.length, 200);
  edit.input("\x1b[H");
  log.output = "";
  for (let key = 0; key < 200; key++) edit.input("c\x1b[C");
  assert.ok(log.output.length < 200 * 25 * 80 * 1.1, `${log.output.length} characters`);
  const { writes } = log;
  edit.input("p".repeat(100) + "\x1b[D".repeat(100));
  assert.equal(log.writes, writes + 1);
});

Deno.test("LineEditor shows the text above an emoji line after Home and X, in every table", async () => {
  for (const table of WIDTH_TABLES) {
    const on = new EditorOnScreen({ cols: 20, rows: 10, prompt: "/> ", table });
    on.write("text above\r\n");
    on.editor.prompt("/> ");
    for (const keys of ["😀".repeat(9), "\x1b[H", "X"]) await on.type(keys);
    const fresh = new TestScreen({ cols: 20, rows: 10, table });
    await fresh.write(`text above\r\n/> X${"😀".repeat(9)}`);
    assert.deepEqual(on.screen.lines, fresh.lines);
    assert.deepEqual(on.screen.cursor, [1, 4]);
  }
});

Deno.test("LineEditor shows one prompt after the window became narrower, wrapped again or not", async () => {
  for (const reflow of [false, true]) {
    for (
      const [from, to, length] of [[40, 15, 36], [80, 20, 70], [100, 9, 99], [15, 40, 36]] as const
    ) {
      const on = new EditorOnScreen({ cols: from, rows: 30, prompt: "/> ", reflow });
      on.write("text above\r\n");
      on.editor.prompt("/> ");
      await on.type("x".repeat(length));
      await on.resize(to, 30);
      const fresh = new TestScreen({ cols: to, rows: 30 });
      await fresh.write(`text above\r\n/> ${"x".repeat(length)}`);
      assert.deepEqual(on.screen.lines, fresh.lines);
      assert.deepEqual(on.screen.cursor, fresh.cursor);
    }
  }
});

Deno.test("LineEditor shows the part around the cursor of a line longer than the screen", async () => {
  const characters = fc.string({
    unit: fc.constantFrom(...["a", "b", "c", "漢", "0", "1"]),
    minLength: 60,
    maxLength: 200,
  });
  const keys = fc.array(
    fc.constantFrom(
      "\x1b[H",
      "\x1b[F",
      "\x1b[D",
      "\x1b[C",
      "x",
      "yz",
      "\x7f",
      "\x1b[3~",
      "\x1b[D".repeat(15),
      "\x1b[C".repeat(40),
    ),
    { minLength: 5, maxLength: 12 },
  );
  const property = fc.asyncProperty(
    fc.integer({ min: 7, max: 20 }),
    fc.integer({ min: 1, max: 4 }),
    characters,
    keys,
    async (cols, rows, text, keys) => {
      const on = new EditorOnScreen({ cols, rows, prompt: "> " });
      on.editor.prompt("> ");
      await on.type(text);
      const line = Array.from(text);
      let at = line.length;
      for (const key of keys) {
        await on.type(key);
        if (key === "\x1b[H") at = 0;
        else if (key === "\x1b[F") at = line.length;
        else if (key.endsWith("D")) at = Math.max(at - key.length / 3, 0);
        else if (key.endsWith("C")) at = Math.min(at + key.length / 3, line.length);
        else if (key === "\x7f") {
          line.splice(Math.max(at - 1, 0), at > 0 ? 1 : 0), at = Math.max(at - 1, 0);
        } else if (key === "\x1b[3~") line.splice(at, 1);
        else line.splice(at, 0, ...key), at += key.length;
        const fresh = new TestScreen({ cols, rows: 60 });
        await fresh.write(`> ${line.join("")}`);
        const before = new TestScreen({ cols, rows: 60 });
        await before.write(`> ${line.slice(0, at).join("")}${line[at] ?? ""}`);
        const all = fresh.lines;
        const { view } = on.screen;
        const top = all.findIndex((_, row) =>
          view.every((text, y) => text === (all[row + y] ?? ""))
        );
        assert.ok(top >= 0, `${JSON.stringify(view)} is no part of ${JSON.stringify(all)}`);
        const row = on.screen.terminal.buffer.active.cursorY;
        assert.equal(
          all.some((_, top) =>
            view.every((text, y) => text === (all[top + y] ?? "")) && top + row === before.cursor[0]
          ),
          true,
          "the cursor's row",
        );
      }
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

Deno.test("LineEditor prints control characters of prompt, line and names as text", async () => {
  const evil = "\x1b[2J\x1b]0;x\x07\r\n\u202eevil\u2066\x9b2J\ud800";
  const names = ["\x1b[2Ja\u202e\x07", "\x1b[2Jb\x9b"];
  const on = new EditorOnScreen({ cols: 100, rows: 10, prompt: `/${evil}> `, words: names });
  on.write("text above\r\n");
  on.editor.prompt(`/${evil}> `);
  const shown = "^[[2J^[]0;x^G^M^J<202e>evil<2066><9b>2J<d800>";
  await on.type("\t");
  assert.deepEqual(on.screen.lines, ["text above", `/${shown}> ^[[2J`]);
  await on.type("\t");
  assert.deepEqual(on.screen.lines.at(-2), "^[[2Ja<202e>^G  ^[[2Jb<9b>");
  await on.type("\r");
  assert.deepEqual(on.submitted, ["\x1b[2J"]);
});

Deno.test("LineEditor says how many names it does not list", async () => {
  const words = Array.from({ length: 157 }, (_, name) => `name${name + 100}`);
  const { editor: edit, log } = editor({ words });
  edit.input("name\t");
  await Promise.resolve();
  await Promise.resolve();
  edit.input("\t");
  await new Promise((resolve) => setTimeout(resolve));
  assert.match(log.output, /name199\r\n… and 57 more\r\n> name/);
});

Deno.test("LineEditor completes whole characters", async () => {
  const { editor: edit, log } = editor({ words: ["a😀", "a😁"] });
  edit.input("a\t\r");
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(log.lines, ["a"]);
});

Deno.test("LineEditor drops a completion that Ctrl+C has overtaken", async () => {
  const { editor: edit, log } = editor({ words: ["completed"] });
  edit.input("com\t\x03");
  await new Promise((resolve) => setTimeout(resolve));
  edit.input("x\r");
  assert.deepEqual(log.lines, ["x"]);
});

Deno.test("LineEditor gives back the line that was being typed before the history", () => {
  const { editor: edit, log } = editor();
  edit.input("one\rtyp\x1b[A\x1b[A\x1b[B\x1b[Bed\r");
  assert.deepEqual(log.lines, ["one", "typed"]);
});
