import { Capability, type EnrolledAgent, formatId } from "../protocol/mod.ts";
import type { JsonObject } from "../protocol/mod.ts";
import type { SimulatedDevice, SimulatorGroup } from "./device.ts";
import type { DeviceChange } from "./events.ts";

/** The connection of a device's agent, as the list sees it. */
export interface DeviceLink {
  /** From the handshake: the record goes when the link does. */
  readonly temporary: boolean;
  /** Sends a JSON message to the agent. */
  send(message: JsonObject): void;
  /** Ends the connection. */
  close(): void;
  /** Stops listening to the agent, but leaves the connection open. */
  abandon(): void;
}

/** What an agent brings beside its handshake. */
export interface Arrival {
  readonly agent: EnrolledAgent;
  /** From the message `agentName`. */
  readonly agentName: string | undefined;
  readonly address: string;
}

/** The devices of a simulator, and the connection of each that is online. */
export class DeviceList {
  readonly groups: readonly SimulatorGroup[];
  readonly #onChange: (change: DeviceChange, device: SimulatedDevice) => void;
  readonly #devices = new Map<string, SimulatedDevice>();
  readonly #links = new Map<string, DeviceLink>();

  constructor(
    groups: readonly SimulatorGroup[],
    onChange: (change: DeviceChange, device: SimulatedDevice) => void,
  ) {
    this.groups = groups;
    this.#onChange = onChange;
  }

  all(): SimulatedDevice[] {
    return [...this.#devices.values()];
  }

  get(nodeId: string): SimulatedDevice | undefined {
    return this.#devices.get(nodeId);
  }

  /** The connection of a device that is online. */
  link(nodeId: string): DeviceLink | undefined {
    return this.#links.get(nodeId);
  }

  /**
   * Whether an agent may come in: a device that is known stays in its group, whichever group it
   * names; a new one must name one that exists.
   */
  admits({ nodeId, info }: EnrolledAgent): boolean {
    return this.#devices.has(nodeId) || this.#groupOf(info.meshId) !== undefined;
  }

  /** Makes or updates the record of an admitted agent; `link` replaces an earlier one. */
  connect(arrival: Arrival, link: DeviceLink): void {
    const { nodeId } = arrival.agent;
    const known = this.#devices.get(nodeId);
    if (known === undefined) this.#put("added", this.#newDevice(arrival));
    else this.update(nodeId, (device) => seenAgain(device, arrival));
    const earlier = this.#links.get(nodeId);
    this.#links.set(nodeId, link);
    if (earlier === undefined) this.#change("online", nodeId, { online: true });
    else earlier.abandon();
  }

  /** Changes the record of a device, when it is there and something changes. */
  update(nodeId: string, change: (device: SimulatedDevice) => SimulatedDevice): void {
    const before = this.#devices.get(nodeId);
    if (before === undefined) return;
    const after = change(before);
    if (after === before || JSON.stringify(after) === JSON.stringify(before)) return;
    this.#put(after.name === before.name ? "changed" : "renamed", after);
  }

  /** The link is gone. Nothing happens when another has replaced it. */
  disconnect(nodeId: string, link: DeviceLink): void {
    if (this.#links.get(nodeId) !== link) return;
    this.#links.delete(nodeId);
    const device = this.#devices.get(nodeId);
    if (device === undefined) return;
    const { sessions: _, ...rest } = device;
    this.#put("offline", { ...rest, online: false });
    if (link.temporary) this.remove(nodeId);
  }

  remove(nodeId: string): void {
    const device = this.#devices.get(nodeId);
    if (device === undefined) return;
    this.#devices.delete(nodeId);
    this.#onChange("removed", device);
  }

  #newDevice({ agent: { nodeId, info }, agentName, address }: Arrival): SimulatedDevice {
    const group = this.#groupOf(info.meshId);
    if (group === undefined) throw new TypeError("connect() needs an agent that is admitted");
    return {
      nodeId,
      name: agentName ?? info.name ?? "",
      hostName: info.name ?? "",
      online: false,
      group: group.name,
      groupId: group.id,
      agentId: info.agentId,
      agentVersion: info.agentVersion,
      capabilities: info.capabilities,
      platformType: info.platformType >= 1 && info.platformType <= 8 ? info.platformType : 1,
      address,
      coreInfo: {},
    };
  }

  #groupOf(meshId: Uint8Array): SimulatorGroup | undefined {
    const id = formatId(meshId);
    return this.groups.find((group) => group.id === id);
  }

  #change(change: DeviceChange, nodeId: string, members: Partial<SimulatedDevice>): void {
    const device = this.#devices.get(nodeId);
    if (device !== undefined) this.#put(change, { ...device, ...members });
  }

  #put(change: DeviceChange, device: SimulatedDevice): void {
    this.#devices.set(device.nodeId, device);
    this.#onChange(change, device);
  }
}

/** `meshagent.js`, completeAgentConnection: neither name nor group nor icon are taken anew. */
function seenAgain(
  device: SimulatedDevice,
  { agent: { info }, address }: Arrival,
): SimulatedDevice {
  const kept = Capability.Console | Capability.JavaScript;
  const sameKept = (device.capabilities & kept) === (info.capabilities & kept);
  return {
    ...device,
    hostName: info.name ?? "",
    agentId: info.agentId,
    agentVersion: info.agentVersion,
    capabilities: sameKept ? device.capabilities : info.capabilities,
    address,
  };
}
