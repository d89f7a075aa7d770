import type { OptionNames } from "../protocol/unknown_option.ts";
import { checkOptions, CONTROL_OPTIONS } from "./option_names.ts";
import { backOffDelay, type BackOffOptions } from "./back_off.ts";
import { ControlClient } from "./control_client.ts";
import { ControlError, type ControlErrorCode } from "./errors.ts";
import { EventQueues } from "./event_queues.ts";
import type { ControlOptions, EventsOptions, ServerEvent } from "./types.ts";

/** Between the events before a connection was lost and those after it came back. */
export interface ReconnectedEvent extends ServerEvent {
  /** No event of the server has this name. */
  readonly action: "reconnected";
  /** When the connection was lost, in milliseconds; what happened since then was not told. */
  readonly lostAt: number;
}

/** What {@linkcode ReconnectingControlClient.connect} may be told. */
export interface ReconnectingOptions extends ControlOptions {
  /** How a lost connection is tried again. */
  readonly backOff?: BackOffOptions;
  /** The clock, in milliseconds. @default {Date.now} */
  readonly now?: () => number;
  /** Waits so many milliseconds, unless the signal is aborted before. @default a timer */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const NAMES: OptionNames<ReconnectingOptions> = { ...CONTROL_OPTIONS, backOff: 1, now: 1, wait: 1 };

/** Trying again may help after these; after the others it never would. */
const PASSING: readonly ControlErrorCode[] = [
  "banned",
  "connect-failed",
  "connection-closed",
  "timeout",
];

/**
 * A control client that connects again by itself when the connection is lost: a server that was
 * restarted, a network that was away. Requests under way are not repeated: they may have been carried
 * out, so they reject, and the caller decides.
 *
 * @example Keep a list up to date
 * ```ts ignore
 * await using connection = await ReconnectingControlClient.connect({ url, username, password });
 * let devices = await (await connection.client()).devices();
 * for await (const event of connection.events()) {
 *   if (event.action === "reconnected") devices = await (await connection.client()).devices();
 * }
 * ```
 */
export class ReconnectingControlClient {
  readonly #options: ReconnectingOptions;
  readonly #events = new EventQueues();
  readonly #stop = new AbortController();
  readonly #closed: Promise<ControlError>;
  #client: Promise<ControlClient>;
  #connected = true;

  /** Connects and logs in; rejects when that fails the first time. */
  static async connect(options: ReconnectingOptions): Promise<ReconnectingControlClient> {
    checkOptions(options, NAMES);
    checkOptions(options.backOff, { firstDelay: 1, maxDelay: 1, random: 1 }, "backOff.");
    return new ReconnectingControlClient(
      options,
      await ControlClient.connect(controlOptions(options)),
    );
  }

  private constructor(options: ReconnectingOptions, client: ControlClient) {
    this.#options = options;
    this.#client = Promise.resolve(client);
    this.#closed = this.#run(client);
  }

  /** Whether there is a connection now. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Resolves when no connection is tried any more, with why; never rejects. */
  get closed(): Promise<ControlError> {
    return this.#closed;
  }

  /**
   * The client of the present connection; while there is none, that of the next one. Rejects when none
   * is tried any more.
   */
  async client({ signal }: { readonly signal?: AbortSignal } = {}): Promise<ControlClient> {
    signal?.throwIfAborted();
    if (signal === undefined) return await this.#client;
    return await new Promise((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      signal.addEventListener("abort", abort, { once: true });
      this.#client.then(resolve, reject)
        .finally(() => signal.removeEventListener("abort", abort));
    });
  }

  /**
   * What happens on the server from this call on, through all connections. Where one was lost there is
   * a {@linkcode ReconnectedEvent}: read the state anew then. Ends when this is closed, and fails
   * when no connection is tried any more or nobody takes the events.
   */
  events(
    options?: EventsOptions,
  ): AsyncIterableIterator<ServerEvent | ReconnectedEvent, undefined> {
    return this.#events.open(options);
  }

  /** Logs out, and connects no more. */
  async close(): Promise<void> {
    this.#stop.abort();
    const client = await this.#client.catch(() => undefined);
    await client?.close();
    await this.#closed;
  }

  /** {@linkcode ReconnectingControlClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(first: ControlClient): Promise<ControlError> {
    const { now = Date.now } = this.#options;
    let client = first;
    while (true) {
      await this.#publish(client);
      const why = await client.closed;
      if (this.#stop.signal.aborted) return this.#end(why);
      const lostAt = now();
      this.#connected = false;
      this.#client = this.#reconnect();
      try {
        client = await this.#client;
      } catch (error) {
        return this.#end(error instanceof ControlError ? error : why);
      }
      this.#connected = true;
      const event: ReconnectedEvent = { action: "reconnected", lostAt };
      this.#events.push(event);
    }
  }

  /** Tries until it succeeds, or can never do. */
  async #reconnect(): Promise<ControlClient> {
    const { backOff, wait = waitFor } = this.#options;
    const { signal } = this.#stop;
    for (let attempt = 0;; attempt++) {
      await wait(backOffDelay(attempt, backOff), signal);
      signal.throwIfAborted();
      try {
        return await ControlClient.connect({ ...controlOptions(this.#options), signal });
      } catch (error) {
        if (!(error instanceof ControlError) || !PASSING.includes(error.code)) throw error;
      }
    }
  }

  /** Passes on the events of one connection, until it ends. */
  async #publish(client: ControlClient): Promise<void> {
    try {
      // Each reader's own queue is bounded; what is taken at once needs no limit.
      for await (const event of client.events({ limit: Infinity })) {
        this.#events.push(event);
      }
    } catch {
      // Why the connection ended, `closed` tells.
    }
  }

  #end(why: ControlError): ControlError {
    this.#connected = false;
    this.#events.end(this.#stop.signal.aborted ? undefined : why);
    return why;
  }
}

function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}

/** The options without those that are about reconnecting. */
function controlOptions(
  { backOff: _backOff, now: _now, wait: _wait, ...options }: ReconnectingOptions,
): ControlOptions {
  return options;
}
