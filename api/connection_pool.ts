import type { ControlClient } from "../control/mod.ts";
import type { Operator } from "./backend.ts";
import type { Caller, Credentials } from "./caller.ts";
import { joinReads } from "./joined_reads.ts";

/** Milliseconds. */
const IDLE_TIME = 60_000;

interface Kept {
  readonly client: Promise<ControlClient>;
  readonly operator: Promise<Operator>;
  readonly expiresAt: number;
  readonly sessionId: string;
  timer: ReturnType<typeof setTimeout> | undefined;
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

  /** The same, as operations use it. */
  operator(caller: Caller): Promise<Operator> {
    return this.#keep(caller).operator;
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
    const operator = client.then(joinReads);
    operator.catch(() => {}); // told to whoever asked for it
    const kept: Kept = { client, operator, expiresAt, sessionId, timer: undefined };
    this.#kept.set(tokenId, kept);
    client.then(({ closed }) => closed).catch(() => {}).then(() => this.#forget(tokenId, kept));
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
    const time = Math.min(idleTime, Math.max(0, kept.expiresAt - Date.now()));
    kept.timer = setTimeout(() => void this.#close(tokenId), time);
  }
}
