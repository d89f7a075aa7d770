import { Capability } from "../../protocol/mod.ts";
import type { AgentFeature } from "../feature.ts";
import { type FilesOptions, fileSystemOf } from "../files/files_feature.ts";
import { tunnelFeature } from "../tunnel/tunnel_feature.ts";
import type { ShellCommand } from "./command.ts";
import { commandShell } from "./command_shell.ts";
import { runCommands } from "./run_commands.ts";
import type { Shell } from "./shell.ts";
import { TerminalService } from "./terminal_service.ts";

/** What {@linkcode terminalFeature} may be told. */
export interface TerminalOptions extends FilesOptions {
  /** Another shell than the default one; the options below are the default one's. */
  readonly shell?: Shell;
  /** More commands. */
  readonly commands?: readonly ShellCommand[];
  /**
   * Adds `js`: whatever an operator types runs in the page, with all that the page may do.
   * @default {false}
   */
  readonly js?: boolean;
}

/**
 * A terminal in MeshCentral's UI and in `meshctrl shell`, and commands without one (`meshctrl
 * runcommand`): a small shell of the page, over the agent's files.
 */
export function terminalFeature(options: TerminalOptions = {}): AgentFeature {
  const shell = options.shell ?? commandShell({
    files: fileSystemOf(options.root),
    ...(options.commands === undefined ? {} : { commands: options.commands }),
    js: options.js ?? false,
  });
  return tunnelFeature(
    "terminal",
    Capability.Terminal,
    () => ({ kind: "terminal", open: (tunnel) => new TerminalService(tunnel, shell) }),
    (message, session) => {
      if (message.action !== "runcommands") return false;
      void runCommands(message, session, shell);
      return true;
    },
  );
}
