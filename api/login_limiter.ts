import { addressKey, siteKey } from "./client_address.ts";
import { ApiError } from "./errors.ts";
import type { ApiStore } from "./stores/store.ts";

/** MeshCentral does not count failed logins on its WebSocket, so we do. */
const FROM_ONE_ADDRESS = { points: 30, seconds: 600 } as const;
/** Of a customer's 65,536 IPv6 networks each would else have tries of its own. */
const FROM_ONE_SITE = { points: 120, seconds: 600 } as const;
/** By user and address: by user alone, anybody could lock an administrator out. */
const FOR_ONE_USER = { points: 6, seconds: 600 } as const;

/** Logins of one user from one address that wait for each other, at one instance. */
const MOST_WAITING = 32;

interface Turn {
  readonly waiting: number;
  readonly last: Promise<void>;
}

/** Counts tries to log in; a login that succeeds is not counted. */
export class LoginLimiter {
  readonly #store: ApiStore;
  /** The last login that waits, by user and address. */
  readonly #turns = new Map<string, Turn>();

  /** Counts in this store. */
  constructor(store: ApiStore) {
    this.#store = store;
  }

  /**
   * Does something when the logins of the same user from the same address that came before are done:
   * programs that share an account log in at the same time, and none of their logins is a guess.
   *
   * @throws {ApiError} `too_many_requests` when 32 wait.
   */
  async inTurn<T>(
    username: string,
    address: string | undefined,
    login: () => Promise<T>,
  ): Promise<T> {
    const key = counters(username, address).at(-1)?.key ?? "";
    const { waiting, last } = this.#turns.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (waiting >= MOST_WAITING) refuse(1);
    const done = last.then(login);
    this.#turns.set(key, { waiting: waiting + 1, last: done.then(() => {}, () => {}) });
    try {
      return await done;
    } finally {
      const turn = this.#turns.get(key);
      if (turn === undefined || turn.waiting <= 1) this.#turns.delete(key);
      else this.#turns.set(key, { ...turn, waiting: turn.waiting - 1 });
    }
  }

  /** Rejects with `too_many_requests` when there were too many; else counts this one. */
  async tries(username: string, address: string | undefined): Promise<void> {
    // One after the other: each name that a refused address thinks of would be remembered, too.
    for (const { key, points, seconds } of counters(username, address)) {
      refuse(await this.#store.count(key, points, seconds));
    }
  }

  /** Nobody said whether the password was right: MeshCentral is not there. */
  async undecided(username: string, address: string | undefined): Promise<void> {
    for (const { key, points, seconds } of counters(username, address)) {
      await this.#store.uncount(key, points, seconds);
    }
  }

  /**
   * The login succeeded: it is not counted for its address, behind which there may be a whole office,
   * and what was counted for this user from there is forgotten.
   */
  async succeeded(username: string, address: string | undefined): Promise<void> {
    for (const { key, points, seconds, ofUser } of counters(username, address)) {
      if (ofUser) await this.#store.forgive(key);
      else await this.#store.uncount(key, points, seconds);
    }
  }
}

function refuse(wait: number): void {
  if (wait === 0) return;
  throw new ApiError("too_many_requests", `Too many tries to log in. Wait ${wait} s.`, {
    retryAfter: wait,
  });
}

interface Counter {
  readonly key: string;
  readonly points: number;
  readonly seconds: number;
  readonly ofUser?: true;
}

/** MeshCentral ignores the case of user names; blanks around them make no other user. */
function counters(username: string, address: string | undefined): readonly Counter[] {
  const [network, site] = [addressKey(address), siteKey(address)];
  const user = username.trim().toLowerCase();
  return [
    ...(site === network ? [] : [{ key: `login ${site}`, ...FROM_ONE_SITE }]),
    { key: `login ${network}`, ...FROM_ONE_ADDRESS },
    { key: `login ${network} ${user}`, ...FOR_ONE_USER, ofUser: true },
  ];
}
