import { UnicodeGraphemesAddon } from "@xterm/addon-unicode-graphemes";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import xterm from "@xterm/headless";
import { LineEditor } from "./line_editor.ts";

/** The tables of widths that an xterm.js may use. */
export const WIDTH_TABLES = ["6", "11", "15-graphemes"] as const;

/** A table of {@linkcode WIDTH_TABLES}. */
export type WidthTable = typeof WIDTH_TABLES[number];

/** Options of a {@linkcode TestScreen}. */
export interface ScreenOptions {
  readonly cols: number;
  readonly rows: number;
  readonly table?: WidthTable;
  /** Whether the line with the cursor is wrapped again at a resize. */
  readonly reflow?: boolean;
}

/** A real xterm.js without a window. */
export class TestScreen {
  readonly terminal: InstanceType<typeof xterm.Terminal>;

  constructor({ cols, rows, table = "6", reflow = false }: ScreenOptions) {
    this.terminal = new xterm.Terminal({
      cols,
      rows,
      allowProposedApi: true,
      reflowCursorLine: reflow,
      scrollback: 2_000,
    });
    if (table === "11") this.terminal.loadAddon(new Unicode11Addon());
    if (table === "15-graphemes") this.terminal.loadAddon(new UnicodeGraphemesAddon());
    this.terminal.unicode.activeVersion = table;
  }

  /** Writes, and resolves once it is on the screen. */
  write(text: string): Promise<void> {
    return new Promise((resolve) => this.terminal.write(text, resolve));
  }

  /** Rows from the start of the scrollback on, without empty ones at the end. */
  get lines(): string[] {
    const { active } = this.terminal.buffer;
    const lines = Array.from(
      { length: active.length },
      (_, y) => active.getLine(y)?.translateToString(true) ?? "",
    );
    while (lines.length > 0 && lines.at(-1)?.trimEnd() === "") lines.pop();
    return lines.map((line) => line.trimEnd());
  }

  /** Rows that are in view. */
  get view(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: this.terminal.rows },
      (_, y) => active.getLine(active.baseY + y)?.translateToString(true).trimEnd() ?? "",
    );
  }

  /** The cursor: its row from the start of the scrollback, and its column. */
  get cursor(): readonly [row: number, column: number] {
    const { active } = this.terminal.buffer;
    return [active.baseY + active.cursorY, active.cursorX];
  }
}

/** A line editor on a screen. */
export class EditorOnScreen {
  readonly screen: TestScreen;
  readonly editor: LineEditor;
  readonly submitted: string[] = [];
  /** All that was written. */
  output = "";
  #cols: number;
  #rows: number;
  #shown: Promise<void> = Promise.resolve();

  constructor(
    options: ScreenOptions & { readonly prompt: string; readonly words?: readonly string[] },
  ) {
    this.screen = new TestScreen(options);
    this.#cols = options.cols;
    this.#rows = options.rows;
    const size = { cols: () => this.#cols, rows: () => this.#rows };
    const begin = () => this.editor.prompt(options.prompt);
    this.editor = new LineEditor({
      get cols() {
        return size.cols();
      },
      get rows() {
        return size.rows();
      },
      write: (text) => this.write(text),
      submit: (line) => {
        this.submitted.push(line);
        begin();
      },
      interrupt: begin,
      end: () => this.submitted.push("(end)"),
      complete: () => Promise.resolve(options.words ?? []),
    });
  }

  /** Writes to the screen. */
  write(text: string): void {
    this.output += text;
    this.#shown = this.screen.write(text);
  }

  /** Types, and resolves once the screen shows it. */
  async type(text: string): Promise<void> {
    this.editor.input(text);
    await this.shown();
  }

  /** Resolves once the screen shows all that was written. */
  async shown(): Promise<void> {
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
    await this.#shown;
  }

  /** Gives the window another size; the editor hears of it later, as from a page. */
  async resize(cols: number, rows: number): Promise<void> {
    this.screen.terminal.resize(cols, rows);
    this.#cols = cols;
    this.#rows = rows;
    this.editor.redraw();
    await this.shown();
  }
}
