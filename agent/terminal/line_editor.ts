import { displayWidth } from "./display_width.ts";

/** Whom a {@linkcode LineEditor} tells what was typed. */
export interface LineEditorHost {
  /** The screen's width, 1 at least. */
  readonly cols: number;
  /** Writes to the screen, as it is. */
  write(text: string): void;
  /** Enter. */
  submit(line: string): void;
  /** Ctrl+C. */
  interrupt(): void;
  /** Ctrl+D on an empty line. */
  end(): void;
  /** The words that could stand where the last word of `text` begins. */
  complete(text: string): Promise<readonly string[]>;
}

/** Characters of one line at most; what is typed beyond is dropped. */
const MAX_LINE = 1024;
/** Lines that are remembered. */
const MAX_HISTORY = 200;

/** Edits a line on an xterm: cursor keys, history, completion, the usual control keys. */
export class LineEditor {
  readonly #host: LineEditorHost;
  readonly history: string[] = [];
  #prompt = "";
  #line: string[] = [];
  #cursor = 0;
  /** Rows between the first of the prompt and the cursor, as the screen shows it. */
  #row = 0;
  #recalled = 0;
  /** Typed while no prompt was shown, or while a completion was looked up. */
  #rest = "";
  #active = false;
  #completing = false;

  constructor(host: LineEditorHost) {
    this.#host = host;
  }

  /** Begins a new line with this prompt. */
  prompt(prompt: string): void {
    this.#prompt = prompt;
    this.#active = true;
    this.#recalled = this.history.length;
    this.#row = 0;
    this.#set([], 0);
    this.#catchUp();
  }

  /** Takes typed text. While no prompt is shown only Ctrl+C counts; the rest waits for the next. */
  input(text: string): void {
    for (const key of text.match(KEYS) ?? []) {
      if (key === "\x03") this.#interrupt();
      else if (this.#active && !this.#completing) this.#key(key);
      else this.#rest = (this.#rest + key).slice(0, MAX_LINE);
    }
  }

  /** Draws again, for another width. */
  redraw(): void {
    if (this.#active) this.#set(this.#line, this.#cursor);
  }

  #interrupt(): void {
    this.#rest = "";
    if (this.#active) {
      this.#set(this.#line, this.#line.length);
      this.#active = false;
    }
    this.#host.write("^C\r\n");
    this.#host.interrupt();
  }

  #key(key: string): void {
    const line = this.#line;
    const at = this.#cursor;
    switch (key) {
      case "\r":
      case "\n":
      case "\r\n":
        return this.#submit();
      case "\x7f":
      case "\b":
        return at > 0 ? this.#set(line.toSpliced(at - 1, 1), at - 1) : undefined;
      case "\x1b[3~":
        return this.#set(line.toSpliced(at, 1), at);
      case "\x04":
        return line.length === 0 ? this.#end() : this.#set(line.toSpliced(at, 1), at);
      case "\x1b[D":
      case "\x1bOD":
      case "\x02":
        return this.#set(line, at - 1);
      case "\x1b[C":
      case "\x1bOC":
      case "\x06":
        return this.#set(line, at + 1);
      case "\x1b[1;5D":
        return this.#set(line, wordStart(line, at));
      case "\x1b[1;5C":
        return this.#set(line, wordEnd(line, at));
      case "\x1b[H":
      case "\x1bOH":
      case "\x1b[1~":
      case "\x01":
        return this.#set(line, 0);
      case "\x1b[F":
      case "\x1bOF":
      case "\x1b[4~":
      case "\x05":
        return this.#set(line, line.length);
      case "\x1b[A":
      case "\x1bOA":
      case "\x10":
        return this.#recall(-1);
      case "\x1b[B":
      case "\x1bOB":
      case "\x0e":
        return this.#recall(1);
      case "\x0b":
        return this.#set(line.slice(0, at), at);
      case "\x15":
        return this.#set(line.slice(at), 0);
      case "\x17":
        return this.#set(
          line.toSpliced(wordStart(line, at), at - wordStart(line, at)),
          wordStart(line, at),
        );
      case "\x0c":
        this.#host.write("\x1b[H\x1b[2J");
        this.#row = 0;
        return this.#set(line, at);
      case "\t":
        return void this.#complete();
      default:
        // Another control key or sequence, or a run of characters: typed, or pasted.
        if (key >= " ") this.#insert([...key].slice(0, MAX_LINE - line.length));
    }
  }

  #submit(): void {
    const line = this.#line.join("");
    this.#set(this.#line, this.#line.length);
    this.#host.write("\r\n");
    this.#active = false;
    if (line.trim() !== "" && this.history.at(-1) !== line) this.history.push(line);
    if (this.history.length > MAX_HISTORY) this.history.shift();
    this.#host.submit(line);
  }

  #end(): void {
    this.#active = false;
    this.#host.write("\r\n");
    this.#host.end();
  }

  #recall(step: number): void {
    const index = Math.min(Math.max(this.#recalled + step, 0), this.history.length);
    this.#recalled = index;
    const line = [...this.history[index] ?? ""];
    this.#set(line, line.length);
  }

  async #complete(): Promise<void> {
    const before = this.#line.slice(0, this.#cursor).join("");
    this.#completing = true;
    const candidates = await this.#host.complete(before).catch(() => []);
    this.#completing = false;
    if (this.#active) this.#offer(before.match(/\S*$/)?.[0] ?? "", candidates);
    this.#catchUp();
  }

  #catchUp(): void {
    const waiting = this.#rest;
    this.#rest = "";
    this.input(waiting);
  }

  #offer(word: string, words: readonly string[]): void {
    const candidates = words.filter((text) => text.startsWith(word));
    const common = candidates.reduce(commonStart, candidates[0] ?? word);
    const added = [...common.slice(word.length)];
    if (candidates.length === 1 && !common.endsWith("/")) added.push(" ");
    if (added.length > 0) {
      return this.#set(
        this.#line.toSpliced(this.#cursor, 0, ...added),
        this.#cursor + added.length,
      );
    }
    if (candidates.length < 2) return;
    this.#set(this.#line, this.#line.length);
    this.#host.write(`\r\n${candidates.slice(0, 100).join("  ")}\r\n`);
    this.#row = 0;
    this.#set(this.#line, this.#line.length);
  }

  #insert(characters: readonly string[]): void {
    const line = this.#line.toSpliced(this.#cursor, 0, ...characters);
    const text = characters.join("");
    const { cols } = this.#host;
    const end = displayWidth(this.#prompt) + displayWidth(this.#line.join(""));
    const width = displayWidth(text);
    // Most keys only add to the end: no need to draw all again, where the row goes on.
    const simple = this.#cursor === this.#line.length && (end % cols) + width < cols;
    if (!simple) return this.#set(line, this.#cursor + characters.length);
    this.#line = line;
    this.#cursor = line.length;
    this.#host.write(text);
  }

  /** Shows prompt and line, wherever the cursor was in the old ones. */
  #set(line: string[], cursor: number): void {
    this.#line = line;
    this.#cursor = Math.min(Math.max(cursor, 0), line.length);
    const { cols } = this.#host;
    const start = displayWidth(this.#prompt);
    const end = start + displayWidth(line.join(""));
    const at = start + displayWidth(line.slice(0, this.#cursor).join(""));
    const up = this.#row > 0 ? `\x1b[${this.#row}A` : "";
    let text = `${up}\r\x1b[J${this.#prompt}${line.join("")}`;
    // An xterm stays in the last column until the next character.
    if (end > 0 && end % cols === 0) text += "\r\n";
    const rowsBack = Math.floor(end / cols) - Math.floor(at / cols);
    if (rowsBack > 0) text += `\x1b[${rowsBack}A`;
    if (at !== end) text += `\r${at % cols > 0 ? `\x1b[${at % cols}C` : ""}`;
    this.#row = Math.floor(at / cols);
    this.#host.write(text);
  }
}

/** One key each: an escape sequence, a line end, a control character; or a run of others. */
// deno-lint-ignore no-control-regex
const KEYS = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|\x1b.?|\r\n|[^\x00-\x1f\x7f]+|[^]/gu;

function wordStart(line: readonly string[], at: number): number {
  let start = at;
  while (start > 0 && isSpace(line[start - 1])) start--;
  while (start > 0 && !isSpace(line[start - 1])) start--;
  return start;
}

function isSpace(character = ""): boolean {
  return /^\s/.test(character);
}

function wordEnd(line: readonly string[], at: number): number {
  const after = line.slice(at).join("");
  return at + [...after.match(/^\s*\S*/)?.[0] ?? ""].length;
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
