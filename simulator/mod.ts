/**
 * A MeshCentral server in memory, for demos and tests: agents enrol with it as with a real one,
 * over a port of this machine or, also in a browser page, over no port at all.
 *
 * @module
 */
export type {
  AgentIdentity,
  Enrollment,
  HoldReason,
  JsonObject,
  JsonValue,
  Sender,
  TunnelFrame,
} from "../protocol/mod.ts";
export type { WebSocketEventMap, WebSocketLike } from "../transport/websocket_like.ts";
export { systemClock } from "./clock.ts";
export type { SimulatorClock } from "./clock.ts";
export type { SimulatedDevice, SimulatorGroup } from "./device.ts";
export {
  AgentMessageEvent,
  DeviceChangeEvent,
  FrameEvent,
  HeldEvent,
  RelayFrameEvent,
  type SimulatorEventMap,
} from "./events.ts";
export type { DeviceChange } from "./events.ts";
export { MeshSimulator } from "./mesh_simulator.ts";
export type { ListeningSimulator, ListenOptions, MeshSimulatorOptions } from "./options.ts";
export type { RelaySender, RelaySide } from "./relay.ts";
export { createSimulatorIdentity } from "./simulator_identity.ts";
export type { SimulatorIdentity } from "./simulator_identity.ts";
export type { OpenTunnelOptions } from "./tunnel_message.ts";
export { TypedEventTarget } from "./typed_event_target.ts";
