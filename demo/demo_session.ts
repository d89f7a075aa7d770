import {
  AgentError,
  BrowserAgent,
  canvasSource,
  type DesktopCapture,
  desktopFeature,
  type Person,
} from "../agent/mod.ts";
import { Command, type DesktopInput } from "../protocol/mod.ts";
import {
  createSimulatorIdentity,
  MeshSimulator,
  type SimulatorIdentity,
} from "../simulator/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { DemoOperator } from "./demo_operator.ts";
import { Breaker, type Faults } from "./faults.ts";
import type { Channel, FrameRecord } from "./frame_record.ts";
import { type Direction, type Frame, Link } from "./link.ts";
import type { TilePainter } from "./tile_painter.ts";

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

/** One agent, one server and one operator, from the identity to the closed connection. */
export class DemoSession {
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: TilePainter;
  readonly #breaker: Breaker;
  readonly #observer: SessionObserver;
  #serverIdentity: Promise<SimulatorIdentity> | undefined;
  #simulator: MeshSimulator | undefined;
  #agent: BrowserAgent | undefined;
  #operator: DemoOperator | undefined;
  #run = 0;

  constructor(
    canvas: HTMLCanvasElement,
    painter: TilePainter,
    faults: Faults,
    observer: SessionObserver,
  ) {
    this.#canvas = canvas;
    this.#painter = painter;
    this.#breaker = new Breaker(faults);
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
    const agent = new BrowserAgent({
      ...this.#breaker.enrollment(await simulator.enrollment()),
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
    const operator = await DemoOperator.open(
      simulator,
      agent.nodeId ?? "",
      this.#painter,
      this.#observer,
    );
    if (run !== this.#run) return operator.close();
    this.#operator = operator;
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    this.#operator?.close();
    this.#operator = undefined;
    const [agent, simulator] = [this.#agent, this.#simulator];
    this.#agent = this.#simulator = undefined;
    await agent?.close();
    await simulator?.close();
  }

  /** Sends what an operator does; false when there is no tunnel. */
  send(message: DesktopInput): boolean {
    return this.#operator?.send(message) ?? false;
  }

  #capture(): Promise<DesktopCapture> {
    return canvasSource(this.#canvas).open(new AbortController().signal);
  }

  #link(socket: WebSocketLike, url: string, run: number): Link {
    const channel: Channel = url.includes("/meshrelay.ashx") ? "meshrelay.ashx" : "agent.ashx";
    return new Link(socket, {
      fate: (frame, direction) => this.#breaker.fate(frame, direction, channel),
      delay: () => this.#breaker.delay,
      rate: () => this.#breaker.rate,
      seen: (frame, direction, sent) => {
        if (run === this.#run) this.#seen(channel, frame, direction, sent);
      },
    });
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
