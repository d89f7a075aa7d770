import type { Caller } from "./caller.ts";
import { addressKey } from "./client_address.ts";
import { ApiError } from "./errors.ts";

/** Limits of how much a client may have open at once, at one instance of the API. */
export interface OpenLimits {
  /** Event streams of one login. @default {16} */
  readonly streamsOfSession?: number;
  /** Event streams of one address, or of one IPv6 /64. @default {256} */
  readonly streamsOfAddress?: number;
  /** Tunnels of one login. @default {16} */
  readonly tunnelsOfSession?: number;
  /** Tunnels of one address. @default {256} */
  readonly tunnelsOfAddress?: number;
  /** Uploads and downloads of one login. @default {16} */
  readonly transfersOfSession?: number;
  /** Uploads and downloads of one address. @default {128} */
  readonly transfersOfAddress?: number;
}

/** Kinds of connections that are counted. */
export type OpenKind = "stream" | "tunnel" | "transfer";

/** The limits where nobody says others. */
export const DEFAULT_LIMITS: Required<OpenLimits> = {
  streamsOfSession: 16,
  streamsOfAddress: 256,
  tunnelsOfSession: 16,
  tunnelsOfAddress: 256,
  transfersOfSession: 16,
  transfersOfAddress: 128,
};

const NAMES: Readonly<Record<OpenKind, string>> = {
  stream: "event streams",
  tunnel: "tunnels",
  transfer: "uploads and downloads",
};

/** Seconds: when something is closed nobody knows. */
const RETRY_AFTER = 10;

/** Counts what is open. All renewals of one login count together. */
export class OpenCounts {
  readonly #limits: Required<OpenLimits>;
  /** No key is kept for what is closed. */
  readonly #open = new Map<string, number>();

  /** Nothing is open yet. */
  constructor(limits: OpenLimits = {}) {
    this.#limits = { ...DEFAULT_LIMITS, ...limits };
  }

  /** How many things are counted, for tests and metrics. */
  get size(): number {
    return [...this.#open.values()].reduce((sum, count) => sum + count, 0) / 2;
  }

  /** Counts one until it is disposed of; throws `too_many_requests` when there are too many. */
  open(kind: OpenKind, { sessionId, address }: Pick<Caller, "sessionId" | "address">): Disposable {
    const [ofSession, ofAddress] = [
      this.#limits[`${kind}sOfSession`],
      this.#limits[`${kind}sOfAddress`],
    ];
    const keys = [`${kind} ${sessionId}`, `${kind} from ${addressKey(address)}`] as const;
    this.#check(kind, keys[0], ofSession, "this login");
    this.#check(kind, keys[1], ofAddress, "this address");
    keys.forEach((key) => this.#add(key, 1));
    let isOpen = true;
    return {
      [Symbol.dispose]: () => {
        if (!isOpen) return;
        isOpen = false;
        keys.forEach((key) => this.#add(key, -1));
      },
    };
  }

  #check(kind: OpenKind, key: string, most: number, whose: string): void {
    if ((this.#open.get(key) ?? 0) < most) return;
    const detail = `There are ${most} ${NAMES[kind]} of ${whose} open already. Close one of them.`;
    throw new ApiError("too_many_requests", detail, { retryAfter: RETRY_AFTER });
  }

  #add(key: string, change: number): void {
    const count = (this.#open.get(key) ?? 0) + change;
    if (count > 0) this.#open.set(key, count);
    else this.#open.delete(key);
  }
}
