import type { FileSystem } from "../files/file_system.ts";

/** What a command may use while it runs. */
export interface CommandContext {
  /** Writes to the terminal. */
  write(text: string): void;
  /** Fires on Ctrl+C and when the terminal is gone. */
  readonly signal: AbortSignal;
  /** The files of the agent. */
  readonly files: FileSystem;
  /** The working folder. */
  folder: readonly string[];
  /** Ends the session. */
  exit(): void;
}

/** One word that the shell knows. */
export interface ShellCommand {
  /** What is typed. */
  readonly name: string;
  /** One line, with the arguments first: `"<file> – shows a file"`. */
  readonly help: string;
  /** Does it; a thrown error is shown. `rest` is all after the name, as it was typed. */
  run(context: CommandContext, words: readonly string[], rest: string): void | Promise<void>;
  /** Whether the next line belongs to it as well, because `rest` ends within something. */
  isIncomplete?(rest: string): boolean;
}

/** The name of a command, as it was typed, and the spaces after it. */
const NAME = /^\s*(?:[^\s"']|"[^"]*"?|'[^']*'?)+\s*/;

/** All after the name of a command. */
export function restOf(line: string): string {
  return line.replace(NAME, "").trimEnd();
}

/** The words of a line; quotes keep spaces together. */
export function splitWords(line: string): string[] {
  const words = line.match(/(?:[^\s"']|"[^"]*"?|'[^']*'?)+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"?|'([^']*)'?/g, (_, a, b) => a ?? b ?? ""));
}
