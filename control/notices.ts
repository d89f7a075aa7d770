import { number } from "./json.ts";
import type { ControlMessage } from "./types.ts";

/**
 * Whether the server, and no device, tells the account something by one of these numbers. A device may
 * send its operators any such message; the server then adds from which it came
 * (`routeAgentCommand` in webserver.js).
 */
export function isNotice(message: ControlMessage, numbers: readonly number[]): boolean {
  return message.action === "msg" && message["type"] === "notify" &&
    numbers.includes(number(message["msgid"]) ?? 0) &&
    message["nodeid"] === undefined && message["fromNodeid"] === undefined;
}
