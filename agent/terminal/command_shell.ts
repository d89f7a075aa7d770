import { checkOptions } from "../check_options.ts";
import type { FileSystem } from "../files/file_system.ts";
import { type CommandContext, restOf, type ShellCommand, splitWords } from "./command.ts";
import { harmless } from "./display_unit.ts";
import { FILE_COMMANDS } from "./file_commands.ts";
import { JS_COMMAND, PAGE_COMMANDS } from "./page_commands.ts";
import type { Shell } from "./shell.ts";
import { openSession } from "./shell_session.ts";

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
export function commandShell(options: CommandShellOptions): Shell {
  checkOptions(options, { files: 1, commands: 1, js: 1 }, "commandShell: ");
  const { files, commands = [], js = false } = options;
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
    if (command === undefined) {
      return context.write(`${harmless(name)}: not a command here; try help\n`);
    }
    try {
      await command.run(context, words, restOf(line));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      context.write(`${name}: ${harmlessLines(text)}\n`);
    }
  };
  const isIncomplete = (line: string): boolean => {
    const [name = ""] = splitWords(line);
    return known.get(name)?.isIncomplete?.(restOf(line)) ?? false;
  };

  return {
    open: (terminal) =>
      openSession(terminal, { files, names: [...known.keys()], run, isIncomplete }),
    async run(lines, write, signal) {
      let over = false;
      const exit = () => over = true;
      const context: CommandContext = { write, signal, files, folder: [], exit };
      let whole = "";
      for (const line of lines.split(/\r?\n/)) {
        if (over || signal.aborted) return;
        whole = whole === "" ? line : `${whole}\n${line}`;
        if (isIncomplete(whole)) continue;
        await run(context, whole);
        whole = "";
      }
      if (!over && !signal.aborted) await run(context, whole);
    },
  };
}

function harmlessLines(text: string): string {
  return text.split("\n").map(harmless).join("\n");
}
