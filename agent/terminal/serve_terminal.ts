/**
 * What the terminal feature needs once an operator opens the first one, or runs commands; loaded
 * then.
 *
 * @module
 */
import type { AccessOptions } from "../access.ts";
import { fileSystemOf } from "../files/any_file_system.ts";
import { commandShell } from "./command_shell.ts";
import type { Shell } from "./shell.ts";
import type { TerminalOptions } from "./terminal_feature.ts";

export { runCommands } from "./run_commands.ts";
export { TerminalService } from "./terminal_service.ts";

/** The shell that the options ask for. */
export function shellOf(
  { shell, root, commands = [], js = false }: TerminalOptions,
  agent: AccessOptions,
): Shell {
  return shell ?? commandShell({ files: fileSystemOf(root, agent), commands, js });
}
