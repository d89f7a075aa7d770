import type { JsonObject } from "../protocol/mod.ts";
import type { AgentSession } from "./feature.ts";

/**
 * Repeated lines that a connection sends unchanged. The server (`meshagent.js`) counts each console
 * line that equals the one before it, whoever it was for, never resets that count, and closes the
 * agent's connection at the 31st.
 */
const MAX_REPEATED = 20;

const outputs = new WeakMap<AgentSession, ConsoleOutput>();

/** Returns the console output of a connection, shared by its features as the server's count is. */
export function consoleOutputOf(session: AgentSession): ConsoleOutput {
  const output = outputs.get(session) ?? new ConsoleOutput(session);
  outputs.set(session, output);
  return output;
}

/** Sends console lines without reaching the number of repetitions that the server allows. */
export class ConsoleOutput {
  readonly #session: AgentSession;
  #sent: string | undefined;
  #text: string | undefined;
  #times = 0;
  #repeated = 0;

  constructor(session: AgentSession) {
    this.#session = session;
  }

  /** Whether {@linkcode send} would mark this text, because too many lines were repeated. */
  wouldMark(text: string): boolean {
    return text === this.#sent && this.#repeated >= MAX_REPEATED;
  }

  /**
   * Sends a line. Once too many were repeated, a line that equals the last one ends with the number of
   * times in a row.
   *
   * @param to Fields that name the recipient: `sessionid`.
   */
  send(text: string, to: JsonObject): void {
    this.#times = text === this.#text ? this.#times + 1 : 1;
    this.#text = text;
    const value = this.wouldMark(text) ? `${text}\r\n(${this.#times} times)` : text;
    if (value === this.#sent) this.#repeated++;
    this.#sent = value;
    this.#session.send({ action: "msg", type: "console", value, ...to });
  }
}
