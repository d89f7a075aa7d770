import { domainOfPath } from "../protocol/channel_path.ts";
import { onEnd } from "../transport/on_end.ts";
import type { WebSocketFactory, WebSocketLike } from "../transport/websocket_like.ts";
import { ControlError } from "./errors.ts";
import { parseMessage } from "./json.ts";
import type { LoginRequest } from "./login.ts";
import type { ControlMessage } from "./types.ts";

/** How long the server has to answer the closing handshake, in milliseconds. */
const CLOSING_TIME = 2_000;

/** What a {@linkcode Connection} reports. */
export interface ConnectionListener {
  /** A message arrived. Not called any more after `onEnd`. */
  onMessage(message: ControlMessage): void;
  /** The connection has ended, or never came to be; called once. */
  onEnd(error: ControlError): void;
}

/** A WebSocket that carries JSON messages. */
export class Connection {
  readonly #listener: ConnectionListener;
  readonly #socket: WebSocketLike;
  readonly #address: string;
  readonly #closed: Promise<void>;
  #opened = false;
  #answered = false;
  #ended = false;
  #heard = true;
  #pings: ReturnType<typeof setInterval> | undefined;

  /** Opens a WebSocket, and sends the first message of the login, if there is one. */
  constructor(request: LoginRequest, open: WebSocketFactory, listener: ConnectionListener) {
    this.#listener = listener;
    const url = new URL(request.url);
    this.#address = `${url.protocol}//${url.host}${url.pathname}`; // its query may hold a login key
    this.#socket = this.#open(request, open);
    this.#socket.addEventListener("open", () => {
      this.#opened = true;
      void this.#sendFirst(request.firstMessage);
    });
    this.#socket.addEventListener("message", ({ data }) => {
      this.#heard = this.#answered = true;
      const message = parseMessage(data);
      if (message !== undefined && !this.#ended) this.#listener.onMessage(message);
    });
    this.#closed = new Promise((resolve) => {
      onEnd(this.#socket, ({ code, error }) => {
        resolve();
        this.#end(this.#explainClose(code, error));
      });
    });
  }

  /** Sends a message; dropped when the connection is not open. */
  send(message: ControlMessage): void {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  /** From now on sends a ping every so often, and ends when nothing at all came back. */
  keepAlive(milliseconds: number): void {
    if (milliseconds <= 0 || this.#ended) return;
    this.#pings = setInterval(() => {
      if (this.#heard) {
        this.#heard = false;
        this.send({ action: "ping" });
      } else {
        this.terminate(new ControlError("connection-closed", "The server answers no ping."));
      }
    }, milliseconds);
  }

  /** Ends the connection at once. */
  terminate(error: ControlError): void {
    this.#end(error);
    if (this.#socket.terminate !== undefined) this.#socket.terminate();
    else this.#socket.close();
  }

  /** Ends the connection with a closing handshake; resolves when it is closed. */
  async close(): Promise<void> {
    const error = new ControlError("connection-closed", "This client was closed.", { hint: "" });
    this.#end(error);
    this.#socket.close(1000);
    const timer = setTimeout(() => this.terminate(error), CLOSING_TIME);
    await this.#closed;
    clearTimeout(timer);
  }

  async #sendFirst(message: LoginRequest["firstMessage"]): Promise<void> {
    if (message === undefined) return;
    if (!(message instanceof Promise)) return this.send(message);
    try {
      this.send(await message);
    } catch (cause) {
      const error = cause instanceof ControlError
        ? cause
        : new ControlError("bad-options", "The login could not be prepared.", { cause });
      this.terminate(error);
    }
  }

  #open({ url, headers }: LoginRequest, open: WebSocketFactory): WebSocketLike {
    try {
      return open(url, headers === undefined ? {} : { headers });
    } catch (cause) {
      throw new ControlError("connect-failed", `No WebSocket to ${this.#address}.`, { cause });
    }
  }

  #end(error: ControlError): void {
    if (this.#ended) return;
    this.#ended = true;
    clearInterval(this.#pings);
    this.#listener.onEnd(error);
  }

  #explainClose(code: number, cause: unknown): ControlError {
    const detail = cause instanceof Error ? cause.message : typeof cause === "string" ? cause : "";
    const reason = detail === "" ? `code ${code}` : detail;
    if (this.#opened) {
      const what = `${this.#address} closed (${reason}).`;
      // The server accepts a WebSocket at any path, and closes it where it has no such domain.
      const domain = this.#answered ? "" : domainOfPath(new URL(this.#address).pathname);
      const hint = `The server may have no domain “${domain}”: compare the path with the names ` +
        "under “domains” in its config.json.";
      return new ControlError(
        "connection-closed",
        what,
        domain === "" ? { cause } : { cause, hint },
      );
    }
    const what = `No connection to ${this.#address} (${reason}).`;
    const hint = HINTS.find(([pattern]) => pattern.test(reason))?.[1];
    return new ControlError(
      "connect-failed",
      what,
      hint === undefined ? { cause } : { cause, hint },
    );
  }
}

/** Where the transport says what happened (a browser does not), only what fits that. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED|refused/i, "Nothing listens there: start the server, or check host and port."],
  [/ENOTFOUND|EAI_AGAIN|dns|resolve/i, "Check the host name in the URL, and the network."],
  [/certificate/i, "Pass wsTransport({ ca }) with the PEM of the server's root certificate."],
  [/server response/i, "Something else answered, likely a proxy: check its WebSocket settings."],
];
