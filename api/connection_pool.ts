import type { ControlClient } from "../control/mod.ts";
import type { Operator } from "./backend.ts";
import type { Caller, Credentials } from "./caller.ts";
import { EventLog } from "./events/event_log.ts";
import { translate } from "./events/translate.ts";
import { JoinedReads } from "./joined_reads.ts";

/** Milliseconds. */
const IDLE_TIME = 60_000;
/** Events that a connection keeps for streams that were interrupted. */
const EVENT_WINDOW = 512;

interface Kept {
  readonly client: Promise<ControlClient>;
  readonly reads: Promise<JoinedReads>;
  readonly events: EventLog;
  readonly expiresAt: number;
  readonly sessionId: string;
  /** Who must not see it closed for being idle. */
  holders: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A connection that stays open until it is released. */
export interface HeldConnection extends Disposable {
  readonly client: ControlClient;
  /** What happened on it. */
  readonly events: EventLog;
}

/** How connections are made. */
export interface ConnectionPoolOptions {
  /** Connects with these credentials. */
  readonly connect: (credentials: Credentials, address?: string) => Promise<ControlClient>;
  /** Milliseconds after which a connection that nobody uses is closed. @default {60_000} */
  readonly idleTime?: number;
}

/**
 * Connections to MeshCentral, one for each token: never shared with another one, be it of the same
 * user, since that may allow less, or be revoked.
 */
export class ConnectionPool {
  readonly #options: ConnectionPoolOptions;
  readonly #kept = new Map<string, Kept>();
  #closed = false;

  constructor(options: ConnectionPoolOptions) {
    this.#options = options;
  }

  /** How many connections there are. */
  get size(): number {
    return this.#kept.size;
  }

  /** The connection of a caller's token; made when there is none. */
  client(caller: Caller): Promise<ControlClient> {
    return this.#keep(caller).client;
  }

  /** The same, as operations use it; `fresh` = with nothing that was read before. */
  async operator(caller: Caller, fresh = false): Promise<Operator> {
    const reads = await this.#keep(caller).reads;
    if (fresh) reads.forget();
    return reads.operator;
  }

  /** The id of the last event on it so far. */
  lastEventId(caller: Caller): string {
    return this.#keep(caller).events.lastId;
  }

  /** The same, for as long as it is held; though not longer than the token is good for. */
  async hold(caller: Caller): Promise<HeldConnection> {
    const kept = this.#keep(caller);
    kept.holders++;
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      kept.holders--;
      if (this.#kept.get(caller.tokenId) === kept) this.#restartTimer(caller.tokenId, kept);
    };
    try {
      this.#restartTimer(caller.tokenId, kept);
      return { client: await kept.client, events: kept.events, [Symbol.dispose]: release };
    } catch (error) {
      release();
      throw error;
    }
  }

  /** Closes the connections of a session. */
  async drop(sessionId: string): Promise<void> {
    const dropped = [...this.#kept].filter(([, kept]) => kept.sessionId === sessionId);
    await Promise.all(dropped.map(([tokenId]) => this.#close(tokenId)));
  }

  /** Closes all of them, and makes no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#kept.keys()].map((tokenId) => this.#close(tokenId)));
  }

  #keep(caller: Caller): Kept {
    if (this.#closed) throw new Error("this backend was closed");
    const kept = this.#kept.get(caller.tokenId) ?? this.#connect(caller);
    this.#restartTimer(caller.tokenId, kept);
    return kept;
  }

  #connect(caller: Caller): Kept {
    const { tokenId, sessionId, expiresAt, address } = caller;
    const client = caller.credentials()
      .then((credentials) => this.#options.connect(credentials, address));
    const reads = client.then((client) => new JoinedReads(client));
    const events = new EventLog(EVENT_WINDOW);
    const kept: Kept = {
      client,
      reads,
      events,
      expiresAt,
      sessionId,
      holders: 0,
      timer: undefined,
    };
    this.#kept.set(tokenId, kept);
    Promise.all([client, reads]).then(([client, reads]) => record(client, reads, events))
      .catch(() => {}) // told to whoever asked for it
      .then(() => this.#forget(tokenId, kept));
    return kept;
  }

  /** The next request connects anew. */
  #forget(tokenId: string, kept: Kept): void {
    clearTimeout(kept.timer);
    if (this.#kept.get(tokenId) === kept) this.#kept.delete(tokenId);
  }

  async #close(tokenId: string): Promise<void> {
    const kept = this.#kept.get(tokenId);
    if (kept === undefined) return;
    this.#forget(tokenId, kept);
    const client = await kept.client.catch(() => undefined);
    await client?.close();
  }

  #restartTimer(tokenId: string, kept: Kept): void {
    clearTimeout(kept.timer);
    const { idleTime = IDLE_TIME } = this.#options;
    const untilExpiry = Math.max(0, kept.expiresAt - Date.now());
    const time = kept.holders > 0 ? untilExpiry : Math.min(idleTime, untilExpiry);
    kept.timer = setTimeout(() => void this.#close(tokenId), time);
  }
}

/** Fills the log, and has forgotten what each event may have changed, until the connection ends. */
async function record(client: ControlClient, reads: JoinedReads, log: EventLog): Promise<void> {
  try {
    for await (const event of client.events()) {
      reads.forget();
      const translated = translate(event, Date.now());
      if (translated !== undefined) log.add(translated);
    }
  } finally {
    reads.forget();
  }
}
