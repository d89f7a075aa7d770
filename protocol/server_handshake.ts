import { Command } from "./command.ts";
import { decodeMessage } from "./decode_message.ts";
import { encodeMessage } from "./encode_message.ts";
import { ProtocolError } from "./errors.ts";
import { deriveNodeId } from "./ids.ts";
import type { AuthInfoMessage, AuthRequestMessage, AuthVerifyMessage } from "./message.ts";
import { spkiFromCertificate } from "./public_key.ts";
import { sign, signedBytes, verify } from "./signature.ts";
import { HASH_LENGTH } from "./hash_length.ts";
import { type ByteSource, toBytes } from "./to_bytes.ts";

/** What a server brings to the handshake. */
export interface ServerHandshakeOptions {
  /** X.509 DER of the server's agent certificate: its key is the ServerID. */
  readonly certificate: ByteSource;
  /** The key of `certificate`. */
  readonly privateKey: CryptoKey;
  /** Whether the 48-byte hash is one of the server's own TLS certificate, in either form. */
  readonly acceptServerHash: (serverHash: Uint8Array) => boolean;
  /** Whether the 48-byte id is one of the server's device groups. */
  readonly acceptMesh: (meshId: Uint8Array) => boolean;
  /** Like the setting `ignoreAgentHashCheck`: any hash and any agent signature will do. */
  readonly ignoreAgentHashCheck?: boolean;
  /** 48 random bytes. @default `crypto.getRandomValues` */
  readonly nonce?: ByteSource;
}

/**
 * How far a server's handshake is: `waiting` for the agent's three messages, `confirmed`, or
 * `held`: refused, but left open in silence, as MeshCentral does.
 */
export type ServerHandshakeState = "waiting" | "confirmed" | "held";

/** Why an agent is held. */
export type HoldReason = "bad-server-hash" | "bad-certificate" | "bad-signature" | "unknown-mesh";

/** An agent that is in. */
export interface EnrolledAgent {
  /** 64 characters, from the key that the agent proved to have. */
  readonly nodeId: string;
  /** X.509 DER. */
  readonly certificate: Uint8Array;
  /** Its AUTH_INFO. */
  readonly info: AuthInfoMessage;
}

/**
 * The server's side of the handshake, without I/O, as `meshagent.js` does it: each command counts
 * once and its repeats are ignored, AUTH_VERIFY may come before AUTH_REQUEST, the server proves
 * itself without waiting for the agent's proof, and a refused agent hears nothing more.
 *
 * Frames must be given one after the other: await each {@linkcode receive} before the next. An
 * example stands with {@linkcode AgentHandshake}.
 */
export class ServerHandshake {
  readonly #options: ServerHandshakeOptions;
  readonly #nonce: Uint8Array;
  readonly #seen = new Set<number>();
  #request: AuthRequestMessage | undefined;
  #verify: AuthVerifyMessage | undefined;
  #info: AuthInfoMessage | undefined;
  #nodeId: string | undefined;
  #skipProof = false;
  #held: HoldReason | undefined;
  #agent: EnrolledAgent | undefined;

  /** A handshake that has not begun. */
  constructor(options: ServerHandshakeOptions) {
    this.#options = options;
    this.#nonce = toBytes(
      options.nonce ?? crypto.getRandomValues(new Uint8Array(HASH_LENGTH)),
      "nonce",
    );
  }

  /** How far the handshake is. */
  get state(): ServerHandshakeState {
    if (this.#held !== undefined) return "held";
    return this.#agent === undefined ? "waiting" : "confirmed";
  }

  /** Why the agent is held, when it is. */
  get held(): HoldReason | undefined {
    return this.#held;
  }

  /** The agent, once it is in. */
  get agent(): EnrolledAgent | undefined {
    return this.#agent;
  }

  /**
   * Takes one frame of the agent and returns the frames to answer with; none for a message that a
   * real server would ignore.
   *
   * @throws {ProtocolError} the codes of {@linkcode decodeMessage} for what is no message.
   */
  async receive(frame: ByteSource): Promise<Uint8Array[]> {
    const message = decodeMessage(frame, "agent");
    if (this.state !== "waiting" || message.command === "json") return [];
    if (this.#seen.has(message.command)) return [];
    this.#seen.add(message.command);
    switch (message.command) {
      case Command.AuthRequest:
        return await this.#answerRequest(message);
      case Command.AuthVerify:
        this.#verify = message;
        await this.#checkAgent();
        return this.#complete();
      case Command.AuthInfo:
        this.#info = message;
        return this.#complete();
      case Command.AuthConfirm:
        this.#skipProof = true;
        return [];
      default:
        return [];
    }
  }

  async #answerRequest(request: AuthRequestMessage): Promise<Uint8Array[]> {
    const { acceptServerHash, ignoreAgentHashCheck, certificate, privateKey } = this.#options;
    if (!ignoreAgentHashCheck && !acceptServerHash(request.serverHash)) {
      return this.#hold("bad-server-hash");
    }
    this.#request = request;
    const { serverHash } = request;
    const answer = [
      encodeMessage({ command: Command.AuthRequest, serverHash, nonce: this.#nonce }),
    ];
    if (!this.#skipProof) {
      const signed = signedBytes(serverHash, request.nonce, this.#nonce);
      const signature = await sign(privateKey, signed);
      answer.push(encodeMessage({ command: Command.AuthVerify, certificate, signature }));
    }
    await this.#checkAgent();
    return [...answer, ...this.#complete()];
  }

  /** Once both the agent's nonce and its proof are here, in whichever order they came. */
  async #checkAgent(): Promise<void> {
    if (this.#request === undefined || this.#verify === undefined) return;
    const { certificate, signature } = this.#verify;
    const signed = signedBytes(this.#request.serverHash, this.#nonce, this.#request.nonce);
    try {
      this.#nodeId = await deriveNodeId(spkiFromCertificate(certificate));
      const proven = this.#options.ignoreAgentHashCheck ||
        await verify(certificate, signature, signed);
      if (!proven) this.#hold("bad-signature");
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#hold("bad-certificate");
    }
  }

  #complete(): Uint8Array[] {
    if (this.state === "held" || this.#verify === undefined) return [];
    if (this.#nodeId === undefined || this.#info === undefined) return [];
    if (!this.#options.acceptMesh(this.#info.meshId)) return this.#hold("unknown-mesh");
    const { certificate } = this.#verify;
    this.#agent = { nodeId: this.#nodeId, certificate, info: this.#info };
    return [encodeMessage({ command: Command.AuthConfirm })];
  }

  #hold(reason: HoldReason): [] {
    this.#held = reason;
    return [];
  }
}
