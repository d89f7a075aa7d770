import type { ControlClient } from "../control/mod.ts";
import { type Operator, READS, WRITES } from "./backend.ts";

/**
 * Milliseconds for which the list of devices is kept while nothing is heard of a change. Whatever
 * happens on the server ends it at once; this is for what MeshCentral says nothing about.
 */
const KEPT_FOR = 2_000;

/** What was asked for, and may be given to whoever asks for the same. */
interface Answer {
  readonly promise: Promise<unknown>;
  /** Runs once it was answered, if it is kept. */
  timer?: ReturnType<typeof setTimeout>;
}

/**
 * The reads of one connection. The same read asked for again while it is under way gets the same
 * answer: it began after nobody's write ended. The list of devices, which is what clients poll, is
 * also kept for a moment after it was answered, until something happens.
 */
export class JoinedReads {
  /** The client's methods, joined. */
  readonly operator: Operator;
  readonly #answers = new Map<string, Answer>();
  readonly #client: ControlClient;
  readonly #keptFor: number;

  /** Joins the reads of this client. */
  constructor(client: ControlClient, keptFor = KEPT_FOR) {
    this.#client = client;
    this.#keptFor = keptFor;
    const operator: unknown = Object.defineProperties({
      ...Object.fromEntries(READS.map((name) => [name, this.#read(name)])),
      ...Object.fromEntries(WRITES.map((name) => [name, this.#write(name)])),
    }, {
      serverInfo: { get: () => client.serverInfo },
      agentDownloadUrl: { value: client.agentDownloadUrl.bind(client) },
      userInfo: { get: () => client.userInfo },
    });
    this.operator = operator as Operator;
  }

  /** Something happened: what is asked for from now on is asked of MeshCentral. */
  forget(): void {
    for (const { timer } of this.#answers.values()) clearTimeout(timer);
    this.#answers.clear();
  }

  #read(name: keyof Operator): Method {
    return (...args) => {
      const key = JSON.stringify([name, ...args]);
      const known = this.#answers.get(key);
      if (known !== undefined) return known.promise;
      const answer: Answer = { promise: this.#call(name, args) };
      const drop = (): void => {
        if (this.#answers.get(key) === answer) this.#answers.delete(key);
      };
      const keep = (): void => {
        if (this.#answers.get(key) === answer) answer.timer = setTimeout(drop, this.#keptFor);
      };
      this.#answers.set(key, answer);
      answer.promise.then(name === "devices" ? keep : drop, drop);
      return answer.promise;
    };
  }

  /** What is read after a write must not be what was asked for before it. */
  #write(name: keyof Operator): Method {
    return async (...args) => {
      try {
        const result = await this.#call(name, args);
        await this.#settle();
        return result;
      } finally {
        this.forget();
      }
    };
  }

  /**
   * Waits until MeshCentral's database has what was written: MeshCentral answers before, and a server
   * that is killed in between forgets it. Its database does one thing after the other, so that the
   * answer to a read, here of the account's own notes, comes after every write before it.
   */
  async #settle(): Promise<void> {
    const id = `puser/${this.#client.serverInfo.domain}/me`;
    await this.#client.request({ action: "getNotes", id });
  }

  #call(name: keyof Operator, args: readonly unknown[]): Promise<unknown> {
    const methods = this.#client as unknown as Readonly<Record<string, Method>>;
    return Promise.resolve(methods[name]?.apply(this.#client, [...args]));
  }
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;
