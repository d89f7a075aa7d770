import type { WebSocketFactory, WebSocketLike } from "../transport/websocket_like.ts";
import { Connection } from "./connection.ts";
import { ControlError } from "./errors.ts";
import { EventQueue } from "./event_queue.ts";
import { EventQueues } from "./event_queues.ts";
import { isObject, object, text, withTypes } from "./json.ts";
import { loginRequest, refusal } from "./login.ts";
import { RequestTable, type TableRequestOptions } from "./requests.ts";
import type {
  ControlMessage,
  ControlOptions,
  EventsOptions,
  ServerEvent,
  ServerInfo,
  UserInfo,
} from "./types.ts";

const TIMEOUT = 15_000;
const KEEP_ALIVE = 25_000;
/** Messages of devices that may wait to be taken. */
const MESSAGE_LIMIT = 1024;

/** Members of {@linkcode ServerInfo} that have to have their type. */
const SERVER_INFO_TYPES = {
  domain: "string",
  name: "string",
  port: "number",
  tlshash: "string",
  agentCertHash: "string",
  serverTime: "number",
} as const;
/** Members of {@linkcode UserInfo} that have to have their type. */
const USER_INFO_TYPES = {
  _id: "string",
  name: "string",
  siteadmin: "number",
  links: "object",
} as const;

/** A logged-in connection: brings answers to their requests, and events to those who listen. */
export class Session {
  #serverInfo: ServerInfo = { domain: "", name: "" };
  #userInfo: UserInfo = { _id: "", name: "" };
  readonly #options: ControlOptions;
  readonly #connection: Connection;
  readonly #requests: RequestTable;
  readonly #events = new EventQueues();
  /** Who listens to what answers no request, and to which of it. */
  readonly #listeners = new Map<EventQueue<ControlMessage>, (message: ControlMessage) => boolean>();
  /** The last of those that wait for each other, by what they share. */
  readonly #lanes = new Map<string, Promise<unknown>>();
  readonly #login: Promise<void>;
  /** Called once: when the login succeeded, or with why it did not. */
  #onLogin: ((error?: unknown) => void) | undefined;
  readonly #closed: Promise<ControlError>;
  #onClosed: (why: ControlError) => void = () => {};
  /** Why there is no connection any more. */
  #ended: ControlError | undefined;
  #closedByUs = false;

  /** Connects and logs in. */
  static async open(options: ControlOptions): Promise<Session> {
    const { signal, timeout = TIMEOUT } = options;
    signal?.throwIfAborted();
    const session = new Session(options);
    const abort = (): void => session.#giveUp(signal?.reason);
    const timer = setTimeout(() => session.#giveUp(noLogin(timeout)), timeout);
    signal?.addEventListener("abort", abort);
    try {
      await session.#login;
      return session;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  private constructor(options: ControlOptions) {
    this.#options = options;
    this.#login = new Promise((resolve, reject) => {
      this.#onLogin = (error) => error === undefined ? resolve() : reject(error);
    });
    this.#closed = new Promise((resolve) => this.#onClosed = resolve);
    this.#connection = new Connection(loginRequest(options), options.webSocket ?? builtIn(), {
      onMessage: (message) => this.#receive(message),
      onEnd: (error) => this.#end(error),
    });
    this.#requests = new RequestTable({
      timeout: this.timeout,
      send: (message) => this.#connection.send(message),
    });
  }

  /** What the server said about itself. */
  get serverInfo(): ServerInfo {
    return this.#serverInfo;
  }

  /** What the server said about the account. */
  get userInfo(): UserInfo {
    return this.#userInfo;
  }

  /** Milliseconds to wait for an answer, where the call does not say. */
  get timeout(): number {
    return this.#options.timeout ?? TIMEOUT;
  }

  /** Where and as whom it is connected. */
  get options(): ControlOptions {
    return this.#options;
  }

  /** Resolves when there is no connection any more, with why. */
  get closed(): Promise<ControlError> {
    return this.#closed;
  }

  /** Sends a request and waits for its answer. */
  request(message: ControlMessage, options: TableRequestOptions = {}): Promise<ControlMessage> {
    return this.#requests.request(message, options);
  }

  /** Sends what the server answers nothing to; dropped when the connection has ended. */
  send(message: ControlMessage): void {
    this.#connection.send(message);
  }

  /** The messages from now on that answer no request and are wanted: what devices say. */
  messages(wanted: (message: ControlMessage) => boolean): EventQueue<ControlMessage> {
    const queue: EventQueue<ControlMessage> = new EventQueue(
      MESSAGE_LIMIT,
      () => this.#listeners.delete(queue),
    );
    this.#listeners.set(queue, wanted);
    if (this.#ended !== undefined) queue.end(this.#ended);
    return queue;
  }

  /** Runs tasks that share a key one after the other: their answers could not be told apart. */
  async exclusive<T>(key: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const before = this.#lanes.get(key) ?? Promise.resolve();
    const run = before.then(() => {
      signal?.throwIfAborted();
      return task();
    });
    const settled = run.catch(() => {});
    this.#lanes.set(key, settled);
    void settled.then(() => {
      if (this.#lanes.get(key) === settled) this.#lanes.delete(key);
    });
    return await run;
  }

  /** The server's events from now on. */
  events(options?: EventsOptions): EventQueue<ServerEvent> {
    return this.#events.open(options);
  }

  /** Ends the connection; listeners just see the end, requests are rejected. */
  async close(): Promise<void> {
    this.#closedByUs = true;
    await this.#connection.close();
  }

  #receive(message: ControlMessage): void {
    switch (message.action) {
      case "serverinfo":
        this.#serverInfo = {
          ...this.#serverInfo,
          ...withTypes(object(message["serverinfo"]), SERVER_INFO_TYPES),
        };
        break;
      case "userinfo": // always after serverinfo, and only after a login
        this.#userInfo = {
          ...this.#userInfo,
          ...withTypes(object(message["userinfo"]), USER_INFO_TYPES),
        };
        this.#loggedIn();
        break;
      case "close": // the server has stopped reading, and would close 30 s later
        this.#connection.terminate(
          this.#onLogin !== undefined ? refusal(message, this.#options.login) : dismissed(message),
        );
        break;
      case "event":
        this.#requests.settle(message);
        this.#publish(message["event"]);
        break;
      default:
        if (!this.#requests.settle(message)) this.#tell(message);
    }
  }

  #tell(message: ControlMessage): void {
    for (const [queue, wanted] of [...this.#listeners]) {
      if (wanted(message)) queue.push(message);
    }
  }

  #publish(event: unknown): void {
    if (!isObject(event) || typeof event["action"] !== "string") return;
    this.#events.push(event as ServerEvent);
  }

  #loggedIn(): void {
    this.#onLogin?.();
    this.#onLogin = undefined;
    this.#connection.keepAlive(this.#options.keepAlive ?? KEEP_ALIVE);
  }

  #giveUp(reason: unknown): void {
    this.#onLogin?.(reason);
    this.#onLogin = undefined;
    this.#connection.terminate(new ControlError("connection-closed", "The login was given up."));
  }

  #end(error: ControlError): void {
    this.#ended = error;
    this.#onClosed(error);
    this.#onLogin?.(error);
    this.#onLogin = undefined;
    this.#requests.fail(error);
    this.#events.end(this.#closedByUs ? undefined : error);
    for (const queue of [...this.#listeners.keys()]) queue.end(error);
  }
}

/** Opens another WebSocket to the same server, beside the channel. */
export function openSocket(
  { webSocket = builtIn(), headers }: ControlOptions,
  url: string,
): WebSocketLike {
  const socket = webSocket(url, headers === undefined ? {} : { headers });
  socket.binaryType = "arraybuffer";
  return socket;
}

function builtIn(): WebSocketFactory {
  if (typeof WebSocket === "function") return (url) => new WebSocket(url);
  const what = "There is no built-in WebSocket here. Pass `webSocket: wsTransport()`.";
  throw new ControlError("bad-options", what);
}

function noLogin(timeout: number): ControlError {
  return new ControlError("timeout", `No login in ${timeout / 1000} s.`, {
    hint: "The server is busy, or something on the way holds messages back. Raise `timeout`.",
  });
}

function dismissed(message: ControlMessage): ControlError {
  const result = text(message["msg"]) ?? text(message["cause"]);
  return new ControlError("connection-closed", `The server ended the session (${result}).`, {
    result,
  });
}
