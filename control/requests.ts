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
 * found by `responseid`, then by `tag`, then by being the only one that can be meant. Ids are random:
 * devices can send messages to operators, and must not be able to answer in the server's place.
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
      const finish = (): void => {
        stopTimer();
        signal?.removeEventListener("abort", abort);
        this.#remove(pending);
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
            pending.reject(error);
          }
        },
        resolve: (answer) => (finish(), resolve(answer)),
        reject: (error) => (finish(), reject(error)),
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
    for (const [pending] of this.#lanes.values()) {
      if (pending?.replies.includes(message.action) && sameDevice(pending.request, message)) {
        return pending;
      }
    }
    return [...this.#sent.values()].find(({ orWhen }) => orWhen?.(message) === true);
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

  #remove(pending: Pending): void {
    const started = this.#sent.delete(pending.id);
    if (pending.lane === undefined) return;
    const lane = (this.#lanes.get(pending.lane) ?? []).filter((other) => other !== pending);
    if (lane.length === 0) this.#lanes.delete(pending.lane);
    else this.#lanes.set(pending.lane, lane);
    if (started && this.#failure === undefined) lane[0]?.start();
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

/** Unless both name a device, and not the same one; the server completes a short id. */
function sameDevice(request: ControlMessage, answer: ControlMessage): boolean {
  const [asked, got] = [request["nodeid"], answer["nodeid"]];
  if (typeof asked !== "string" || typeof got !== "string") return true;
  return got === asked || got.endsWith(`/${asked}`);
}

function noAnswer(action: string, timeout: number): ControlError {
  return new ControlError("timeout", `No answer to "${action}" in ${timeout / 1000} s.`);
}

function startTimer(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds);
  return () => clearTimeout(timer);
}
