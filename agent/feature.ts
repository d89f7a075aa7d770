import type { JsonObject } from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { AccessOptions } from "./access.ts";

/** The connection as a feature sees it, while the agent is online. */
export interface AgentSession {
  /** The node's id, 64 characters. */
  readonly nodeId: string;
  /** Aborted when this connection ends. */
  readonly signal: AbortSignal;
  /** Whom the agent lets in, and who is asked. */
  readonly access: AccessOptions;
  /** Sends a JSON message to the server. */
  send(message: JsonObject): void;
  /** Opens another WebSocket to the same server, at a path that begins with a slash. */
  openSocket(path: string): WebSocketLike;
}

/** Something an agent can do beyond being listed; given to it in `features`. */
export interface AgentFeature {
  /** For people and logs: `"terminal"`. */
  readonly name: string;
  /** Bits of `Capability` that the server is told of. */
  readonly capabilities: number;
  /** The agent came online; `features` are all of its features, in their order. */
  start?(session: AgentSession, features?: readonly AgentFeature[]): void;
  /** Takes a JSON message of the server; true when it was this feature's. */
  receive(message: JsonObject, session: AgentSession): boolean;
}
