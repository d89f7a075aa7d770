import type { TunnelFrame } from "../protocol/mod.ts";
import type { ServerSocket } from "./agent_session.ts";
import type { SimulatorClock } from "./clock.ts";

/** Which end of a tunnel a WebSocket is. */
export type RelaySide = "agent" | "operator";

/** Who sent a frame that a relay sees: an end, or the relay itself (`c`). */
export type RelaySender = RelaySide | "relay";

/** Milliseconds that the first end waits for the other (`meshrelay.js`). */
const WAIT = 15_000;

/**
 * Frames that an end may send before the other is there. A real server does not read them before;
 * here, an end that sends more is cut off.
 */
const MAX_EARLY_FRAMES = 64;

/** Told of each frame: once, where it arrived. */
type RelayObserver = (
  tunnel: string,
  from: RelaySender,
  to: RelaySide,
  frame: TunnelFrame,
) => void;

/** One end, and what came from it before the other was there. */
interface End {
  readonly socket: ServerSocket;
  readonly side: RelaySide;
  readonly early: TunnelFrame[];
}

/** A tunnel: one end that waits, then both. */
interface Pair {
  readonly ends: End[];
  stopWaiting: () => void;
}

/**
 * `/meshrelay.ashx`: two WebSockets that name the same `id` become one connection. Both are told
 * `c`, then every frame passes unchanged, and what ends one ends the other.
 *
 * Unlike a real server, it asks for no cookie: whoever knows the id, 128 random bits, is let in.
 */
export class Relay {
  readonly #clock: SimulatorClock;
  readonly #observe: RelayObserver;
  readonly #pairs = new Map<string, Pair>();

  constructor(clock: SimulatorClock, observe: RelayObserver = () => {}) {
    this.#clock = clock;
    this.#observe = observe;
  }

  /** Tunnels with one or both ends. */
  get size(): number {
    return this.#pairs.size;
  }

  /** Takes one end. A third with the same id is closed, and so is one of a side that is there. */
  join(id: string, side: RelaySide, socket: ServerSocket): void {
    const pair = this.#pairs.get(id);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("error", () => {}); // a close follows
    if (id === "" || pair?.ends.some((end) => end.side === side)) return socket.close();
    const end: End = { socket, side, early: [] };
    const joined = pair ?? this.#wait(id);
    joined.ends.push(end);
    socket.addEventListener("message", ({ data }) => {
      this.#pass(id, end, typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer));
    });
    socket.addEventListener("close", () => this.#end(id, joined, (other) => other.close()));
    if (joined.ends.length === 2) this.#start(id, joined);
  }

  /** Ends all tunnels as the end of a server's process does. */
  terminate(): void {
    for (const [id, pair] of this.#pairs) this.#end(id, pair, (socket) => socket.terminate());
  }

  #wait(id: string): Pair {
    const pair: Pair = { ends: [], stopWaiting: () => {} };
    pair.stopWaiting = this.#clock.setTimer(
      () => this.#end(id, pair, (socket) => socket.close()),
      WAIT,
    );
    this.#pairs.set(id, pair);
    return pair;
  }

  #start(id: string, { ends, stopWaiting }: Pair): void {
    stopWaiting();
    for (const { socket, side } of ends) {
      socket.send("c");
      this.#observe(id, "relay", side, "c");
    }
    for (const end of ends) {
      for (const frame of end.early.splice(0)) this.#pass(id, end, frame);
    }
  }

  #pass(id: string, from: End, frame: TunnelFrame): void {
    const pair = this.#pairs.get(id);
    if (pair === undefined || !pair.ends.includes(from)) return;
    const to = pair.ends.find((end) => end !== from);
    if (to === undefined) {
      from.early.push(frame);
      if (from.early.length > MAX_EARLY_FRAMES) this.#end(id, pair, (socket) => socket.close());
      return;
    }
    this.#observe(id, from.side, to.side, frame);
    to.socket.send(frame as string | Uint8Array<ArrayBuffer>);
  }

  #end(id: string, pair: Pair, finish: (socket: ServerSocket) => void): void {
    if (this.#pairs.get(id) !== pair) return;
    this.#pairs.delete(id);
    pair.stopWaiting();
    for (const { socket } of pair.ends) finish(socket);
  }
}
