import { completeWord } from "./completion.ts";
import { type DisplayUnit, displayUnits, harmless } from "./display_unit.ts";
import { EditBuffer } from "./edit_buffer.ts";
import { editLine, isText } from "./edit_keys.ts";
import { KeyReader } from "./key_reader.ts";
import { LineHistory } from "./line_history.ts";
import { LinePainter, type PainterScreen } from "./line_painter.ts";

/** The shell and the screen that a {@linkcode LineEditor} works for. */
export interface LineEditorHost extends PainterScreen {
  /** Runs a line: Enter. */
  submit(line: string): void;
  /** Ends the running command: Ctrl+C. */
  interrupt(): void;
  /** Ends the session: Ctrl+D on an empty line. */
  end(): void;
  /** Finds the words that could stand where the last word of `text` begins. */
  complete(text: string): Promise<readonly string[]>;
}

/** Characters of one line, as in `runcommands`. A longer line is refused: none of it runs. */
const MAX_LINE = 65_536;
/**
 * Characters that wait while a command runs. Of more, the whole lines that fit are kept; the rest
 * is refused, and all input after it until Ctrl+C, so that nothing runs with a hole in it.
 */
const MAX_WAITING = 1_048_576;
/** Characters of refused input that the message quotes. */
const MAX_QUOTED = 40;

/**
 * What keys do: edit a line; nothing until Enter, in a line that was refused; nothing until Ctrl+C;
 * or wait, for a command or for the words of a completion.
 */
type State = "editing" | "skipping" | "refusing" | "running" | "completing";

/**
 * Edits a line on a terminal: cursor keys, history, completion, the usual control keys.
 *
 * A paste is typed text: each line end in it is Enter. Terminals mark a paste (`CSI 200 ~`) only if
 * a program asks for it (mode 2004). The editor does not ask, since programs that read its output
 * as text would see the request; if the marks come, Tab in between is text.
 */
export class LineEditor {
  readonly #host: LineEditorHost;
  readonly #keys = new KeyReader();
  readonly #buffer = new EditBuffer();
  readonly #history = new LineHistory();
  readonly #painter: LinePainter;
  #prompt = "";
  #promptUnits: readonly DisplayUnit[] = [];
  #state: State = "running";
  #overflowed = false;
  #pasting = false;
  #reading = false;
  /** Counts prompts: words that were looked up for an earlier one are not used. */
  #turn = 0;

  constructor(host: LineEditorHost) {
    this.#host = host;
    this.#painter = new LinePainter(host);
  }

  /** Begins a new line with this prompt, in the first column of an empty row. */
  prompt(prompt: string): void {
    this.#turn++;
    if (this.#overflowed && this.#keys.waiting === 0) {
      this.#state = "refusing";
      return this.#host.write("Input was refused. Press Ctrl+C to type again.\r\n");
    }
    if (prompt !== this.#prompt) this.#promptUnits = displayUnits(prompt);
    this.#prompt = prompt;
    this.#history.restart();
    this.#buffer.set("");
    this.#begin();
    this.#read();
  }

  /** Receives what the terminal sends. While a command runs, only Ctrl+C counts at once. */
  input(text: string): void {
    const from = this.#overflowed ? text.indexOf("\x03") : 0;
    if (from < 0) return;
    this.#keys.add(text.slice(from));
    this.#read();
  }

  /** Paints again, for another size of the screen. */
  redraw(): void {
    if (this.#isShown) this.#painter.resized(this.#promptUnits.length + this.#buffer.cursor);
  }

  get #isShown(): boolean {
    return this.#state === "editing" || this.#state === "completing";
  }

  #read(): void {
    // A host that prompts at once, within `submit`, must not add to the stack for each line.
    if (this.#reading) return;
    this.#reading = true;
    while (this.#readOne());
    this.#reading = false;
    if (this.#state === "editing") this.#paint();
    else if (this.#keys.waiting > MAX_WAITING) this.#overflow();
  }

  #readOne(): boolean {
    if (this.#state !== "editing" && this.#state !== "skipping") {
      if (!this.#keys.skipToInterrupt()) return false;
      this.#interrupt();
      return true;
    }
    const key = this.#keys.next();
    if (key === undefined) return false;
    if (key === "\x1b[200~") this.#pasting = true;
    else if (key === "\x1b[201~") this.#pasting = false;
    else if (key === "\x03") this.#interrupt();
    else if (this.#state === "editing") this.#key(key);
    else if (key === "\r") this.prompt(this.#prompt);
    return true;
  }

  #key(key: string): void {
    if (isText(key)) return this.#insert(key);
    this.#buffer.settle();
    switch (key) {
      case "\r":
        return this.#submit();
      case "\x04":
        return this.#buffer.length === 0 ? this.#end() : this.#buffer.erase(1);
      case "\x1b[A":
      case "\x1bOA":
      case "\x10":
        return this.#recall(-1);
      case "\x1b[B":
      case "\x1bOB":
      case "\x0e":
        return this.#recall(1);
      case "\x0c":
        this.#host.write("\x1b[H\x1b[2J");
        return this.#begin();
      case "\t":
        return this.#pasting ? this.#insert(key) : void this.#complete();
      default:
        editLine(this.#buffer, key);
    }
  }

  #insert(text: string): void {
    const room = MAX_LINE - this.#buffer.characters;
    if (text.length <= room || [...text].length <= room) return this.#buffer.insert(text);
    this.#finish();
    this.#buffer.set("");
    this.#state = "skipping";
    this.#host.write(
      `\r\nThe line is longer than ${decimal(MAX_LINE)} characters. None of it runs; what ` +
        "follows up to Enter is ignored.\r\n",
    );
  }

  #submit(): void {
    const line = this.#buffer.text;
    this.#finish();
    this.#host.write("\r\n");
    this.#state = "running";
    this.#history.add(line);
    this.#host.submit(line);
  }

  #interrupt(): void {
    if (this.#isShown) this.#finish();
    this.#state = "running";
    this.#overflowed = this.#pasting = false;
    this.#host.write("^C\r\n");
    this.#host.interrupt();
  }

  #end(): void {
    this.#finish();
    this.#state = "running";
    this.#host.write("\r\n");
    this.#host.end();
  }

  #recall(step: 1 | -1): void {
    const line = this.#history.step(step, this.#buffer.text);
    if (line !== undefined) this.#buffer.set(line);
  }

  async #complete(): Promise<void> {
    const turn = this.#turn;
    const before = this.#buffer.textBefore;
    this.#paint();
    this.#state = "completing";
    const words = await this.#host.complete(before).catch(() => []);
    if (turn !== this.#turn) return;
    this.#state = "editing";
    const completion = completeWord(before, words);
    if (completion.type === "insert") this.#insert(completion.text);
    if (completion.type === "list") {
      this.#finish();
      this.#host.write(`\r\n${completion.text}\r\n`);
      this.#begin();
    }
    this.#read();
  }

  /** Refuses what no longer fits among the waiting input, and all that follows. */
  #overflow(): void {
    const refused = this.#keys.keepLines(MAX_WAITING);
    const start = harmless([...refused.slice(0, 2 * MAX_QUOTED)].slice(0, MAX_QUOTED).join(""));
    const isShown = this.#isShown;
    if (isShown) this.#finish();
    this.#overflowed = true;
    this.#host.write(
      `\r\nMore than ${
        decimal(MAX_WAITING)
      } characters are waiting. The input from "${start}" on is ` +
        "refused; the lines before it run. Press Ctrl+C to type again.\r\n",
    );
    if (!isShown) return;
    this.#turn++;
    this.#begin();
    this.#read();
  }

  /** Shows the line on a new row. */
  #begin(): void {
    this.#state = "editing";
    this.#painter.begin();
    this.#paint(0);
  }

  #paint(changed = this.#promptUnits.length + this.#buffer.takeChanged()): void {
    const prompt = this.#promptUnits;
    const buffer = this.#buffer;
    this.#buffer.takeChanged();
    this.#painter.paint(
      {
        length: prompt.length + buffer.length,
        unit: (index) => prompt[index] ?? buffer.unit(index - prompt.length),
      },
      prompt.length + buffer.cursor,
      changed,
    );
  }

  /** Leaves the line as it is on the screen, with the terminal's cursor in its last row. */
  #finish(): void {
    const changed = this.#buffer.takeChanged();
    if (changed < Infinity) {
      this.#buffer.move(this.#buffer.length);
      this.#paint(this.#promptUnits.length + changed);
    }
    this.#painter.finish();
  }
}

function decimal(value: number): string {
  return value.toLocaleString("en");
}
