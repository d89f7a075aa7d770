/**
 * A WebRTC data channel to the operator's browser, to which a tunnel moves from the relay where
 * MeshCentral's UI offers one (its setting `webRTC`, or `?webrtc=1`) and it connects; where it does
 * not, nothing changes. Loaded when it is offered.
 *
 * The order of the move, from `public/scripts/agent-redir-ws-0.1.1.js`: the channel opens and the agent
 * says webrtc0; the operator says webrtc0 and webrtc1, the end of its data on the relay; the agent
 * says webrtc1, the end of its own; the operator says webrtc2, and the agent goes on in the channel.
 *
 * @module
 */
import type { TunnelControl, TunnelFrame } from "../../protocol/mod.ts";
import { setTimer } from "../timer.ts";

/** The tunnel, as its link sees it. */
export interface DirectHost {
  /** Fires when the tunnel ends. */
  readonly signal: AbortSignal;
  /** Viewers of the desktop put pieces together; those of files do not. */
  readonly pieces: boolean;
  /** Sends a control message, always by the relay. */
  control(message: TunnelControl): void;
  /** Sends data by the relay. */
  relay(frame: TunnelFrame): void;
  /** Takes what came by the channel. */
  receive(data: unknown): void;
  /** Ends the tunnel. */
  close(): void;
}

/** Bytes of one message that every browser takes. */
const PIECE = 16_384;
/** Milliseconds for the candidates: those of this machine are there at once. */
const GATHERING = 2_000;
/** Milliseconds that the operator has to confirm; then all goes on by the relay. */
const CONFIRMATION = 5_000;
/** Messages of the channel that may come before the relay's last. */
const MAX_EARLY = 1_000;

/** One channel, from its offer on. */
export class DirectLink {
  readonly #host: DirectHost;
  readonly #peer = new RTCPeerConnection();
  #channel: RTCDataChannel | undefined;
  /** What came before the relay's end; undefined once that has come. */
  #early: unknown[] | undefined = [];
  /** What waits for the operator's confirmation. */
  #held: TunnelFrame[] | undefined;
  #heldBytes = 0;
  #direct = false;

  constructor(host: DirectHost) {
    this.#host = host;
    this.#peer.addEventListener("datachannel", ({ channel }) => this.#open(channel));
    host.signal.addEventListener("abort", () => this.#peer.close());
  }

  /** Bytes that wait to leave, or to be allowed to. */
  get bufferedAmount(): number {
    return this.#heldBytes + (this.#channel?.bufferedAmount ?? 0);
  }

  /** Answers an offer. Rejects when it is none. */
  async answer(sdp: string): Promise<void> {
    const peer = this.#peer;
    await peer.setRemoteDescription({ type: "offer", sdp });
    await peer.setLocalDescription(await peer.createAnswer());
    const complete = new Promise<void>((resolve) =>
      peer.addEventListener("icegatheringstatechange", () => {
        if (peer.iceGatheringState === "complete") resolve();
      })
    );
    await Promise.race([complete, setTimer(GATHERING)]);
    this.#host.control({ type: "answer", sdp: peer.localDescription?.sdp ?? "" });
  }

  /** A message about the move. */
  control(type: TunnelControl["type"]): void {
    if (this.#channel === undefined) return;
    if (type === "webrtc0") this.#endRelay();
    else if (type === "webrtc1") this.#relayEnded();
    else if (type === "webrtc2") this.#goOn(true);
  }

  /** Takes a frame, unless it has to go by the relay. */
  send(frame: TunnelFrame): boolean {
    if (this.#held !== undefined) {
      this.#held.push(frame);
      this.#heldBytes += frame.length;
      return true;
    }
    const { pieces } = this.#host;
    const limit = pieces ? Infinity : this.#peer.sctp?.maxMessageSize ?? PIECE;
    if (!this.#direct || typeof frame === "string" || frame.length > limit) return false;
    const step = pieces ? PIECE : frame.length;
    for (let at = 0; at < frame.length; at += step) {
      this.#channel?.send(frame.subarray(at, at + step) as Uint8Array<ArrayBuffer>);
    }
    return true;
  }

  #open(channel: RTCDataChannel): void {
    this.#channel = channel;
    channel.binaryType = "arraybuffer";
    channel.addEventListener("message", ({ data }) => {
      if (this.#early === undefined) return this.#host.receive(data);
      this.#early.push(data);
      if (this.#early.length > MAX_EARLY) this.#host.close();
    });
    channel.addEventListener("close", () => {
      // The operator's end has gone to the channel for good, even if ours has not.
      if (this.#early === undefined || this.#direct) this.#host.close();
    });
    const ready = () => this.#host.control({ type: "webrtc0" });
    if (channel.readyState === "open") ready();
    else channel.addEventListener("open", ready);
  }

  #endRelay(): void {
    if (this.#held !== undefined || this.#direct) return;
    this.#held = [];
    this.#host.control({ type: "webrtc1" });
    setTimeout(() => this.#goOn(false), CONFIRMATION);
  }

  #relayEnded(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const data of early) this.#host.receive(data);
    this.#host.control({ type: "webrtc2" });
  }

  #goOn(direct: boolean): void {
    const held = this.#held;
    if (held === undefined) return;
    this.#held = undefined;
    this.#heldBytes = 0;
    this.#direct = direct;
    for (const frame of held) if (!this.send(frame)) this.#host.relay(frame);
  }
}
