import { encodeHex } from "./bytes.ts";
import { correlation } from "./correlation.ts";
import { ControlError } from "./errors.ts";
import type { ControlMessage, RequestOptions } from "./types.ts";

/** What a {@linkcode RequestTable} needs from outside. */
export interface RequestTableOptions {
  /** Milliseconds to wait for an answer. */
  readonly timeout: number;
  /** Sends a message. */
  readonly send: (message: ControlMessage) => void;
  /** Calls back once after some milliseconds; the result calls it off. */
  readonly startTimer?: (milliseconds: number, callback: () => void) => () => void;
}

/** {@linkcode RequestOptions}, and what only this room needs. */
export interface TableRequestOptions extends RequestOptions {
  /** Another message that shows that the request was carried out; it becomes the answer. */
  readonly orWhen?: (message: ControlMessage) => boolean;
  /** An answer that only says that the request is under way: the next one is waited for. */
  readonly passOver?: (message: ControlMessage) => boolean;
}

/**
 * Milliseconds for which the answer to a request that was given up may still come. Until then nothing
 * of its lane is sent: the answer would be taken for the next one's.
 */
const LATE = 10_000;

interface Pending {
  readonly id: string;
  readonly request: ControlMessage;
  readonly replies: readonly string[];
  /** Only one request of a lane is under way; undefined = its answer is found by its id. */
  readonly lane: string | undefined;
  readonly orWhen: ((message: ControlMessage) => boolean) | undefined;
  readonly passOver: ((message: ControlMessage) => boolean) | undefined;
  start(): void;
  resolve(message: ControlMessage): void;
  reject(error: unknown): void;
}

/**
 * The requests that wait for an answer. An answer must have an `action` that was asked for, and is
 * found by `responseid`, then by `tag`, then by being the only one that can be meant. A request that is
 * given up keeps its place until its answer came, or could have. Ids are random: devices can send
 * messages to operators, and must not be able to answer in the server's place.
 */
export class RequestTable {
  readonly #options: RequestTableOptions;
  readonly #sent = new Map<string, Pending>();
  readonly #lanes = new Map<string, Pending[]>();
  #failure: unknown;

  constructor(options: RequestTableOptions) {
    this.#options = options;
  }

  /** Sends a request, or queues it in its lane, and waits for the answer. */
  request(message: ControlMessage, options: TableRequestOptions = {}): Promise<ControlMessage> {
    const { signal, timeout = this.#options.timeout, reply = message.action } = options;
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = encodeHex(crypto.getRandomValues(new Uint8Array(9)));
    const request = { ...message, responseid: id, tag: id };
    const replies = [reply].flat();
    return new Promise((resolve, reject) => {
      let stopTimer = (): void => {};
      const finish = (): boolean => {
        stopTimer();
        signal?.removeEventListener("abort", abort);
        return this.#sent.delete(id);
      };
      const pending: Pending = {
        id,
        request,
        replies,
        lane: laneOf(request, replies),
        orWhen: options.orWhen,
        passOver: options.passOver,
        start: () => {
          this.#sent.set(id, pending);
          stopTimer = (this.#options.startTimer ?? startTimer)(timeout, () => {
            pending.reject(noAnswer(message.action, timeout));
          });
          try {
            this.#options.send(request);
          } catch (error) {
            this.#sent.delete(id);
            pending.reject(error);
          }
        },
        resolve: (answer) => {
          finish();
          this.#leave(pending);
          resolve(answer);
        },
        reject: (error) => {
          const wasSent = finish();
          if (wasSent && this.#failure === undefined) this.#awaitLate(pending);
          else this.#leave(pending);
          reject(error);
        },
      };
      const abort = (): void => pending.reject(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
      this.#enter(pending);
    });
  }

  /** Gives a message to the request that it answers; false when there is none. */
  settle(message: ControlMessage): boolean {
    const pending = this.#find(message);
    if (pending?.passOver?.(message) !== true) pending?.resolve(message);
    return pending !== undefined;
  }

  /** Rejects every request, also those to come. */
  fail(error: unknown): void {
    this.#failure = error;
    const queued = [...this.#lanes.values()].flat();
    for (const pending of new Set([...this.#sent.values(), ...queued])) pending.reject(error);
  }

  #find(message: ControlMessage): Pending | undefined {
    for (const key of [message["responseid"], message["tag"]]) {
      const pending = typeof key === "string" ? this.#sent.get(key) : undefined;
      if (pending?.replies.includes(message.action)) return pending;
    }
    const heads = [...this.#lanes.values()].flatMap(([head]) => head ?? []);
    const answered = heads.find(({ replies, request }) =>
      replies.includes(message.action) && isAbout(request, message)
    );
    return answered ??
      [...heads, ...this.#sent.values()].find(({ orWhen }) => orWhen?.(message) === true);
  }

  #enter(pending: Pending): void {
    if (pending.lane === undefined) return pending.start();
    const lane = this.#lanes.get(pending.lane);
    if (lane === undefined) {
      this.#lanes.set(pending.lane, [pending]);
      pending.start();
    } else {
      lane.push(pending);
    }
  }

  /** Keeps the place of a request that was given up, for its answer. */
  #awaitLate(pending: Pending): void {
    const lane = pending.lane === undefined ? undefined : this.#lanes.get(pending.lane);
    if (lane === undefined) return;
    const over = (): void => {
      stopTimer();
      this.#leave(late);
    };
    const stopTimer = (this.#options.startTimer ?? startTimer)(LATE, over);
    const late: Pending = { ...pending, resolve: over, reject: over };
    lane[0] = late;
  }

  #leave(pending: Pending): void {
    const lane = pending.lane === undefined ? undefined : this.#lanes.get(pending.lane);
    if (pending.lane === undefined || lane === undefined) return;
    const wasFirst = lane[0] === pending;
    const rest = lane.filter((other) => other !== pending);
    if (rest.length === 0) this.#lanes.delete(pending.lane);
    else this.#lanes.set(pending.lane, rest);
    if (wasFirst && this.#failure === undefined) rest[0]?.start();
  }
}

function laneOf(request: ControlMessage, replies: readonly string[]): string | undefined {
  switch (correlation(request.action)) {
    case "id":
      return undefined;
    case "device":
      return JSON.stringify([replies, request["nodeid"]]);
    case "action":
      return JSON.stringify(replies);
  }
}

/** What an answer repeats of its request, where it does. */
const REPEATED = ["nodeid", "id", "name"];

/** Unless both name something, and not the same; the server completes a short id. */
function isAbout(request: ControlMessage, answer: ControlMessage): boolean {
  return REPEATED.every((key) => {
    const [asked, got] = [request[key], answer[key]];
    if (typeof asked !== "string" || typeof got !== "string") return true;
    return got === asked || got.endsWith(`/${asked}`);
  });
}

function noAnswer(action: string, timeout: number): ControlError {
  return new ControlError("timeout", `No answer to "${action}" in ${timeout / 1000} s.`);
}

function startTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
