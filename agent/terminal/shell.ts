/** The operator's screen, as a shell sees it. */
export interface Terminal {
  /** Columns, 1 at least. */
  readonly cols: number;
  /** Rows, 1 at least. */
  readonly rows: number;
  /** Fires when the terminal is gone. */
  readonly signal: AbortSignal;
  /** Writes text; `\n` begins a new line at its start. */
  write(text: string): void;
  /** Ends the session. */
  exit(): void;
}

/** A running shell. */
export interface ShellSession {
  /** What the operator typed, as xterm sends it: Enter is `\r`. */
  input(text: string): void;
  /** The terminal has another size now. */
  resized?(): void;
}

/** What answers in a terminal of this agent. */
export interface Shell {
  /** Begins a session. */
  open(terminal: Terminal): ShellSession;
  /** Runs one line without a terminal, for `runcommands`. */
  run(line: string, write: (text: string) => void, signal: AbortSignal): Promise<void>;
}
