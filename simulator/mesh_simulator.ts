import {
  agentUrl,
  type Enrollment,
  formatHexId,
  formatId,
  type JsonObject,
  parseId,
  ServerHandshake,
} from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { AgentSession, type ServerSocket, type SessionObserver } from "./agent_session.ts";
import { type SimulatorClock, systemClock } from "./clock.ts";
import type { SimulatedDevice, SimulatorGroup } from "./device.ts";
import { DeviceList } from "./device_list.ts";
import { Disconnections } from "./disconnections.ts";
import {
  AgentMessageEvent,
  DeviceChangeEvent,
  FrameEvent,
  HeldEvent,
  RelayFrameEvent,
  type SimulatorEventMap,
} from "./events.ts";
import type { OpenPort } from "./listen.ts";
import { MemorySocket } from "./memory_socket.ts";
import {
  checkListenOptions,
  checkSimulatorOptions,
  type ListeningSimulator,
  type ListenOptions,
  type MeshSimulatorOptions,
} from "./options.ts";
import { Relay } from "./relay.ts";
import {
  createSimulatorIdentity,
  type Fingerprints,
  fingerprints,
  type SimulatorIdentity,
} from "./simulator_identity.ts";
import { type OpenTunnelOptions, tunnelMessage } from "./tunnel_message.ts";
import { TypedEventTarget } from "./typed_event_target.ts";

/** Leads nowhere (RFC 2606): for enrolments that only `connect()` is used with. */
const NOWHERE = "wss://simulator.invalid";

/** Where tunnels are paired. */
const RELAY_PATHS: ReadonlySet<string> = new Set(["/meshrelay.ashx", "/devicefile.ashx"]);

/**
 * A MeshCentral server in memory. Agents enrol, are listed, come, go and are refused as with
 * version 1.1.55 (`meshagent.js`), with one difference: the simulator updates no native agent and
 * pushes no core. Every binary and every core counts as the current one, and so does none: an empty
 * CORE_HASH gets CORE_OK, where a real server answers with a core.
 *
 * Fires the events of {@linkcode SimulatorEventMap}.
 *
 * @example On a port of this machine
 * ```ts
 * import { MeshSimulator } from "@cs/meshcentral/simulator";
 * import assert from "node:assert/strict";
 *
 * await using simulator = new MeshSimulator({ groups: ["demo"] });
 * const { url, meshId } = await simulator.listen({ port: 0 });
 * assert.match(url, /^ws:\/\/127\.0\.0\.1:\d+$/);
 * assert.deepEqual(simulator.groups(), [{ id: meshId, name: "demo" }]);
 * assert.deepEqual(simulator.devices(), []); // until an agent enrols
 * ```
 */
export class MeshSimulator extends TypedEventTarget<SimulatorEventMap> {
  readonly #options: MeshSimulatorOptions;
  readonly #clock: SimulatorClock;
  readonly #devices: DeviceList;
  readonly #disconnections: Disconnections;
  readonly #sessions = new Set<AgentSession>();
  readonly #ports: OpenPort[] = [];
  readonly #relay: Relay;
  #server: Promise<SimulatorIdentity & Fingerprints> | undefined;
  #connections = 0;
  #closed = false;

  /**
   * A server without agents, which listens nowhere yet.
   *
   * @throws {TypeError} without a group.
   */
  constructor(options: MeshSimulatorOptions = {}) {
    super();
    checkSimulatorOptions(options);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#disconnections = new Disconnections(this.#clock);
    this.#devices = new DeviceList(
      (options.groups ?? ["demo"]).map(asGroup),
      (change, device) => this.dispatchEvent(new DeviceChangeEvent(change, device)),
    );
    this.#relay = new Relay(
      this.#clock,
      (...frame) => this.dispatchEvent(new RelayFrameEvent(...frame)),
    );
    this.#groupNamed(undefined);
  }

  /** All devices, online or not. */
  devices(): SimulatedDevice[] {
    return this.#devices.all();
  }

  /** All device groups. */
  groups(): SimulatorGroup[] {
    return [...this.#devices.groups];
  }

  /**
   * What an agent must be told to enrol; its members are options of a `BrowserAgent`. `server` is
   * the latest address that is listened on; without any it leads nowhere, and the agent connects
   * with `webSocket: () => simulator.connect()`.
   *
   * @param options `group`: the name of the group to join. @default the first
   * @throws {TypeError} when there is no such group.
   */
  async enrollment(
    options: { readonly group?: string } = {},
  ): Promise<Required<Enrollment>> {
    const group = this.#groupNamed(options.group);
    const { serverId, serverHash } = await this.#startServer();
    const server = agentUrl(this.#ports.at(-1)?.url ?? NOWHERE);
    return { server, meshId: group.id, meshName: group.name, serverHash, serverId };
  }

  /**
   * Listens on a port of this machine, in Node and Deno; may be called again for another one.
   *
   * @throws {Error} the system's, when the port is taken or not allowed.
   */
  async listen(options: ListenOptions = {}): Promise<ListeningSimulator> {
    checkListenOptions(options);
    const [{ openPort }, server] = await Promise.all([
      import("./listen.ts"),
      this.#startServer(),
    ]);
    const port = await openPort({
      hostname: options.hostname ?? "127.0.0.1",
      port: options.port ?? 0,
      tls: options.tls ? server.tls : undefined,
      accept: (socket, address) => this.#serve(socket, address),
      relay: (socket, query) => this.#join(socket, query),
    });
    if (this.#closed) await port.close();
    this.#assertOpen();
    this.#ports.push(port);
    const { id: meshId } = this.#groupNamed(undefined);
    return { url: port.url, meshId, serverId: server.serverId, serverHash: server.serverHash };
  }

  /**
   * Connects an agent without a port: the client's end of a WebSocket in memory.
   *
   * @param url Of a tunnel, as the agent asks its `webSocket` for it. @default `/agent.ashx`
   */
  connect(url: string = NOWHERE): WebSocketLike {
    this.#assertOpen();
    const [client, server] = MemorySocket.pair();
    const { pathname, searchParams } = new URL(url);
    if (RELAY_PATHS.has(pathname)) this.#join(server, searchParams);
    else this.#serve(server, "memory");
    return client;
  }

  /**
   * Opens a tunnel to a device as an operator: its agent is sent `msg/tunnel`. Resolves with the
   * operator's end, for a `ViewerTunnel`; listen to it in the same task. It closes after 15 s when
   * no agent comes.
   *
   * @param protocol A number of `TunnelProtocol`.
   * @throws {TypeError} when no agent of that device is connected.
   */
  async openTunnel(
    nodeId: string,
    protocol: number,
    options: OpenTunnelOptions = {},
  ): Promise<WebSocketLike> {
    this.#assertOpen();
    const { serverHash } = await this.#startServer();
    const id = crypto.randomUUID();
    if (!this.send(nodeId, tunnelMessage(id, nodeId, protocol, serverHash, options))) {
      throw new TypeError("no agent of that device is connected");
    }
    const [operator, server] = MemorySocket.pair();
    operator.binaryType = "arraybuffer";
    this.#relay.join(id, "operator", server);
    return operator;
  }

  /** Sends a JSON message to a device's agent; returns whether one is connected. */
  send(nodeId: string, message: JsonObject): boolean {
    const link = this.#devices.link(nodeId);
    link?.send(message);
    return link !== undefined;
  }

  /** Disconnects a device's agent as an administrator can; returns whether one is connected. */
  disconnect(nodeId: string): boolean {
    const link = this.#devices.link(nodeId);
    link?.close();
    return link !== undefined;
  }

  /** Ends like a server's process: agents see a broken connection. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#relay.terminate();
    await Promise.all([...this.#sessions].map((session) => session.terminate()));
    await Promise.all(this.#ports.splice(0).map((port) => port.close()));
    await this.#server?.catch(() => {});
  }

  /** Same as {@linkcode close}, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #serve(socket: ServerSocket, address: string): AgentSession {
    const session: AgentSession = new AgentSession(socket, {
      address,
      clock: this.#clock,
      devices: this.#devices,
      disconnections: this.#disconnections,
      handshake: this.#startServer().then((server) => this.#newHandshake(server)),
      idleTimeout: (this.#options.agentIdleTimeout ?? 150) * 1000,
      observer: this.#observe(++this.#connections, address, () => this.#sessions.delete(session)),
    });
    this.#sessions.add(session);
    return session;
  }

  /** A real server knows an agent's end by its `rauth`. */
  #join(socket: ServerSocket, query: URLSearchParams): void {
    this.#relay.join(query.get("id") ?? "", query.has("rauth") ? "agent" : "operator", socket);
  }

  #observe(connection: number, address: string, ended: () => void): SessionObserver {
    return {
      frame: (from, data, nodeId) =>
        this.dispatchEvent(new FrameEvent(from, data, connection, nodeId)),
      held: (reason) => this.dispatchEvent(new HeldEvent(reason, connection, address)),
      message: (nodeId, message) => this.dispatchEvent(new AgentMessageEvent(nodeId, message)),
      ended,
    };
  }

  #newHandshake({ agent, acceptedHashes }: SimulatorIdentity & Fingerprints): ServerHandshake {
    return new ServerHandshake({
      certificate: agent.certificate,
      privateKey: agent.privateKey,
      acceptServerHash: (hash) => acceptedHashes.has(formatHexId(hash)),
      acceptMesh: () => true,
      ignoreAgentHashCheck: this.#options.ignoreAgentHashCheck ?? false,
    });
  }

  #startServer(): Promise<SimulatorIdentity & Fingerprints> {
    return this.#server ??= Promise.resolve(this.#options.identity ?? createSimulatorIdentity())
      .then(async (identity) => ({ ...identity, ...await fingerprints(identity) }));
  }

  #groupNamed(name: string | undefined): SimulatorGroup {
    const group = this.#devices.groups.find((group) => name === undefined || group.name === name);
    if (group !== undefined) return group;
    throw new TypeError(
      name === undefined ? "a simulator needs a device group" : `no device group is named ${name}`,
    );
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error("the simulator is closed");
  }
}

function asGroup(group: string | SimulatorGroup): SimulatorGroup {
  if (typeof group !== "string") return { ...group, id: formatId(parseId(group.id)) };
  return { id: formatId(crypto.getRandomValues(new Uint8Array(48))), name: group };
}
