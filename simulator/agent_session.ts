import type { HoldReason, JsonObject, Sender } from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { AgentConnection, type AgentConnectionOptions } from "./agent_connection.ts";
import type { SimulatorClock } from "./clock.ts";
import { IdleWatch } from "./idle_watch.ts";

/** The server's end of a WebSocket. */
export interface ServerSocket extends WebSocketLike {
  /** Ends the connection at once, without a closing handshake. */
  terminate(): void;
}

/** Whom a session tells what happens. */
export interface SessionObserver {
  frame(from: Sender, data: Uint8Array | string, nodeId: string | undefined): void;
  held(reason: HoldReason): void;
  message(nodeId: string, message: JsonObject): void;
  /** Once, and last. */
  ended(): void;
}

/** What a session works with. */
export interface AgentSessionOptions extends Omit<AgentConnectionOptions, "output" | "handshake"> {
  /** Its keys may still be in the making. */
  readonly handshake: Promise<AgentConnectionOptions["handshake"]>;
  readonly observer: SessionObserver;
  readonly clock: SimulatorClock;
  /** Milliseconds without a byte in either direction until the connection is closed; 0 is never. */
  readonly idleTimeout: number;
}

/**
 * Frames that may wait while keys are made and signatures are made and checked. A well-behaved
 * agent sends seven. One that sends more is cut off.
 */
const MAX_WAITING_FRAMES = 256;

/** Close code, of those that applications may use: the simulator has a bug; the reason says it. */
const SIMULATOR_FAILED = 4500;

/** Drives an {@linkcode AgentConnection} over a WebSocket that is open, until it closes. */
export class AgentSession {
  readonly #socket: ServerSocket;
  readonly #observer: SessionObserver;
  readonly #idle: IdleWatch;
  readonly #waiting: (Uint8Array | string)[] = [];
  #connection: AgentConnection | undefined;
  #work: Promise<void>;
  #isWorking = true;
  #ended = false;

  constructor(socket: ServerSocket, options: AgentSessionOptions) {
    const { observer, clock, idleTimeout } = options;
    this.#socket = socket;
    this.#observer = observer;
    this.#idle = new IdleWatch(clock, idleTimeout, () => this.#end("server", () => socket.close()));
    this.#work = this.#start(options);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => this.#receive(data));
    socket.addEventListener("error", () => {}); // a close follows
    socket.addEventListener("close", () => this.#end("agent", () => {}));
  }

  /** A ping or pong of the WebSocket came, which is no frame, but a sign of life. */
  touch(): void {
    this.#idle.touch();
  }

  /** Ends the connection as the end of a server's process does, and waits for what it still does. */
  async terminate(): Promise<void> {
    this.#end("server", () => this.#socket.terminate());
    await this.#work;
  }

  async #start(options: AgentSessionOptions): Promise<void> {
    const { observer } = options;
    try {
      this.#connection = new AgentConnection({
        ...options,
        handshake: await options.handshake,
        output: {
          send: (frame) => this.#send(frame),
          close: () => this.#socket.close(),
          held: (reason) => observer.held(reason),
          message: (nodeId, message) => observer.message(nodeId, message),
        },
      });
    } catch (error) {
      this.#fail(error);
    }
    await this.#handleWaiting();
  }

  #receive(data: unknown): void {
    if (this.#ended) return;
    this.#idle.touch();
    const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
    this.#observer.frame("agent", frame, this.#connection?.nodeId);
    this.#waiting.push(frame);
    if (this.#waiting.length > MAX_WAITING_FRAMES) void this.terminate();
    else if (!this.#isWorking) this.#work = this.#handleWaiting();
  }

  /** One after the other; without a pause, once the agent is in. */
  async #handleWaiting(): Promise<void> {
    this.#isWorking = true;
    try {
      let frame: Uint8Array | string | undefined;
      while (!this.#ended && (frame = this.#waiting.shift()) !== undefined) {
        const handled = this.#connection?.receive(frame);
        if (handled !== undefined) await handled;
      }
    } catch (error) {
      this.#fail(error);
    }
    this.#isWorking = false;
  }

  #send(frame: Uint8Array): void {
    if (this.#ended) return;
    this.#idle.touch();
    this.#observer.frame("server", frame, this.#connection?.nodeId);
    this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  /** Nothing that an agent sends may end the process; who drives the agent should see it still. */
  #fail(error: unknown): void {
    this.#end("server", () => this.#socket.close(SIMULATOR_FAILED, String(error).slice(0, 40)));
  }

  #end(by: "agent" | "server", finish: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#idle.stop();
    this.#connection?.ended(by);
    finish();
    this.#observer.ended();
  }
}
