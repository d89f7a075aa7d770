import assert from "node:assert/strict";
import { memoryFileSystem } from "../files/memory_file_system.ts";
import { TestOnline } from "../test_relay.ts";
import { splitWords } from "./command.ts";
import { LineEditor } from "./line_editor.ts";
import { terminalFeature } from "./terminal_feature.ts";

/** An editor with a screen that understands what it writes. */
function editor(cols = 20, words: readonly string[] = []) {
  const lines: string[] = [];
  const screen = new Screen(cols);
  const editor: LineEditor = new LineEditor({
    cols,
    write: (text) => screen.write(text),
    submit: (line) => {
      lines.push(line);
      editor.prompt("> ");
    },
    interrupt: () => editor.prompt("> "),
    end: () => lines.push("(end)"),
    complete: () => Promise.resolve(words),
  });
  editor.prompt("> ");
  return { editor, lines, screen };
}

/** As much of an xterm as the editor uses: it wraps late, moves, and erases below. */
class Screen {
  rows: string[][] = [[]];
  row = 0;
  column = 0;
  readonly #cols: number;

  constructor(cols: number) {
    this.#cols = cols;
  }

  write(text: string): void {
    // deno-lint-ignore no-control-regex
    for (const [token, count, move] of text.matchAll(/\x1b\[(\d*)([A-Z])|[^]/gu)) {
      if (move === "A") this.row -= Number(count);
      else if (move === "C") this.column += Number(count);
      else if (move === "J") {
        this.rows.length = this.row + 1;
        this.rows[this.row]?.splice(this.column);
      } else if (token === "\r") this.column = 0;
      else if (token === "\n") this.#down();
      else {
        if (this.column === this.#cols) {
          this.column = 0;
          this.#down();
        }
        (this.rows[this.row] ??= [])[this.column++] = token;
      }
    }
  }

  #down(): void {
    this.row++;
    this.rows[this.row] ??= [];
  }

  get text(): string {
    return this.rows.map((row) => Array.from(row, (cell) => cell ?? " ").join("")).join("\n");
  }
}

Deno.test("the line is edited in the middle, also where it wraps", () => {
  const { editor: edit, lines, screen } = editor(10);
  edit.input("abcdefghij");
  assert.equal(screen.text, "> abcdefgh\nij");
  edit.input("\x1b[D\x1b[D\x1b[DX\x01Y\x05Z");
  assert.equal(screen.text, "> YabcdefgXhijZ".replace(/(.{10})/, "$1\n"));
  edit.input("\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x1b[3~");
  assert.equal(screen.text.trimEnd(), "> Yabcde");
  edit.input("\r");
  assert.deepEqual(lines, ["Yabcde"]);
});

Deno.test("every prefix of a long line shows as it is, the last column too", () => {
  const { editor: edit, screen } = editor(10);
  let line = "";
  for (const key of "abcdefghijklmnopqrstuvwxyz") {
    edit.input(key);
    line += key;
    assert.equal(screen.text.replaceAll("\n", ""), `> ${line}`);
  }
  for (let length = line.length; length > 0; length--) edit.input("\x7f");
  assert.equal(screen.text.trimEnd(), ">");
});

Deno.test("history, words, and what ends a line", () => {
  const { editor: edit, lines } = editor(80);
  edit.input("one\rtwo words\r\x1b[A\x1b[A\r\x1b[A\x1b[A\x17\r\x03\x04");
  assert.deepEqual(lines, ["one", "two words", "one", "two ", "(end)"]);
});

Deno.test("Tab completes what is common, then lists; keys typed meanwhile wait", async () => {
  const { editor: edit, lines, screen } = editor(80, ["report-a", "report-b", "other"]);
  edit.input("rep\ta\r");
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(lines, ["report-a"]);
  edit.input("report-\t");
  await new Promise((resolve) => setTimeout(resolve));
  assert.match(screen.text, /report-a {2}report-b/);
});

Deno.test("words keep what is quoted together", () => {
  assert.deepEqual(splitWords(`cp "a b" 'c d' e"f g"`), ["cp", "a b", "c d", "ef g"]);
});

Deno.test("js is not there unless the embedder wants it; Ctrl+C ends a command", async () => {
  const root = memoryFileSystem();
  const say = async (js: boolean, typed: string) => {
    const online = new TestOnline([terminalFeature({
      root,
      js,
      commands: [{ name: "wait", help: "", run: () => new Promise(() => {}) }],
    })]);
    const relay = await online.tunnel(1);
    relay.say(new TextEncoder().encode(typed));
    await new Promise((resolve) => setTimeout(resolve, 20));
    relay.close();
    const bytes = relay.sent.filter((frame) => typeof frame !== "string");
    return bytes.map((frame) => new TextDecoder().decode(frame)).join("");
  };
  assert.match(await say(false, "js 6*7\r"), /js: not a command here/);
  assert.match(await say(true, "js 6*7\r"), /\n42\r\n/);
  assert.match(await say(false, "wait\rx\x03help\r"), /\^C\r\n[^]*lists a folder/);
  assert.match(await say(false, "cat ../../nothing\r"), /cat: no file: \/nothing/);
});
