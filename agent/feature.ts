import type { JsonObject } from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { AccessOptions } from "./access.ts";
import type { DeviceInfoSource } from "./device_info.ts";

/** The connection as a feature sees it, while the agent is online. */
export interface AgentSession {
  /** The node's id, 64 characters. */
  readonly nodeId: string;
  /** Aborted when this connection ends. */
  readonly signal: AbortSignal;
  /** Whom the agent lets in, and who is asked. */
  readonly access: AccessOptions;
  /**
   * Finds out what the device is, and tells the server again; for a feature whose
   * {@linkcode AgentFeature.deviceInfo} has changed.
   */
  refreshDeviceInfo(): void;
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
  /**
   * What this feature knows about the device; merged with the agent's own facts and those of the other
   * features, the later ones win. Asked each time that the agent tells the server.
   */
  readonly deviceInfo?: DeviceInfoSource;
  /**
   * Called when the agent is constructed.
   *
   * @throws {AgentError} `bad-options` if the feature cannot work with these options.
   */
  check?(access: AccessOptions): void;
  /** The agent came online; `features` are all of its features, in their order. */
  start?(session: AgentSession, features?: readonly AgentFeature[]): void;
  /** Takes a JSON message of the server; true when it was this feature's. */
  receive(message: JsonObject, session: AgentSession): boolean;
}
