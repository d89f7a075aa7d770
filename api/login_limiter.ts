import { ApiError } from "./errors.ts";
import type { ApiStore } from "./store.ts";

/** MeshCentral does not count failed logins on its WebSocket, so we do. */
const FROM_ONE_ADDRESS = { points: 30, seconds: 600 } as const;
/** By user and address: by user alone, anybody could lock an administrator out. */
const FOR_ONE_USER = { points: 6, seconds: 600 } as const;

/** Counts tries to log in; a login that succeeds is not counted. */
export class LoginLimiter {
  readonly #store: ApiStore;

  /** Counts in this store. */
  constructor(store: ApiStore) {
    this.#store = store;
  }

  /** Rejects with `too_many_requests` when there were too many; else counts this one. */
  async tries(username: string, address: string): Promise<void> {
    const [forAddress, forUser] = keys(username, address);
    const { points, seconds } = FROM_ONE_ADDRESS;
    refuse(await this.#store.count(forAddress, points, seconds));
    // Only now: each name that an address thinks of is remembered for ten minutes.
    refuse(await this.#store.count(forUser, FOR_ONE_USER.points, FOR_ONE_USER.seconds));
  }

  /** Nobody said whether the password was right: MeshCentral is not there. */
  async undecided(username: string, address: string): Promise<void> {
    const [forAddress, forUser] = keys(username, address);
    await this.#store.uncount(forAddress, FROM_ONE_ADDRESS.points, FROM_ONE_ADDRESS.seconds);
    await this.#store.uncount(forUser, FOR_ONE_USER.points, FOR_ONE_USER.seconds);
  }

  /**
   * The login succeeded: it is not counted for its address, behind which there may be a whole office,
   * and what was counted for this user from there is forgotten.
   */
  async succeeded(username: string, address: string): Promise<void> {
    const [forAddress, forUser] = keys(username, address);
    await this.#store.uncount(forAddress, FROM_ONE_ADDRESS.points, FROM_ONE_ADDRESS.seconds);
    await this.#store.forgive(forUser);
  }
}

function refuse(wait: number): void {
  if (wait === 0) return;
  throw new ApiError("too_many_requests", `Too many tries to log in. Wait ${wait} s.`, {
    retryAfter: wait,
  });
}

/** MeshCentral ignores the case of user names. */
function keys(username: string, address: string): readonly [string, string] {
  return [`login ${address}`, `login ${address} ${username.toLowerCase()}`];
}
