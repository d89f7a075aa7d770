import type { AgentIdentity } from "../protocol/mod.ts";
import { AgentError } from "./agent_error.ts";
import { checkOptions } from "./check_options.ts";
import { Connection } from "./connection.ts";
import { type BrowserAgentOptions, type ResolvedOptions, resolveOptions } from "./options.ts";
import { ReconnectSchedule } from "./reconnect.ts";
import { startSession } from "./session.ts";

/**
 * `idle` – not connected and not trying; `connecting` – the identity is loaded, the WebSocket
 * opens; `authenticating` – the handshake; `online` – confirmed; `waiting` – for the next attempt,
 * or for another tab with the same identity to close; `closed` – by `close()` or the signal.
 */
export type AgentState =
  | "idle"
  | "connecting"
  | "authenticating"
  | "online"
  | "waiting"
  | "closed";

/** The event `statechange`. */
export class AgentStateEvent extends Event {
  /** The state that the agent is in now. */
  readonly state: AgentState;
  /** Why it is no longer connecting or online, when that is so. */
  readonly error: AgentError | undefined;

  /** A `statechange` to `state`. */
  constructor(state: AgentState, error?: AgentError) {
    super("statechange");
    this.state = state;
    this.error = error;
  }
}

/** The events of a {@linkcode BrowserAgent}. */
export interface AgentEventMap {
  /** The agent is in another state. */
  readonly statechange: AgentStateEvent;
}

/** How to {@linkcode BrowserAgent.connect}. */
export interface ConnectOptions {
  /** Gives up connecting; once online, it does nothing more. */
  readonly signal?: AbortSignal;
  /** Keep trying when the first attempt fails, as later ones do. @default {false} */
  readonly retry?: boolean;
}

/** A confirmed connection, and why it will have ended. */
interface OnlineConnection {
  readonly ended: Promise<AgentError>;
}

/** Online for so long, milliseconds, and the next wait is a short one again. */
const STABLE_AFTER = 60_000;

/**
 * A browser tab (or a Deno or Node process) as a managed node of a MeshCentral server.
 *
 * Fires `statechange` ({@linkcode AgentStateEvent}) at every change of {@linkcode state}.
 *
 * @example A node of a simulated server, in memory
 * ```ts
 * import { BrowserAgent } from "@cs/meshcentral/agent";
 * import { MeshSimulator } from "@cs/meshcentral/simulator";
 * import assert from "node:assert/strict";
 *
 * await using simulator = new MeshSimulator({ groups: ["demo"] });
 * const { meshId, serverId, serverHash } = await simulator.enrollment();
 * const agent = new BrowserAgent({
 *   server: "wss://simulator.invalid",
 *   meshId,
 *   serverId,
 *   serverHash,
 *   name: "my tab",
 *   webSocket: () => simulator.connect(),
 * });
 * await agent.connect();
 * assert.equal(agent.state, "online");
 * assert.equal(simulator.devices()[0]?.nodeId, agent.nodeId);
 * await agent.close();
 * ```
 */
export class BrowserAgent extends EventTarget {
  readonly #options: ResolvedOptions;
  readonly #schedule: ReconnectSchedule;
  #state: AgentState = "idle";
  #identity: AgentIdentity | undefined;
  #connecting: Promise<void> | undefined;
  /** Everything from `connect()` to `close()` hangs on its signal. */
  #run = new AbortController();

  /**
   * An agent that is not connected yet.
   *
   * @throws {AgentError} `bad-options`, or `insecure-context` on a plain-HTTP page.
   */
  constructor(options: BrowserAgentOptions) {
    super();
    this.#options = resolveOptions(options);
    this.#schedule = new ReconnectSchedule(this.#options.reconnect || {});
    options.signal?.addEventListener("abort", () => void this.close(), { once: true });
  }

  /** What the agent is doing. */
  get state(): AgentState {
    return this.#state;
  }

  /** The node's id, 64 characters, equal to the server's; known once connecting has begun. */
  get nodeId(): string | undefined {
    return this.#identity?.nodeId;
  }

  /**
   * Connects and enrols; resolves at AUTH_CONFIRM. From then on the agent comes back by itself
   * after a lost connection, until it is closed. Several calls are one; after `close()` it begins
   * anew.
   *
   * @throws {AgentError} why the first attempt failed; the agent is `idle` again and may be asked
   * anew. With `retry`, only when aborted or closed.
   */
  connect(options: ConnectOptions = {}): Promise<void> {
    checkOptions(options, { signal: 1, retry: 1 }, "connect: ");
    if (this.#state === "online") return Promise.resolve();
    const before = this.#connecting;
    if (before !== undefined && !this.#run.signal.aborted) return before;
    return this.#connecting = this.#start(options, before);
  }

  /** Goes offline and stays so; `connect()` may be called again. */
  async close(): Promise<void> {
    this.#setState("closed");
    this.#run.abort(aborted("closed"));
    await this.#connecting?.catch(() => {});
  }

  /** Same as {@linkcode close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #start(
    { signal: callerSignal, retry = false }: ConnectOptions,
    before: Promise<void> | undefined,
  ): Promise<void> {
    // A run that waits for its next attempt gives way to the caller's "now".
    this.#run.abort(aborted("connecting anew"));
    const run = this.#run = new AbortController();
    const { signal } = run;
    const giveUp = () => run.abort(aborted("given up", callerSignal?.reason));
    if (callerSignal?.aborted || this.#options.signal?.aborted) giveUp();
    callerSignal?.addEventListener("abort", giveUp);
    try {
      if (before !== undefined) {
        // It was given up, and must have ended: two at once would both make an identity.
        await before.catch(() => {});
        signal.throwIfAborted();
      }
      this.#setState("connecting");
      const identity = await this.#becomeNode(signal);
      const connection = retry
        ? await this.#tryUntilOnline(identity, signal)
        : await this.#attempt(identity, signal);
      void this.#stayOnline(connection, identity, signal);
    } catch (error) {
      run.abort(error);
      if (this.#state !== "closed") this.#setState("idle", error as AgentError);
      throw error;
    } finally {
      callerSignal?.removeEventListener("abort", giveUp);
      if (this.#run === run) this.#connecting = undefined;
    }
  }

  /** Loads the identity, once this tab may use it. */
  async #becomeNode(signal: AbortSignal): Promise<AgentIdentity> {
    const { identity } = this.#options;
    try {
      await identity.lead?.(() => this.#setState("waiting"), signal);
      signal.throwIfAborted();
      this.#setState("connecting");
      return this.#identity ??= await identity.load();
    } catch (cause) {
      signal.throwIfAborted();
      throw new AgentError("identity-unavailable", "the identity could not be loaded", { cause });
    }
  }

  /**
   * One connection. Resolves once it is confirmed, with a promise of why it will have ended;
   * rejects when it ends before.
   */
  #attempt(identity: AgentIdentity, signal: AbortSignal): Promise<OnlineConnection> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      this.#setState("connecting");
      signal.throwIfAborted(); // closed by who was just told
      let resolveEnded = reject;
      const life = new AbortController();
      const connection: Connection = new Connection(this.#options, identity, {
        authenticating: () => this.#setState("authenticating"),
        confirmed: () => {
          this.#setState("online");
          if (life.signal.aborted) return () => {}; // closed by who was just told
          resolve({ ended: new Promise((settle) => resolveEnded = settle) });
          return startSession(connection, this.#options, identity.nodeId, life.signal);
        },
        ended: (reason) => {
          if (connection.knownToServer) this.#schedule.disconnected(Date.now());
          life.abort(reason);
          resolveEnded(reason);
        },
      });
      signal.addEventListener("abort", () => connection.end(signal.reason), {
        signal: life.signal,
      });
    });
  }

  async #tryUntilOnline(identity: AgentIdentity, signal: AbortSignal): Promise<OnlineConnection> {
    while (true) {
      try {
        return await this.#attempt(identity, signal);
      } catch (error) {
        signal.throwIfAborted();
        this.#schedule.failed();
        await this.#wait(error as AgentError, signal);
      }
    }
  }

  /** Comes back whenever the connection ends, until `signal` fires. */
  async #stayOnline(
    { ended }: OnlineConnection,
    identity: AgentIdentity,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      while (true) {
        const onlineSince = Date.now();
        const reason = await ended;
        signal.throwIfAborted();
        if (Date.now() - onlineSince > STABLE_AFTER) this.#schedule.succeeded();
        if (this.#options.reconnect === false) return this.#setState("idle", reason);
        await this.#wait(reason, signal);
        ({ ended } = await this.#tryUntilOnline(identity, signal));
        this.#schedule.failed();
      }
    } catch {
      // Only the signal ends the loop; who fired it has set the state.
    }
  }

  async #wait(reason: AgentError, signal: AbortSignal): Promise<void> {
    this.#setState("waiting", reason);
    signal.throwIfAborted();
    await sleep(this.#schedule, signal);
  }

  #setState(state: AgentState, error?: AgentError): void {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new AgentStateEvent(state, error));
  }
}

/** The listeners know their events; the methods are those of every event target. */
export interface BrowserAgent {
  /** Listens to one kind of event. */
  addEventListener<K extends keyof AgentEventMap>(
    type: K,
    listener: (event: AgentEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** As every event target. */
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  /** Listens no more. */
  removeEventListener<K extends keyof AgentEventMap>(
    type: K,
    listener: (event: AgentEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  /** As every event target. */
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

function aborted(message: string, cause?: unknown): AgentError {
  return new AgentError("aborted", message, { cause });
}

/**
 * Waits for the next attempt. Rejects when `signal` fires. When the browser finds its network
 * again, the wait becomes that of a first attempt, unless less is left: all the devices of the
 * network find it at the same moment.
 */
async function sleep(schedule: ReconnectSchedule, signal: AbortSignal): Promise<void> {
  const done = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let end = Infinity;
  await new Promise<void>((resolve, reject) => {
    const wait = (delay: number) => {
      clearTimeout(timer);
      end = Math.min(end, Date.now() + delay);
      timer = setTimeout(resolve, end - Date.now());
    };
    wait(schedule.delay(Date.now()));
    globalThis.addEventListener?.("online", () => {
      schedule.succeeded();
      wait(schedule.delay(Date.now()));
    }, done);
    signal.addEventListener("abort", () => reject(signal.reason), done);
  }).finally(() => {
    clearTimeout(timer);
    done.abort();
  });
}
