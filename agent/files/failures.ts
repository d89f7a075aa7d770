import type { JsonObject } from "../../protocol/mod.ts";
import type { OpenTunnel } from "../tunnel/open_tunnel.ts";
import { reasonOf } from "./reason.ts";

/** Seconds that a text stands over the operator's list of files. */
const SHOWN = 10;

/** Characters of a path. */
const MAX_PATH = 200;
/** Commands about one path. */
const SINGLE = new Set<unknown>(
  ["mkdir", "rename", "findfile", "zip", "unzip", "upload", "download"],
);

/** What a command does, where its name does not say it to people. */
const WORDS: Readonly<Record<string, string>> = {
  mkdir: "create a folder",
  rm: "delete",
  findfile: "search",
};

/** Tells an operator, and the event log, why a command failed. */
export class Failures {
  readonly #tunnel: OpenTunnel;
  #shown = "";

  constructor(tunnel: OpenTunnel) {
    this.#tunnel = tunnel;
  }

  /** Writes it into the event log. @returns the text. */
  log(command: JsonObject, error: unknown): string {
    const action = String(command.action);
    const text = `Failed to ${WORDS[action] ?? action}: ${subjectOf(command)}${reasonOf(error)}`;
    this.#tunnel.log(0, text);
    return text;
  }

  /** Shows a text over the operator's list of files. */
  show(msg: string): void {
    // The UI shows nothing for the text that it had last.
    if (msg === this.#shown) this.#tunnel.control({ type: "console", msg: null, msgid: 0 });
    this.#shown = msg;
    this.#tunnel.control({ type: "console", msg, msgid: 0, timeout: SHOWN });
  }
}

/** What a command is about, in front of the reason; those with many names say it themselves. */
function subjectOf({ action, path, oldname, output, name, input }: JsonObject): string {
  if (!SINGLE.has(action)) return "";
  const parts = action === "unzip" ? [input] : [path, oldname ?? output ?? name];
  const names = parts.flatMap((part) => typeof part === "string" ? part.split("/") : []);
  return `"/${names.filter((name) => name !== "").join("/").slice(0, MAX_PATH)}": `;
}
