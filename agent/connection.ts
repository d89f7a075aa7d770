import type { AgentHandshakeState, AgentIdentity, JsonObject, Message } from "../protocol/mod.ts";
import { AgentHandshake } from "../protocol/agent_handshake.ts";
import { decodeMessage } from "../protocol/decode_message.ts";
import { encodeJson, encodeMessage } from "../protocol/encode_message.ts";
import { domainOfPath } from "../protocol/channel_path.ts";
import { ProtocolError } from "../protocol/errors.ts";
import { type ByteSource, toBytes } from "../protocol/to_bytes.ts";
import { onEnd, type SocketEnd } from "../transport/on_end.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { AgentError, type AgentErrorCode } from "./agent_error.ts";
import type { ResolvedOptions } from "./options.ts";

/** ChromeOS: the UI shows every button, and the server asks for no binary and pushes no core. */
const AGENT_ID = 17;

/** Shown as `v1`; the version of what is sent, not of the package. */
const AGENT_VERSION = 1;

/**
 * Frames of an unconfirmed server that may wait while a signature is made or checked. A real one
 * sends two. One that sends more is cut off.
 */
const MAX_WAITING_FRAMES = 16;

/** Bytes of one frame of an unconfirmed server; the largest real one holds its certificate. */
const MAX_UNCONFIRMED_FRAME = 65_536;

/** Bytes of one frame of a confirmed server; the largest real one holds the native agent's core. */
const MAX_FRAME = 16 * 2 ** 20;

/** Whom a connection tells what happens; each in this order, `ended` once and always last. */
export interface ConnectionObserver {
  /** The socket is open and the handshake begins. */
  authenticating(): void;
  /** AUTH_CONFIRM came: the device is online. Returns what takes the messages from here on. */
  confirmed(): (message: Message) => void;
  /** The connection is over, or never came to be. */
  ended(reason: AgentError): void;
}

/** One WebSocket with its handshake; it lives until it ends, and does not come back. */
export class Connection {
  readonly #socket: WebSocketLike;
  readonly #options: ResolvedOptions;
  readonly #identity: AgentIdentity;
  readonly #observer: ConnectionObserver;
  #handshake: AgentHandshake | undefined;
  #work: Promise<void> = Promise.resolve();
  #waiting = 0;
  #ended = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #receive: (message: Message) => void = () => {};

  /** @throws {AgentError} `connect-failed` when no WebSocket can be made for the URL. */
  constructor(options: ResolvedOptions, identity: AgentIdentity, observer: ConnectionObserver) {
    this.#options = options;
    this.#identity = identity;
    this.#observer = observer;
    const socket = this.#socket = openSocket(options);
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => this.#enqueue(() => this.#begin()));
    socket.addEventListener("message", ({ data }) => this.#take(data));
    onEnd(socket, (end) => this.#closed(end));
    this.#startTimer();
  }

  /** Whether the server has checked who this node is, so that it counts its disconnect. */
  get knownToServer(): boolean {
    return this.#handshake?.state === "enrolling" || this.#confirmed;
  }

  get #confirmed(): boolean {
    return this.#handshake?.state === "confirmed";
  }

  /** Sends JSON as a text frame; nothing once the connection ended. */
  sendJson(value: JsonObject): void {
    if (!this.#ended) this.#socket.send(encodeJson(value));
  }

  /** Sends a binary message; nothing once the connection ended. */
  send(message: Message): void {
    if (!this.#ended) this.#sendAll([encodeMessage(message)]);
  }

  /** Ends the connection for `reason`. */
  end(reason: AgentError): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket.close();
    this.#observer.ended(reason);
  }

  #begin(): void {
    if (this.#ended) return;
    this.#observer.authenticating();
    if (this.#ended) return;
    const {
      meshId,
      capabilities,
      name,
      icon,
      serverId,
      trustAnyServer,
      serverHash = this.#socket.serverHash,
    } = this.#options;
    if (serverHash === undefined) throw new AgentError("server-hash-unknown", "no server hash");
    this.#handshake = new AgentHandshake({
      identity: this.#identity,
      serverHash,
      serverId,
      trustAnyServer,
      info: {
        agentId: AGENT_ID,
        agentVersion: AGENT_VERSION,
        platformType: icon,
        meshId,
        capabilities,
        name,
      },
    });
    this.#sendAll(this.#handshake.start());
    this.#startTimer();
  }

  /** Frames are handled one after the other, since the handshake signs and verifies in between. */
  #take(data: unknown): void {
    if (this.#ended) return;
    const limit = this.#confirmed ? MAX_FRAME : MAX_UNCONFIRMED_FRAME;
    const tooMany = !this.#confirmed && this.#waiting >= MAX_WAITING_FRAMES;
    if (tooMany || sizeOf(data) > limit) {
      return this.end(new AgentError("connection-closed", "the server sent too much at once"));
    }
    this.#enqueue(() =>
      this.#handle(typeof data === "string" ? data : toBytes(data as ByteSource, "frame"))
    );
  }

  #enqueue(task: () => void | Promise<void>): void {
    this.#waiting++;
    this.#work = this.#work.then(task).catch((error) => this.end(asAgentError(error)))
      .finally(() => this.#waiting--);
  }

  #handle(frame: Uint8Array | string): void | Promise<void> {
    if (this.#ended) return;
    if (!this.#confirmed) return this.#authenticate(frame);
    try {
      this.#receive(decodeMessage(frame, "server"));
    } catch {
      // A newer server may say what we do not know, or what a feature cannot take; a native agent
      // passes over it, too.
    }
  }

  async #authenticate(frame: Uint8Array | string): Promise<void> {
    // Before its confirmation a server has nothing to say in text or JSON that binds us.
    if (this.#handshake === undefined || typeof frame === "string") return;
    const answer = await this.#handshake.receive(frame);
    if (this.#ended) return;
    this.#sendAll(answer);
    if (!this.#confirmed) return this.#startTimer();
    clearTimeout(this.#timer);
    this.#receive = this.#observer.confirmed();
  }

  #sendAll(frames: readonly Uint8Array[]): void {
    for (const frame of frames) this.#socket.send(frame as Uint8Array<ArrayBuffer>);
  }

  /** A server that refuses stays silent, so silence is what tells. */
  #startTimer(): void {
    clearTimeout(this.#timer);
    const { timeout } = this.#options;
    const state = this.#handshake?.state ?? "idle";
    this.#timer = setTimeout(() => {
      const code = SILENCE[state] ?? "connect-failed";
      this.end(new AgentError(code, `no answer within ${timeout / 1000} s (${state})`));
    }, timeout);
  }

  #closed({ code, reason, error }: SocketEnd): void {
    const failure = error instanceof Error ? error.message : error;
    const how = [`code ${code}`, reason, failure].filter(Boolean).join(", ");
    const stage = this.#handshake === undefined ? "connect-failed" : "connection-closed";
    // The server accepts a WebSocket at any path, and closes it where it has no such domain.
    const silent = this.#handshake?.state === "requested";
    const domain = silent ? domainOfPath(new URL(this.#options.url).pathname) : "";
    const hint = domain === "" ? undefined : `The server may have no domain “${domain}”.`;
    this.end(new AgentError(stage, `the connection was closed (${how})`, { hint }));
  }
}

/** Characters of a text frame, bytes of a binary one. */
function sizeOf(data: unknown): number {
  return typeof data === "string" ? data.length : (data as ArrayBuffer).byteLength;
}

/** Some browsers throw for what their policy forbids, as others close. */
function openSocket({ webSocket, url }: ResolvedOptions): WebSocketLike {
  try {
    return webSocket(url, { maxMessageBytes: MAX_FRAME });
  } catch (cause) {
    throw new AgentError("connect-failed", (cause as Error).message, { cause });
  }
}

/** What it means when a stage takes too long. */
const SILENCE: Readonly<Partial<Record<AgentHandshakeState, AgentErrorCode>>> = {
  requested: "server-hash-refused",
  signed: "server-proof-missing",
  enrolling: "enrollment-refused",
};

function asAgentError(cause: unknown): AgentError {
  if (cause instanceof AgentError) return cause;
  return new AgentError(codeOf(cause), (cause as Error).message, { cause });
}

function codeOf(cause: unknown): AgentErrorCode {
  if (!(cause instanceof ProtocolError)) return "unexpected";
  return cause.code === "server-id-mismatch" ? cause.code : "server-signature-invalid";
}
