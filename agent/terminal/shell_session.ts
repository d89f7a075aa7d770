import type { FileSystem } from "../files/file_system.ts";
import type { CommandContext } from "./command.ts";
import { resolvePath } from "./file_commands.ts";
import { LineEditor } from "./line_editor.ts";
import type { ShellSession, Terminal } from "./shell.ts";

/** What a session runs its lines with. */
export interface SessionOptions {
  /** The files of the agent. */
  readonly files: FileSystem;
  /** The names of all commands. */
  readonly names: readonly string[];
  /** Runs a line; never throws. */
  run(context: CommandContext, line: string): Promise<void>;
  /** Whether the next line belongs to this one as well. */
  isIncomplete(line: string): boolean;
}

/** Characters of a command of several lines, as in `runcommands`; a longer one is refused. */
const MAX_COMMAND = 65_536;
/** The prompt of a line that belongs to the one before it. */
const NEXT_LINE = "... ";
// deno-lint-ignore no-control-regex
const CONTROL_SEQUENCES = /\x1b\[[0-?]*[ -/]*[@-~]/g;

/** Serves one terminal: prompts, edits lines and runs them, one after the other. */
export function openSession(
  terminal: Terminal,
  { files, names, run, isIncomplete }: SessionOptions,
): ShellSession {
  let command: AbortController | undefined;
  let over = false;
  /** The lines before, of a command that has more. */
  let whole = "";
  /** Whether the last output left the cursor within a row. */
  let open = false;
  const context = {
    write(text: string) {
      const visible = text.slice(text.lastIndexOf("\n") + 1).replace(CONTROL_SEQUENCES, "");
      open = visible !== "" || (open && !text.includes("\n"));
      terminal.write(text.replace(/\r?\n/g, "\r\n"));
    },
    signal: terminal.signal,
    files,
    folder: [] as readonly string[],
    exit: () => {
      over = true;
      terminal.exit();
    },
  };
  const promptText = () => `/${context.folder.join("/")}> `;
  const prompt = () => {
    if (over) return;
    if (open) context.write("\n");
    editor.prompt(whole === "" ? promptText() : NEXT_LINE);
  };
  const execute = async (line: string) => {
    const running = command = new AbortController();
    const signal = AbortSignal.any([running.signal, terminal.signal]);
    // What goes on after Ctrl+C writes no more.
    await run(
      Object.create(context, {
        signal: { value: signal },
        folder: { get: () => context.folder, set: (folder) => context.folder = folder },
        write: { value: (text: string) => running.signal.aborted || context.write(text) },
      }),
      line,
    );
    if (running.signal.aborted) return;
    command = undefined;
    prompt();
  };
  const editor = new LineEditor({
    get cols() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    write: (text) => terminal.write(text),
    submit(line) {
      whole = whole === "" ? line : `${whole}\n${line}`;
      if (whole.length > MAX_COMMAND) {
        whole = "";
        context.write(`The command is longer than ${MAX_COMMAND} characters. None of it runs.\n`);
        return prompt();
      }
      if (isIncomplete(whole)) return prompt();
      const complete = whole;
      whole = "";
      void execute(complete);
    },
    interrupt() {
      command?.abort();
      command = undefined;
      whole = "";
      open = false;
      prompt();
    },
    end: () => context.exit(),
    async complete(text) {
      const words = text.trimStart().split(/\s+/);
      if (words.length < 2) return names;
      const path = words.at(-1) ?? "";
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      const infos = await files.list(resolvePath(context, folder)).catch(() => []);
      return infos.map((info) => `${folder}${info.name}${info.folder ? "/" : ""}`);
    },
  });
  // The native agent's shell prompts, clears the screen and prompts again, and clients such as
  // pylibmeshctrl wait for the second prompt. Here, the greeting is written over the first one.
  terminal.write(promptText());
  context.write("\rA shell of this page, not of its computer. Type help.\n");
  prompt();
  return { input: (text) => editor.input(text), resized: () => editor.redraw() };
}
