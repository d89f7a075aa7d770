import type { JsonObject } from "../protocol/mod.ts";

/** A device group. */
export interface SimulatorGroup {
  /** 64 characters: the MeshID, the secret that lets an agent in. */
  readonly id: string;
  /** Shown to people. */
  readonly name: string;
}

/**
 * What the simulator knows of a device. The record stays when the device goes offline; each is a
 * snapshot that never changes.
 */
export interface SimulatedDevice {
  /** 64 characters. */
  readonly nodeId: string;
  /** From the first connection (`agentName`, or the host name), or from a later `coreinfo.name`. */
  readonly name: string;
  /** From the latest AUTH_INFO. */
  readonly hostName: string;
  /** Whether an agent is connected. */
  readonly online: boolean;
  /** Name of the device group. The first connection decides: later ones cannot move the device. */
  readonly group: string;
  /** MeshID of the device group, 64 characters. */
  readonly groupId: string;
  /** Kind of agent: 6 Linux x64, 17 ChromeOS, … */
  readonly agentId: number;
  /** Shown as `v<n>` when not 0. */
  readonly agentVersion: number;
  /** Sum of bits of `Capability`: 8 and 16 from the handshake, the others also from `coreinfo`. */
  readonly capabilities: number;
  /** Icon, 1 to 8, from the first connection. */
  readonly platformType: number;
  /** Where the latest connection came from: an IP address, or `"memory"`. */
  readonly address: string;
  /** First line of command 15 that does not begin with `~`. */
  readonly tag?: string;
  /** Every member of `coreinfo` messages that a server stores, the latest of each. */
  readonly coreInfo: JsonObject;
  /** `data` of the latest accepted `sysinfo`. */
  readonly systemInfo?: JsonObject;
  /** The latest `netinfo`. */
  readonly networkInfo?: JsonObject;
  /** `sessions` messages by their type, and `battery`; forgotten when the agent disconnects. */
  readonly sessions?: JsonObject;
}
