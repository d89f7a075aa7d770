import type { FileSystem } from "../files/file_system.ts";
import { type CommandContext, type ShellCommand, splitWords } from "./command.ts";
import { FILE_COMMANDS, resolvePath } from "./file_commands.ts";
import { LineEditor } from "./line_editor.ts";
import { JS_COMMAND, PAGE_COMMANDS } from "./page_commands.ts";
import type { Shell, ShellSession, Terminal } from "./shell.ts";

/** What a {@linkcode commandShell} is made from. */
export interface CommandShellOptions {
  /** The files that its commands work on. */
  readonly files: FileSystem;
  /** Commands of the page's own. */
  readonly commands?: readonly ShellCommand[];
  /** Adds `js`, which runs whatever an operator types with all rights of the page. */
  readonly js?: boolean;
}

/** The default shell of an agent: commands over its files and its page, and those of the embedder. */
export function commandShell({ files, commands = [], js = false }: CommandShellOptions): Shell {
  const known = new Map<string, ShellCommand>();
  const help: ShellCommand = {
    name: "help",
    help: "– this list",
    run({ write }) {
      for (const { name, help } of known.values()) write(`${name.padEnd(8)} ${help}\n`);
    },
  };
  const all = [help, ...FILE_COMMANDS, ...PAGE_COMMANDS, ...js ? [JS_COMMAND] : [], ...commands];
  for (const command of all) known.set(command.name, command);

  const run = async (context: CommandContext, line: string): Promise<void> => {
    const [name, ...words] = splitWords(line);
    if (name === undefined) return;
    const command = known.get(name);
    if (command === undefined) return context.write(`${name}: not a command here; try help\n`);
    try {
      await command.run(context, words, line.trim().slice(name.length).trim());
    } catch (error) {
      context.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  };

  return {
    open: (terminal) => openSession(terminal, files, known, run),
    async run(lines, write, signal) {
      let over = false;
      const exit = () => over = true;
      const context: CommandContext = { write, signal, files, folder: [], exit };
      for (const line of lines.split(/\r?\n/)) {
        if (!over && !signal.aborted) await run(context, line);
      }
    },
  };
}

function openSession(
  terminal: Terminal,
  files: FileSystem,
  known: ReadonlyMap<string, ShellCommand>,
  run: (context: CommandContext, line: string) => Promise<void>,
): ShellSession {
  let command: AbortController | undefined;
  let over = false;
  const context = {
    write: (text: string) => terminal.write(text.replace(/\r?\n/g, "\r\n")),
    signal: terminal.signal,
    files,
    folder: [] as readonly string[],
    exit: () => {
      over = true;
      terminal.exit();
    },
  };
  const prompt = () => {
    if (!over) editor.prompt(`/${context.folder.join("/")}> `);
  };
  const editor = new LineEditor({
    get cols() {
      return terminal.cols;
    },
    write: (text) => terminal.write(text),
    async submit(line) {
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
    },
    interrupt() {
      command?.abort();
      command = undefined;
      prompt();
    },
    end: () => context.exit(),
    async complete(text) {
      const words = text.trimStart().split(/\s+/);
      if (words.length < 2) return [...known.keys()];
      const path = words.at(-1) ?? "";
      const folder = path.slice(0, path.lastIndexOf("/") + 1);
      const infos = await files.list(resolvePath(context, folder)).catch(() => []);
      return infos.map((info) => `${folder}${info.name}${info.folder ? "/" : ""}`);
    },
  });
  context.write("A shell of this page, not of its computer. Type help.\n");
  prompt();
  return { input: (text) => editor.input(text), resized: () => editor.redraw() };
}
