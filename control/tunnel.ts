/**
 * Tunnels: the operator's end of a relay to a device's terminal, desktop or files.
 *
 * @module
 */
import { type ByteSource, toBytes } from "../protocol/to_bytes.ts";
import { encodeHex } from "./bytes.ts";
import { onEnd } from "../transport/on_end.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import { getTunnelCookies } from "./cookies.ts";
import { requestUntilRefused } from "./device_requests.ts";
import { ControlError } from "./errors.ts";
import { EventQueue } from "./event_queue.ts";
import { fullId } from "./ids.ts";
import { openSocket, type Session } from "./session.ts";
import {
  drained,
  type Frame,
  readFrame,
  readTunnelMessage,
  sizeOf,
  type TunnelMessage,
  writeTunnelMessage,
} from "./tunnel_socket.ts";
import type { CallOptions } from "./types.ts";

/** What is spoken in a tunnel. */
export type TunnelUse = "terminal" | "desktop" | "files";

/** What {@linkcode ControlClient.openTunnel} may be told; `timeout` is for both ends to connect. */
export interface OpenTunnelOptions extends CallOptions {
  /** What is spoken in it. */
  readonly protocol: TunnelUse;
  /** Messages sent before the protocol starts: `{ type: "options", cols, rows }` for a terminal. */
  readonly first?: readonly TunnelMessage[];
  /** Told what is said beside the data: that a user is asked for consent, for example. */
  readonly onMessage?: (message: TunnelMessage) => void;
  /**
   * Passes every frame of the relay on as it is, from `c` or `cr` on, and says nothing by itself: the
   * start is made by who reads the frames (`ViewerTunnel`). @default {false}
   */
  readonly raw?: boolean;
  /** Bytes that may wait to be sent before {@linkcode Tunnel.send} waits. @default {1 MiB} */
  readonly sendLimit?: number;
  /** Bytes that may wait to be taken before the tunnel fails. @default {64 MiB} */
  readonly receiveLimit?: number;
}

const PROTOCOLS: Readonly<Record<TunnelUse, number>> = { terminal: 1, desktop: 2, files: 5 };
const SEND_LIMIT = 1024 * 1024;
const RECEIVE_LIMIT = 64 * 1024 * 1024;
/** Bytes that wait to be taken from which on the device is held back, where the transport can. */
const PAUSE_AT = 1024 * 1024;

/** An open tunnel. Its frames are taken with `for await`; leaving the loop closes it. */
export class Tunnel implements AsyncIterable<Frame>, AsyncDisposable {
  readonly #socket: WebSocketLike;
  readonly #options: OpenTunnelOptions;
  readonly #frames: EventQueue<Frame>;
  readonly #connected: Promise<boolean>;
  readonly #closed: Promise<void>;
  #onConnected: (recorded: boolean) => void = () => {};
  #onFailed: (error: unknown) => void = () => {};
  #open = false;
  #recorded = false;

  /** Takes over a WebSocket to the relay, in which nothing has been said yet. */
  private constructor(socket: WebSocketLike, options: OpenTunnelOptions) {
    this.#socket = socket;
    this.#options = options;
    const { receiveLimit = RECEIVE_LIMIT } = options;
    this.#frames = new EventQueue(receiveLimit, () => {
      this.#socket.resume?.(); // to read the answer to the closing handshake
      this.#socket.close();
    }, sizeOf);
    this.#connected = new Promise((resolve, reject) => {
      [this.#onConnected, this.#onFailed] = [resolve, reject];
    });
    this.#connected.catch(() => {}); // perhaps something else fails first
    socket.addEventListener("message", ({ data }) => this.#receive(readFrame(data)));
    let opened = false;
    this.#closed = new Promise((resolve) => {
      socket.addEventListener("open", () => opened = true);
      onEnd(socket, ({ error: cause }) => {
        this.#onFailed(opened ? refused(cause) : unreachable(cause));
        this.#frames.end();
        resolve();
      });
    });
  }

  /** Connects both ends, the device's through its agent. */
  static async open(session: Session, device: string, options: OpenTunnelOptions): Promise<Tunnel> {
    const { signal, timeout = session.timeout, protocol } = options;
    signal?.throwIfAborted();
    const call = { timeout, ...(signal && { signal }) };
    const nodeid = fullId("node", session.serverInfo.domain, device);
    const { auth, relay } = await getTunnelCookies(session, call);
    const id = encodeHex(crypto.getRandomValues(new Uint8Array(16)));
    const url = relayUrl(session.options.url);
    const shared = `p=${PROTOCOLS[protocol]}&nodeid=${encodeURIComponent(nodeid)}&id=${id}`;
    // The relay takes its cookie nowhere but in the URL; it is good for this account for an hour.
    const socket = openSocket(
      session.options,
      `${url}?browser=1&${shared}&auth=${encodeURIComponent(auth)}`,
    );
    const tunnel = new Tunnel(socket, options);
    const done = new AbortController();
    const giveUp = (error: unknown): void => tunnel.#onFailed(error);
    const abort = (): void => giveUp(signal?.reason);
    const timer = setTimeout(() => giveUp(noDevice(device, timeout)), timeout);
    signal?.addEventListener("abort", abort, { once: true });
    try {
      const value = `*${url.pathname}?${shared}&rauth=${encodeURIComponent(relay)}`;
      const request = { action: "msg", type: "tunnel", nodeid, usage: 1, value };
      const never = (): boolean => false; // the device answers in the tunnel
      // Later than our own time-out, which says more.
      const refusable = { timeout: timeout + 1000, signal: done.signal };
      requestUntilRefused(session, device, request, never, refusable).catch(giveUp);
      tunnel.#start(await tunnel.#connected);
      return tunnel;
    } catch (error) {
      tunnel.#drop();
      throw error;
    } finally {
      done.abort();
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Whether the server records what goes through. */
  get recorded(): boolean {
    return this.#recorded;
  }

  /** Resolves when the tunnel is closed, by whichever side; never rejects. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /**
   * Sends a frame, and resolves when more may be sent. Rejects with `connection-closed` when the
   * tunnel is closed, and with a TypeError that says what came instead of a text or bytes.
   */
  async send(content: string | ByteSource): Promise<void> {
    const frame = typeof content === "string" ? content : toBytes(content, "frame");
    if (this.#socket.readyState !== 1) {
      throw new ControlError("connection-closed", "The tunnel is closed.", { hint: "" });
    }
    this.#socket.send(frame as Frame);
    await drained(this.#socket, this.#options.sendLimit ?? SEND_LIMIT, sleep);
  }

  /** Sends a message beside the data: `{ type: "termsize", cols, rows }`. */
  sendMessage(message: TunnelMessage): Promise<void> {
    return this.send(writeTunnelMessage(message));
  }

  /**
   * The frames of the device, to be read once. Over `wsTransport()` a device is held back while its
   * frames are not taken. A built-in WebSocket cannot be told to read no more: when too much waits,
   * the tunnel is closed, and this fails with `events-lost`.
   */
  [Symbol.asyncIterator](): AsyncIterator<Frame, undefined> {
    return {
      next: async () => {
        const taken = await this.#frames.next();
        if (this.#frames.size < PAUSE_AT) this.#socket.resume?.();
        return taken;
      },
      return: () => this.#frames.return(),
    };
  }

  /** Closes both ends. */
  async close(): Promise<void> {
    this.#frames.end(); // closes the socket
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => timer = setTimeout(resolve, CLOSING_TIME));
    await Promise.race([this.#closed, late]);
    clearTimeout(timer);
    this.#socket.terminate?.();
  }

  /** {@linkcode Tunnel.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The server reads nothing while it waits for the device, a closing handshake neither. */
  #drop(): void {
    this.#frames.end();
    this.#socket.terminate?.();
  }

  #start(recorded: boolean): void {
    this.#recorded = recorded;
    if (this.#options.raw === true) return;
    for (const message of this.#options.first ?? []) this.#socket.send(writeTunnelMessage(message));
    this.#socket.send(String(PROTOCOLS[this.#options.protocol]));
  }

  #receive(frame: Frame | undefined): void {
    if (frame === undefined) return;
    if (this.#frames.size > PAUSE_AT) this.#socket.pause?.();
    if (this.#options.raw === true) this.#frames.push(frame);
    if (!this.#open && (frame === "c" || frame === "cr")) {
      this.#open = true;
      return this.#onConnected(frame === "cr");
    }
    if (this.#options.raw === true) return;
    const message = readTunnelMessage(frame);
    if (message === undefined) this.#frames.push(frame);
    else if (message.type === "ping") this.#socket.send(writeTunnelMessage({ type: "pong" }));
    else this.#options.onMessage?.(message);
  }
}

/** In milliseconds. */
const CLOSING_TIME = 2_000;

const REFUSED = "1. The device cannot do that. 2. Its user did not consent. 3. Its agent is gone.";

function refused(cause: unknown): ControlError {
  const what = "The tunnel was closed before the device was in it.";
  return new ControlError("device-offline", what, { cause, hint: REFUSED });
}

function unreachable(cause: unknown): ControlError {
  return new ControlError("connect-failed", "No connection to the server's relay.", { cause });
}

function relayUrl(address: string): URL {
  const url = new URL(address);
  url.protocol = url.protocol.replace("http", "ws");
  url.pathname = `${url.pathname.replace(/\/(control\.ashx)?$/, "")}/meshrelay.ashx`;
  url.search = url.hash = "";
  return url;
}

function noDevice(device: string, timeout: number): ControlError {
  const what = `The device ${device} was not in the tunnel in ${timeout / 1000} s.`;
  return new ControlError("timeout", what, {
    hint: "Its user has yet to consent, or this account lacks the right to it.",
  });
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
