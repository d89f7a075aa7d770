import {
  ApiError,
  type Backend,
  type BackendLogin,
  type BackendSession,
  type Caller,
  type Credentials,
  type DeviceTunnel,
  EventLog,
  type Feed,
  type Operator,
  partialOperator,
} from "../api/mod.ts";
import { ControlError, type Device, type DeviceGroup, type User } from "../control/mod.ts";
import { TunnelProtocol } from "../protocol/mod.ts";
import type { DeviceChange, MeshSimulator, SimulatedDevice } from "../simulator/mod.ts";

const FULL_ADMINISTRATOR = 0xffff_ffff;
/** Events kept for streams that were interrupted. */
const EVENT_WINDOW = 512;

const PROTOCOLS = {
  terminal: TunnelProtocol.Terminal,
  desktop: TunnelProtocol.Desktop,
  files: TunnelProtocol.Files,
} as const;

/** Who may log in. */
export interface SimulatorAccount {
  readonly username: string;
  readonly password: string;
}

/**
 * Our simulator behind the REST API: its devices live, and tunnels to them. What it has no notion of,
 * such as accounts and sharing links, is empty or `not_supported`.
 */
export class SimulatorBackend implements Backend {
  readonly #simulator: MeshSimulator;
  readonly #account: SimulatorAccount;
  readonly #events = new EventLog(EVENT_WINDOW);
  readonly #closed = Promise.withResolvers<void>();

  /** One account, which may do everything. */
  constructor(simulator: MeshSimulator, account: SimulatorAccount) {
    this.#simulator = simulator;
    this.#account = account;
    simulator.addEventListener("devicechange", ({ change, device }) => this.#log(change, device));
  }

  login({ username, password }: BackendLogin): Promise<BackendSession> {
    const { username: known, password: right } = this.#account;
    if (username.toLowerCase() !== known || password !== right) {
      const detail = "The user name or the password is wrong.";
      return Promise.reject(new ApiError("invalid_login", detail));
    }
    return Promise.resolve({ userId: `user//${known}`, name: known, credentials: CREDENTIALS });
  }

  renew(): Promise<Credentials> {
    return Promise.resolve(CREDENTIALS);
  }

  logout(): Promise<void> {
    return Promise.resolve();
  }

  feed(): Promise<Feed> {
    return Promise.resolve({
      events: this.#events,
      closed: this.#closed.promise,
      [Symbol.dispose]: () => {},
    });
  }

  lastEventId(): string {
    return this.#events.lastId;
  }

  async tunnel(
    _caller: Caller,
    deviceId: string,
    protocol: keyof typeof PROTOCOLS,
  ): Promise<DeviceTunnel> {
    const { nodeId, online } = this.#find(deviceId);
    if (!online) throw new ApiError("conflict", "The agent of this device is not connected.");
    const socket = await this.#simulator.openTunnel(nodeId, PROTOCOLS[protocol]);
    const frames = new ReadableStream<string | Uint8Array<ArrayBuffer>>({
      start(controller) {
        socket.addEventListener("message", ({ data }) =>
          controller.enqueue(
            typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer),
          ));
        socket.addEventListener("close", () => controller.close());
      },
    });
    return {
      frames,
      send: (frame) => Promise.resolve(socket.send(frame)),
      close: () => socket.close(),
    };
  }

  operator(): Promise<Operator> {
    const none = <T>(): Promise<readonly T[]> => Promise.resolve([]);
    const { username } = this.#account;
    return Promise.resolve(partialOperator({
      userInfo: { _id: `user//${username}`, name: username, siteadmin: FULL_ADMINISTRATOR },
      serverInfo: { domain: "", name: "simulator" },
      devices: () => Promise.resolve(this.#simulator.devices().map(asDevice)),
      device: async (id) => await Promise.resolve(asDevice(this.#find(id))),
      deviceGroups: () => Promise.resolve(this.#simulator.groups().map(asGroup)),
      users: () => Promise.resolve([asUser(username)]),
      userGroups: none,
      deviceShares: none,
      listEvents: none,
      loginTokens: none,
      notes: () => Promise.resolve(""),
    }, (name) => `This server is simulated, and knows nothing of “${name}”.`));
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed.resolve();
    return Promise.resolve();
  }

  #find(id: string): SimulatedDevice {
    const nodeId = id.split("/").at(-1);
    const found = this.#simulator.devices().find((device) => device.nodeId === nodeId);
    if (found === undefined) throw new ControlError("not-found", `There is no device ${id}.`);
    return found;
  }

  #log(change: DeviceChange, simulated: SimulatedDevice): void {
    const { nodeId: deviceId, groupId, online } = simulated;
    const event = { deviceId, groupId, time: new Date().toISOString() };
    const [conn, pwr] = online ? [1, 1] : [0, 0];
    switch (change) {
      case "online":
      case "offline":
        return this.#events.add({ type: "device.connection", ...event, conn, pwr, online });
      case "removed":
        return this.#events.add({ type: "device.removed", ...event });
      default: {
        const { name, icon, hostName, osDescription: os, address, tags, users } = asDevice(
          simulated,
        );
        const device = { name, icon, hostName, os, address, tags, users, description: undefined };
        const type = change === "added" ? "device.added" : "device.changed";
        return this.#events.add({ type, ...event, device });
      }
    }
  }
}

/** Nothing logs in anywhere with them. */
const CREDENTIALS: Credentials = { kind: "cookie", cookie: "" };

function asDevice(device: SimulatedDevice): Device {
  const { nodeId, name, hostName, groupId, group, online, platformType, address, tag } = device;
  const { osdesc, users } = device.coreInfo;
  return {
    id: `node//${nodeId}`,
    name,
    hostName,
    groupId: `mesh//${groupId}`,
    groupName: group,
    online,
    connection: online ? 1 : 0,
    power: online ? 1 : 0,
    icon: platformType,
    agent: {
      id: device.agentId,
      version: device.agentVersion,
      capabilities: device.capabilities,
    },
    ...(typeof osdesc === "string" ? { osDescription: osdesc } : {}),
    address,
    tags: tag === undefined ? [] : [tag],
    users: Array.isArray(users) ? users.map(String) : [],
    raw: {},
  };
}

function asGroup({ id, name }: { readonly id: string; readonly name: string }): DeviceGroup {
  return {
    id: `mesh//${id}`,
    name,
    type: 2,
    flags: 0,
    consent: 0,
    expireDays: 0,
    inviteCodes: [],
    rights: new Map(),
    raw: {},
  };
}

function asUser(name: string): User {
  return {
    id: `user//${name}`,
    name,
    emailVerified: false,
    siteRights: FULL_ADMINISTRATOR,
    locked: false,
    rights: new Map(),
    raw: {},
  };
}
