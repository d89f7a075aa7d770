import { Capability } from "../../protocol/capability.ts";
import type { OptionNames } from "../../protocol/unknown_option.ts";
import type { AccessOptions } from "../access.ts";
import { checkOptions } from "../check_options.ts";
import type { AgentFeature } from "../feature.ts";
import { checkFiles, FILES_OPTIONS, type FilesOptions } from "../files/files_feature.ts";
import { tunnelFeature } from "../tunnel/tunnel_feature.ts";
import type { ShellCommand } from "./command.ts";
import type { Shell } from "./shell.ts";

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

const NAMES: OptionNames<TerminalOptions> = { ...FILES_OPTIONS, shell: 1, commands: 1, js: 1 };

/**
 * A terminal in MeshCentral's UI and in `meshctrl shell`, and commands without one (`meshctrl
 * runcommand`): a small shell of the page, over the agent's files.
 */
export function terminalFeature(options: TerminalOptions = {}): AgentFeature {
  checkOptions(options, NAMES, "terminalFeature: ");
  checkFiles(options, "terminalFeature: ");
  let shell: Shell | undefined;
  const load = async (agent: AccessOptions) => {
    const terminal = await import("./serve_terminal.ts");
    shell ??= terminal.shellOf(options, agent);
    return { ...terminal, shell };
  };
  return tunnelFeature(
    "terminal",
    Capability.Terminal,
    () => ({
      kind: "terminal",
      async open(tunnel) {
        const { TerminalService, shell } = await load(tunnel.access);
        return new TerminalService(tunnel, shell);
      },
    }),
    (message, session) => {
      if (message.action !== "runcommands") return false;
      void load(session.access).then(({ runCommands, shell }) =>
        runCommands(message, session, shell)
      );
      return true;
    },
  );
}
