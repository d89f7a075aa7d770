import { ApiProblem } from "../../api/client/mod.ts";

/** Milliseconds after which the API itself answers 504, and what the way there and back may take. */
const TIME_LIMIT = 30_000 + 2_000;
/** Milliseconds after which nobody waits any longer. */
const GIVE_UP = TIME_LIMIT + 15_000;

/** What became of a write: it was acknowledged, refused, or nobody knows. */
type Fate = "acknowledged" | "open";

/** What was sent, what was answered, and what must therefore be found at the end. */
export class Ledger {
  /** Before every name, so that those of an earlier ledger stay out of this one. */
  readonly prefix: string;
  requests = 0;
  /** How often each refusal came: `503 unavailable`. */
  readonly refused = new Map<string, number>();
  /** Requests that took longer than the API's own limit. */
  readonly late: string[] = [];
  /** Writes that may be found once at most, and must be found if they were acknowledged. */
  readonly writes = {
    user: new Map<string, Fate>(),
    removal: new Map<string, Fate>(),
    group: new Map<string, Fate>(),
    command: new Map<string, Fate>(),
    upload: new Map<string, Fate>(),
  };
  /** SHA-256 of what was uploaded, by its path. */
  readonly contents = new Map<string, string>();
  /** Of a text that only grows: the last number that was sent, and the last that was acknowledged. */
  readonly note = { sent: 0, acknowledged: 0 };
  /** Tunnels by what became of them. */
  readonly tunnels = { opened: 0, cut: 0, refused: 0 };
  /** Event streams by what they said. */
  readonly streams = { events: 0, resets: 0, offline: 0, ended: 0 };

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** Sends one request, and counts its end; undefined when it was refused. */
  async send<T>(
    what: string,
    request: (signal: AbortSignal) => Promise<T>,
  ): Promise<T | undefined> {
    this.requests++;
    const began = performance.now();
    try {
      return await request(AbortSignal.timeout(GIVE_UP));
    } catch (error) {
      this.#count(refusalOf(error));
      if (error instanceof ApiProblem && error.status === 401) throw error;
      return undefined;
    } finally {
      const took = performance.now() - began;
      if (took > TIME_LIMIT) this.late.push(`${what} ${(took / 1000).toFixed(1)} s`);
    }
  }

  /** The same for a write, whose fate is kept under its key. */
  async write<T>(
    kind: keyof Ledger["writes"],
    key: string,
    request: (signal: AbortSignal) => Promise<T>,
  ): Promise<boolean> {
    this.writes[kind].set(key, "open");
    const done = await this.send(kind, async (signal) => {
      await request(signal);
      return true;
    });
    if (done) this.writes[kind].set(key, "acknowledged");
    return done ?? false;
  }

  /** The keys of the writes of a kind that were acknowledged. */
  acknowledged(kind: keyof Ledger["writes"]): readonly string[] {
    return [...this.writes[kind]].filter(([, fate]) => fate === "acknowledged").map(([key]) => key);
  }

  #count(refusal: string): void {
    this.refused.set(refusal, (this.refused.get(refusal) ?? 0) + 1);
  }
}

function refusalOf(error: unknown): string {
  if (error instanceof ApiProblem) return `${error.status} ${error.code}`;
  return error instanceof DOMException ? error.name : String(error).slice(0, 80);
}
