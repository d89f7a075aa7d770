import type {
  AgentTunnelEvent,
  TunnelControl,
  TunnelFrame,
  TunnelOptions,
  TunnelRequest,
} from "../../protocol/mod.ts";
import { AgentTunnel } from "../../protocol/tunnel/agent_tunnel.ts";
import { encodeTunnelControl } from "../../protocol/tunnel/control.ts";
import { TunnelProtocol } from "../../protocol/tunnel/tunnel_protocol.ts";
import { onEnd } from "../../transport/on_end.ts";
import type { WebSocketLike } from "../../transport/websocket_like.ts";
import type { AccessOptions } from "../access.ts";
import type { LogEntry } from "../event_log.ts";
import type { Said } from "../said.ts";
import type { DirectLink } from "./direct_link.ts";
import type { OpenTunnel, TunnelReceiver } from "./open_tunnel.ts";

/** Milliseconds for the operator's end to come; a refused socket stays silent for longer. */
const JOIN_TIMEOUT = 20_000;
/** Milliseconds between two pings: proxies close what is silent. */
const PING_INTERVAL = 60_000;
/** Bytes of the operator that may wait for the person's answer; more ends the tunnel. */
const MAX_HELD = 16 * 2 ** 20;
/**
 * Bytes that may wait for a slow disk once the operator is in; more ends the tunnel. pylibmeshctrl
 * sends a whole file without waiting for an acknowledgement, and a page cannot pause a WebSocket.
 */
const MAX_WAITING = 256 * 2 ** 20;
/** Bytes that wait from which on no more is read, where the transport can pause. */
const PAUSE_AT = 2 ** 20;

/** The relay WebSocket of one tunnel, from its opening to its end. */
export class Tunnel implements OpenTunnel {
  readonly request: TunnelRequest;
  readonly operator: Said;
  readonly access: AccessOptions;
  readonly log: (...entry: LogEntry) => void;
  protocol = 0;
  options: TunnelOptions = { type: "options" };
  readonly #socket: WebSocketLike;
  readonly #machine = new AgentTunnel();
  readonly #life = new AbortController();
  readonly #start: (tunnel: Tunnel) => Promise<TunnelReceiver | undefined>;
  #receiver: TunnelReceiver | undefined;
  #recorded = false;
  #direct: DirectLink | undefined;
  #work: Promise<void> = Promise.resolve();
  #held = 0;
  #timer: ReturnType<typeof setTimeout>;

  /**
   * @param start Told once the operator has said what it is for: lets it in and gives what takes
   * its frames, or undefined to end it.
   */
  constructor(
    socket: WebSocketLike,
    request: TunnelRequest,
    { operator, access, log }: Pick<Tunnel, "operator" | "access" | "log">,
    start: (tunnel: Tunnel) => Promise<TunnelReceiver | undefined>,
  ) {
    this.request = request;
    this.operator = operator;
    this.access = access;
    this.log = log;
    this.#socket = socket;
    this.#start = start;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("message", ({ data }) => this.#take(data));
    onEnd(socket, () => this.close());
    this.#timer = setTimeout(() => this.close(), JOIN_TIMEOUT);
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount + (this.#direct?.bufferedAmount ?? 0);
  }

  send(frame: TunnelFrame): void {
    if (this.signal.aborted || this.#direct?.send(frame)) return;
    this.#relay(frame);
  }

  control(message: TunnelControl): void {
    this.#relay(encodeTunnelControl(message));
  }

  close(): void {
    if (this.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#life.abort();
    this.#socket.resume?.(); // to read the answer to the closing handshake
    this.#socket.close();
  }

  #relay(frame: TunnelFrame): void {
    if (this.signal.aborted || this.#socket.readyState !== 1) return;
    this.#socket.send(frame as string | Uint8Array<ArrayBuffer>);
  }

  /** Frames are handled one after the other: a write to a disk takes its time. */
  #take(data: unknown): void {
    if (this.signal.aborted) return;
    try {
      const { send, events } = this.#machine.receive(data as string | ArrayBuffer);
      for (const answer of send) this.send(answer);
      for (const event of events) this.#handle(event);
    } catch {
      this.close(); // not the protocol
    }
  }

  #handle(event: AgentTunnelEvent): void {
    switch (event.type) {
      case "joined":
        this.#recorded = event.recorded;
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#ping(), PING_INTERVAL);
        return;
      case "started":
        this.protocol = event.protocol;
        this.options = event.options;
        return this.#enqueue(async () => {
          this.#receiver = await this.#start(this);
          if (this.#receiver === undefined) this.close();
        }, 0);
      case "control":
        if (event.control.type === "close") return this.close();
        return this.#enqueue(() => this.#control(event.control), 100);
      case "data":
        return this.#enqueue(() => this.#receiver?.data(event.frame), event.frame.length);
    }
  }

  #control(message: TunnelControl): void | Promise<void> {
    if (message.type === "offer") return this.#answer(message.sdp);
    if (message.type.startsWith("webrtc")) return this.#direct?.control(message.type);
    this.#receiver?.control?.(message);
  }

  /** What the server records has to pass it; and the UI's terminal never offers. */
  async #answer(sdp: string): Promise<void> {
    const pieces = this.protocol === TunnelProtocol.Desktop;
    const wanted = pieces || this.protocol === TunnelProtocol.Files;
    const can = typeof RTCPeerConnection === "function" && this.#direct === undefined;
    if (!wanted || this.#recorded || !can) return;
    const { DirectLink } = await import("./direct_link.ts");
    if (this.signal.aborted) return;
    const link = this.#direct = new DirectLink({
      signal: this.signal,
      pieces,
      control: (message) => this.control(message),
      relay: (frame) => this.#relay(frame),
      receive: (data) => this.#take(data),
      close: () => this.close(),
    });
    // Not waited for: the relay goes on, and is all there is when this fails.
    link.answer(sdp).catch(() => {});
  }

  #enqueue(task: () => void | Promise<void>, size: number): void {
    this.#held += size;
    if (this.#held > (this.#receiver === undefined ? MAX_HELD : MAX_WAITING)) return this.close();
    // Until the person has answered, the socket has to be read: it may close.
    if (this.#held > PAUSE_AT && this.#receiver !== undefined) this.#socket.pause?.();
    this.#work = this.#work.then(() => this.signal.aborted ? undefined : task())
      .catch(() => this.close())
      .finally(() => {
        this.#held -= size;
        if (this.#held <= PAUSE_AT) this.#socket.resume?.();
      });
  }

  #ping(): void {
    this.control({ type: "ping" });
    this.#timer = setTimeout(() => this.#ping(), PING_INTERVAL);
  }
}
