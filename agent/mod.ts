/**
 * A browser tab as a managed node of a MeshCentral server. Runs in browsers, Deno and Node; needs
 * only web standards, and a WebSocket that may be injected.
 *
 * @module
 */
export { AgentError } from "./agent_error.ts";
export type { AgentErrorCode } from "./agent_error.ts";
export { AgentStateEvent, BrowserAgent } from "./browser_agent.ts";
export type { AgentState, ConnectOptions } from "./browser_agent.ts";
export type { AgentFeature, AgentSession } from "./feature.ts";
export { memoryIdentity } from "./identity_store.ts";
export type { IdentityStore } from "./identity_store.ts";
export { indexedDbIdentity } from "./indexeddb_identity.ts";
export type { BrowserAgentOptions, KeepAliveOptions } from "./options.ts";
export type { ReconnectOptions } from "./reconnect.ts";
export type { Ticker } from "./ticker.ts";
export type {
  WebSocketEventMap,
  WebSocketFactory,
  WebSocketLike,
  WebSocketRequest,
} from "../transport/websocket_like.ts";
export type { AgentIdentity, JsonObject, JsonValue } from "../protocol/mod.ts";
