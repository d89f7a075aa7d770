import {
  Capability,
  Command,
  encodeMessage,
  type EnrolledAgent,
  type HoldReason,
  type JsonObject,
  type Message,
  type ServerHandshake,
} from "../protocol/mod.ts";
import { applyMessage } from "./agent_actions.ts";
import { hasBinary, hasCore, isKnown } from "./agent_kinds.ts";
import { applyCoreInfo } from "./core_info.ts";
import type { DeviceLink, DeviceList } from "./device_list.ts";
import type { Disconnections } from "./disconnections.ts";
import { readFrame } from "./read_frame.ts";

/** What a connection works with. */
export interface AgentConnectionOptions {
  /** A new one, whose `acceptMesh` accepts all: which group exists is decided by `devices`. */
  readonly handshake: ServerHandshake;
  readonly devices: DeviceList;
  readonly disconnections: Disconnections;
  readonly address: string;
  readonly output: AgentOutput;
}

/** Where the effects of a connection go. */
export interface AgentOutput {
  send(frame: Uint8Array): void;
  close(): void;
  held(reason: HoldReason): void;
  message(nodeId: string, message: JsonObject): void;
}

/** This many disconnects in the running window are fine; then, only the core is cleared. */
const SOME_DISCONNECTS = 4;
/** With more than this, there is not even an AUTH_CONFIRM. */
const MANY_DISCONNECTS = 6;

/** A server closes the connection that says the same on the console more often than this. */
const SAME_CONSOLE_LINES = 30;

/**
 * One agent's connection, from its first frame on, as `meshagent.js` has it; without I/O.
 */
export class AgentConnection implements DeviceLink {
  readonly #options: AgentConnectionOptions;
  #state: "authenticating" | "in" | "held" | "abandoned" = "authenticating";
  #agent: EnrolledAgent | undefined;
  #agentName: string | undefined;
  #consoleLine: unknown;
  #consoleRepeats = 0;

  constructor(options: AgentConnectionOptions) {
    this.#options = options;
  }

  get nodeId(): string | undefined {
    return this.#agent?.nodeId;
  }

  /** Recovery agents, which a real server keeps off its list altogether, are deleted too. */
  get temporary(): boolean {
    const bits = Capability.Temporary | Capability.Recovery;
    return ((this.#agent?.info.capabilities ?? 0) & bits) !== 0;
  }

  /**
   * Takes one frame; the next must wait for the promise, if there is one: while signatures are made
   * and checked.
   */
  receive(frame: Uint8Array | string): Promise<void> | undefined {
    const message = readFrame(frame);
    if (message === undefined) return undefined;
    if (this.#state === "authenticating") return this.#authenticate(frame, message);
    if (this.#state === "in" && this.#agent !== undefined) this.#serve(this.#agent, message);
    return undefined;
  }

  send(message: JsonObject): void {
    this.#options.output.send(encodeMessage({ command: "json", value: message }));
  }

  close(): void {
    this.ended("server");
    this.#options.output.close();
  }

  abandon(): void {
    this.#state = "abandoned";
  }

  /**
   * The connection is over. Only what the agent or the network ended counts as a disconnect, of
   * held agents too, once their signature was verified.
   */
  ended(by: "agent" | "server"): void {
    const { devices, disconnections } = this.#options;
    if (this.#agent !== undefined && this.#state !== "abandoned") {
      if (by === "agent") disconnections.add(this.#agent.nodeId);
      devices.disconnect(this.#agent.nodeId, this);
    }
    this.#state = "abandoned";
  }

  async #authenticate(frame: Uint8Array | string, message: Message): Promise<void> {
    const { handshake, output } = this.#options;
    if (message.command === "json") return this.#takeName(message.value);
    if (typeof frame === "string") return;
    const answers = await handshake.receive(frame);
    // It may have ended while signatures were made and checked.
    if (this.#state !== "authenticating") return;
    this.#agent = handshake.agent;
    // AUTH_CONFIRM, at the end, depends on more than the handshake.
    answers.slice(0, handshake.agent && -1).forEach(output.send);
    if (handshake.held !== undefined) this.#hold(handshake.held);
    else if (handshake.agent !== undefined) this.#admit(handshake.agent);
  }

  #takeName({ action, value }: JsonObject): void {
    if (action !== "agentName" || typeof value !== "string") return;
    if (value.length > 0 && value.length < 256) this.#agentName = value;
  }

  #hold(reason: HoldReason): void {
    this.#state = "held";
    this.#options.output.held(reason);
  }

  #admit(agent: EnrolledAgent): void {
    const { devices } = this.#options;
    if (!devices.admits(agent)) return this.#hold("unknown-mesh");
    const earlier = devices.link(agent.nodeId);
    if (!earlier?.temporary) return this.#enter(agent);
    // A real server stumbles here: it deletes the device, and with it the new connection.
    devices.disconnect(agent.nodeId, earlier);
    earlier.abandon();
    this.close();
  }

  #enter(agent: EnrolledAgent): void {
    const { devices, disconnections, address } = this.#options;
    const disconnects = disconnections.of(agent.nodeId);
    const isConfirmed = disconnects <= MANY_DISCONNECTS;
    this.#state = "in";
    if (isConfirmed) this.#send({ command: Command.AuthConfirm });
    // Who hears of a frame, or then of the device, may send to the agent, or end the connection.
    if (this.#hasLeft()) return;
    devices.connect({ agent, agentName: this.#agentName, address }, this);
    if (this.#hasLeft() || !isConfirmed) return;
    if (disconnects > SOME_DISCONNECTS) return this.#send({ command: Command.CoreModule });
    if (!isKnown(agent.info.agentId)) this.#send({ command: Command.CoreModule });
    if (hasBinary(agent.info.agentId)) this.#send({ command: Command.AgentHash });
    else if (runsCore(agent)) this.#send({ command: Command.CoreHash });
    else this.#greet(agent);
  }

  #hasLeft(): boolean {
    return this.#state !== "in";
  }

  /** `meshagent.js`, agentCoreIsStable. */
  #greet({ nodeId }: EnrolledAgent): void {
    this.send({ action: "serverInfo" });
    this.#askSystemInfo(nodeId);
  }

  /** An agent whose system information still has this hash need not send it again. */
  #askSystemInfo(nodeId: string): void {
    const hash = this.#options.devices.get(nodeId)?.systemInfo?.hash;
    this.send({ action: "sysinfo", ...(hash === undefined ? {} : { hash }) });
  }

  #serve(agent: EnrolledAgent, message: Message): void {
    const { devices } = this.#options;
    switch (message.command) {
      case "json":
        return this.#serveJson(agent, message.value);
      case Command.AgentHash:
        // Any hash passes for that of the newest binary: the simulator updates no agents.
        if (message.hash === undefined || !hasBinary(agent.info.agentId)) return;
        if (runsCore(agent)) this.#send({ command: Command.CoreHash });
        return;
      case Command.CoreHash:
        if (message.hash === undefined) {
          devices.update(agent.nodeId, (device) => applyCoreInfo(device, { caps: 0 }));
        }
        // Any core passes, also none: the simulator pushes no cores. A custom one (zeros) passes
        // even where the server has none of its own.
        if (!hasCore(agent.info.agentId) && !message.hash?.every((octet) => octet === 0)) return;
        this.#send({ command: Command.CoreOk });
        return this.#greet(agent);
      case Command.AgentTag:
        return devices.update(agent.nodeId, ({ tag: _, ...device }) => {
          const tag = tagOf(message.text);
          return { ...device, ...(tag === undefined ? {} : { tag }) };
        });
    }
  }

  #serveJson({ nodeId }: EnrolledAgent, message: JsonObject): void {
    const { devices, output } = this.#options;
    if (message.action === "msg" && message.type === "console" && this.#isStuck(message.value)) {
      return this.close();
    }
    if (message.action === "ping") this.send({ action: "pong" });
    if (message.action === "sysinfocheck") this.#askSystemInfo(nodeId);
    devices.update(nodeId, (device) => applyMessage(device, message));
    output.message(nodeId, message);
  }

  /** Repeats are counted over the whole connection: another line between them resets nothing. */
  #isStuck(line: unknown): boolean {
    if (line === this.#consoleLine) this.#consoleRepeats++;
    this.#consoleLine = line;
    return this.#consoleRepeats > SAME_CONSOLE_LINES;
  }

  #send(message: Message): void {
    this.#options.output.send(encodeMessage(message));
  }
}

function runsCore({ info }: EnrolledAgent): boolean {
  return (info.capabilities & Capability.JavaScript) !== 0 && hasCore(info.agentId);
}

/** The first line that is not empty and not one of the `~Server…` instructions. */
function tagOf(text: string): string | undefined {
  const lines = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("~"));
}
