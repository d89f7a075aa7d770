import {
  AgentError,
  BrowserAgent,
  canvasSource,
  type DesktopCapture,
  desktopFeature,
  type Person,
} from "../agent/mod.ts";
import {
  Command,
  DesktopViewer,
  encodeDesktop,
  TunnelProtocol,
  ViewerTunnel,
} from "../protocol/mod.ts";
import type { DesktopInput } from "../protocol/mod.ts";
import {
  createSimulatorIdentity,
  MeshSimulator,
  type SimulatorIdentity,
} from "../simulator/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { Channel, FrameRecord } from "./frame_record.ts";
import { type Direction, type Frame, Link } from "./link.ts";
import type { TilePainter } from "./tile_painter.ts";

/** What can be broken. */
export interface Faults {
  wrongServerHash: boolean;
  wrongServerId: boolean;
  droppedFrame: boolean;
  tamperedSignature: boolean;
  slowLink: boolean;
}

/** What the page is told. */
export interface SessionObserver {
  frame(record: Omit<FrameRecord, "number" | "time">): void;
  step(step: Step, state: "begun" | "done" | "failed"): void;
  log(text: string, tone?: "bad"): void;
  latency(milliseconds: number): void;
  online(online: boolean): void;
}

/** Steps of an agent's life, in their order. */
export type Step = "identity" | "hello" | "proof" | "join" | "tunnel" | "tiles";

/** Milliseconds that the demo's agent waits for an answer; a real one has 15 s. */
const PATIENCE = 3000;

/** Every so many tiles one is lost. */
const LOSE_EVERY = 4;

/** One agent, one server and one operator, from the identity to the closed connection. */
export class DemoSession {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: TilePainter;
  readonly #faults: Faults;
  readonly #observer: SessionObserver;
  #serverIdentity: Promise<SimulatorIdentity> | undefined;
  #simulator: MeshSimulator | undefined;
  #agent: BrowserAgent | undefined;
  #operator: WebSocketLike | undefined;
  #tunnel: ViewerTunnel | undefined;
  #pinging: ReturnType<typeof setInterval> | undefined;
  #tiles = 0;
  #run = 0;

  constructor(
    canvas: HTMLCanvasElement,
    painter: TilePainter,
    faults: Faults,
    observer: SessionObserver,
  ) {
    this.#canvas = canvas;
    this.#painter = painter;
    this.#faults = faults;
    this.#observer = observer;
  }

  /** A life from the start; what ran before ends. */
  async start(): Promise<void> {
    const run = ++this.#run;
    await this.stop();
    const { log, step } = this.#observer;
    step("identity", "begun");
    log("The agent makes its identity: an RSA-3072 key, a self-signed certificate.");
    this.#serverIdentity ??= createSimulatorIdentity();
    const simulator = new MeshSimulator({
      groups: ["demo"],
      identity: await this.#serverIdentity,
    });
    if (run !== this.#run) return;
    this.#simulator = simulator;
    simulator.addEventListener("held", ({ reason }) => {
      if (run !== this.#run) return;
      log(`The server holds the agent without a word: ${reason}.`, "bad");
    });
    simulator.addEventListener("relayframe", ({ from, to, data }) => {
      if (from !== "relay" || to !== "operator" || run !== this.#run) return;
      this.#record("meshrelay.ashx", "relay", "server", data);
    });
    const enrollment = await simulator.enrollment();
    const agent = new BrowserAgent({
      ...enrollment,
      serverHash: broken(enrollment.serverHash, this.#faults.wrongServerHash),
      serverId: broken(enrollment.serverId, this.#faults.wrongServerId),
      name: "demo computer",
      features: [desktopFeature({ source: { open: () => this.#capture() } })],
      managed: true,
      consent: "none",
      person: NOBODY,
      reconnect: false,
      timeout: PATIENCE,
      webSocket: (url) => this.#link(simulator.connect(url), url, run),
    });
    this.#agent = agent;
    agent.addEventListener("statechange", () => {
      if (run !== this.#run) return;
      if (agent.state === "authenticating") {
        step("identity", "done");
        step("hello", "begun");
      }
      this.#observer.online(agent.state === "online");
    });
    try {
      await agent.connect();
    } catch (error) {
      if (run !== this.#run || !(error instanceof AgentError)) return;
      step(FAILED_AT[error.code] ?? "join", "failed");
      log(`The agent gives up: ${error.code}. ${error.message}. ${error.hint}`, "bad");
      return;
    }
    if (run !== this.#run) return;
    step("join", "done");
    log(`AUTH_CONFIRM: the server lists the agent as node//${agent.nodeId?.slice(0, 12)}….`);
    await this.#watch(simulator, agent.nodeId ?? "");
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    clearInterval(this.#pinging);
    this.#operator?.close();
    this.#operator = undefined;
    const [agent, simulator] = [this.#agent, this.#simulator];
    this.#agent = this.#simulator = undefined;
    await agent?.close();
    await simulator?.close();
  }

  /** Sends what an operator does; false when there is no tunnel. */
  send(message: DesktopInput): boolean {
    if (this.#operator?.readyState !== 1 || !this.#tunnel?.started) return false;
    this.#operator.send(encodeDesktop(message));
    return true;
  }

  async #watch(simulator: MeshSimulator, nodeId: string): Promise<void> {
    const { step, log, latency } = this.#observer;
    step("tunnel", "begun");
    const tunnel = this.#tunnel = new ViewerTunnel({ protocol: TunnelProtocol.Desktop });
    const viewer = new DesktopViewer({ quality: 80, frameTimer: 66 });
    const operator = this.#operator = await simulator.openTunnel(nodeId, TunnelProtocol.Desktop);
    operator.addEventListener("message", ({ data }) => {
      if (this.#operator !== operator) return;
      const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
      const { send, events } = tunnel.receive(frame);
      send.forEach((answer) => operator.send(answer as Frame));
      for (const event of events) {
        if (event.type === "started") {
          step("tunnel", "done");
          step("tiles", "begun");
          log("The relay paired both ends; the operator asks for protocol 2, the desktop.");
        }
        if (event.type === "control" && event.control.type === "rtt") {
          latency(performance.now() - event.control.time);
        }
        if (event.type !== "data" || typeof event.frame === "string") continue;
        const answer = viewer.receive(event.frame);
        answer.send.forEach((bytes) => operator.send(bytes));
        for (const output of answer.events) {
          if (output.type === "screenSize") this.#painter.resize(output.width, output.height);
          if (output.type === "tile") {
            step("tiles", "done");
            this.#painter.draw(output.x, output.y, output.image);
          }
        }
      }
    });
    operator.addEventListener("close", () => {
      if (this.#operator === operator) log("The tunnel is closed.");
    });
    this.#pinging = setInterval(() => {
      if (tunnel.started && operator.readyState === 1) {
        operator.send(tunnel.measureLatency(Math.round(performance.now())));
      }
    }, 2000);
  }

  #capture(): Promise<DesktopCapture> {
    return canvasSource(this.#canvas).open(new AbortController().signal);
  }

  #link(socket: WebSocketLike, url: string, run: number): Link {
    const channel: Channel = url.includes("/meshrelay.ashx") ? "meshrelay.ashx" : "agent.ashx";
    return new Link(socket, {
      fate: (frame, direction) => this.#fate(frame, direction, channel),
      delay: () => this.#faults.slowLink ? 250 : 0,
      rate: () => this.#faults.slowLink ? 60_000 : Infinity,
      seen: (frame, direction, sent) => {
        if (run === this.#run) this.#seen(channel, frame, direction, sent);
      },
    });
  }

  #fate(frame: Frame, direction: Direction, channel: Channel): Frame | undefined {
    if (typeof frame === "string") return frame;
    const command = (frame[0] ?? 0) << 8 | (frame[1] ?? 0);
    const { droppedFrame, tamperedSignature } = this.#faults;
    if (channel === "meshrelay.ashx") {
      const isTile = direction === "out" && (command === 3 || command === 27);
      const isLost = isTile && droppedFrame && ++this.#tiles % LOSE_EVERY === 0;
      return isLost ? undefined : frame;
    }
    if (direction === "out" && command === Command.AuthInfo && droppedFrame) return undefined;
    if (direction === "in" && command === Command.AuthVerify && tamperedSignature) {
      const changed = frame.slice();
      const last = changed.length - 1;
      changed[last] = (changed[last] ?? 0) ^ 1;
      return changed;
    }
    return frame;
  }

  #seen(channel: Channel, frame: Frame, direction: Direction, sent: Frame | undefined): void {
    const lost = sent === undefined ? { harm: "lost" } as const : {};
    const harm = sent !== undefined && sent !== frame ? { harm: "changed" } as const : lost;
    const isRelay = channel === "meshrelay.ashx" && frame === "c";
    const peer = isRelay ? "relay" : "server";
    const [from, to] = direction === "out" ? ["agent", peer] as const : [peer, "agent"] as const;
    this.#observer.frame({ channel, from, to, data: sent ?? frame, ...harm });
    if (channel === "agent.ashx" && typeof frame !== "string") this.#advance(frame, direction);
  }

  #advance(frame: Uint8Array, direction: Direction): void {
    const command = (frame[0] ?? 0) << 8 | (frame[1] ?? 0);
    const { step } = this.#observer;
    if (command === Command.AuthRequest && direction === "in") {
      step("hello", "done");
      step("proof", "begun");
    }
    if (command === Command.AuthInfo && direction === "out") {
      step("proof", "done");
      step("join", "begun");
    }
  }

  #record(channel: Channel, from: "relay", to: "server", data: Uint8Array | string): void {
    this.#observer.frame({ channel, from, to, data });
  }
}

/** Where in its life an agent fails with which code. */
const FAILED_AT: Readonly<Record<string, Step>> = {
  "server-hash-refused": "hello",
  "server-proof-missing": "proof",
  "server-signature-invalid": "proof",
  "server-id-mismatch": "proof",
  "enrollment-refused": "join",
};

/** The page shows what goes on by itself. */
const NOBODY: Person = { ask: () => Promise.resolve(true), notify() {}, connected() {} };

/** The last hex digit is another one. */
function broken(hash: string, isBroken: boolean): string {
  if (!isBroken) return hash;
  return hash.slice(0, -1) + (hash.endsWith("0") ? "1" : "0");
}
