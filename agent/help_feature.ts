import type { JsonObject } from "../protocol/mod.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
import { shortText } from "./reply.ts";

/** Most characters of what the person writes: the server takes 4095 of a line of its log. */
const MAX_TEXT = 2000;

/**
 * Lets the person at the page ask for help: MeshCentral marks the device and shows the text in its
 * device list, writes it to the log, and mails those whom it is told to (`agents/meshcore.js`,
 * requesthelp). An operator may dismiss it. Fires `change` whenever {@linkcode requested} does.
 *
 * @example A request that is made before the agent is online
 * ```ts
 * import { helpFeature } from "@cs/meshcentral/agent";
 * import assert from "node:assert/strict";
 *
 * const help = helpFeature();
 * help.request("The printer is on fire");
 * assert.equal(help.requested, "The printer is on fire");
 * help.cancel();
 * assert.equal(help.requested, undefined);
 * ```
 */
export class HelpFeature extends EventTarget implements AgentFeature {
  /** `"help"` */
  readonly name = "help";
  /** None. */
  readonly capabilities = 0;
  #session: AgentSession | undefined;
  #requested: string | undefined;
  #who = "";

  /** What was asked for, until it is cancelled or dismissed. */
  get requested(): string | undefined {
    return this.#requested;
  }

  /** Asks for help; said when the agent is online, and again whenever it comes back. */
  request(text: string, who = "The person at this page"): void {
    this.#requested = shortText(text, MAX_TEXT);
    this.#who = shortText(who, 100);
    this.#tell();
    this.#session?.send({
      action: "log",
      msgid: 98,
      msgArgs: [this.#who, this.#requested],
      msg: `Help Requested, user: ${this.#who}, details: ${this.#requested}`,
    });
    this.dispatchEvent(new Event("change"));
  }

  /** Help is not needed any more. */
  cancel(): void {
    if (this.#requested === undefined) return;
    this.#requested = undefined;
    this.#tell();
    this.dispatchEvent(new Event("change"));
  }

  /** The agent came online. */
  start(session: AgentSession): void {
    this.#session = session;
    session.signal.addEventListener("abort", () => {
      if (this.#session === session) this.#session = undefined;
    });
    if (this.#requested !== undefined) this.#tell();
  }

  /** An operator dismisses the request: `msg/localapp`. */
  receive({ action, type, value }: JsonObject): boolean {
    if (action !== "msg" || type !== "localapp") return false;
    if ((value as JsonObject | null)?.cmd === "cancelhelp") this.cancel();
    return true;
  }

  #tell(): void {
    const value = this.#requested === undefined ? {} : { [this.#who]: this.#requested };
    this.#session?.send({ action: "sessions", type: "help", value });
  }
}

/** Lets the person at the page ask for help. */
export function helpFeature(): HelpFeature {
  return new HelpFeature();
}
