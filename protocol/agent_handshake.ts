import { Command } from "./command.ts";
import { decodeMessage } from "./decode_message.ts";
import { encodeMessage } from "./encode_message.ts";
import { ProtocolError } from "./errors.ts";
import type { AgentIdentity } from "./identity.ts";
import { deriveServerId } from "./ids.ts";
import type { AuthInfoMessage, AuthRequestMessage, AuthVerifyMessage } from "./message.ts";
import { sameBytes } from "./same_bytes.ts";
import { sign, signedBytes, verify } from "./signature.ts";
import { HASH_LENGTH } from "./hash_length.ts";
import { type ByteSource, type Encodable, toBytes } from "./to_bytes.ts";

/** What an agent brings to the handshake. */
export interface AgentHandshakeOptions {
  /** Who the agent is. */
  readonly identity: AgentIdentity;
  /**
   * 48 bytes: hash of the TLS certificate in front of the agent; or `"unchecked"` for servers with
   * `ignoreAgentHashCheck`, which sends 48 zero bytes. The server's signature covers what is sent.
   */
  readonly serverHash: ByteSource | "unchecked";
  /** 48 bytes: the server's key must hash to this. Required, unless `trustAnyServer`. */
  readonly serverId?: ByteSource | undefined;
  /**
   * Enrol with whoever answers. Without a pinned ServerID the server's signature proves only that
   * it has *some* key: anyone in the middle has one.
   */
  readonly trustAnyServer?: boolean | undefined;
  /** What AUTH_INFO will say. */
  readonly info: Encodable<Omit<AuthInfoMessage, "command" | "infoVersion">>;
  /** 48 random bytes. @default `crypto.getRandomValues` */
  readonly nonce?: ByteSource | undefined;
}

/**
 * How far an agent's handshake is:
 * `idle` – nothing sent; `requested` – AUTH_REQUEST sent, the server is silent so far;
 * `signed` – the server answered and AUTH_VERIFY was sent, its own proof is still to come;
 * `enrolling` – the server proved itself and AUTH_INFO was sent; `confirmed` – AUTH_CONFIRM came;
 * `failed` – the server is not who it should be, and nothing more is sent.
 */
export type AgentHandshakeState =
  | "idle"
  | "requested"
  | "signed"
  | "enrolling"
  | "confirmed"
  | "failed";

/**
 * The agent's side of the handshake, without I/O: frames in, frames out. A server that refuses
 * stays silent (`meshagent.js`), so whoever drives this needs a time-out and reads
 * {@linkcode state} to tell what was refused.
 *
 * Frames must be given one after the other: await each {@linkcode receive} before the next.
 *
 * @example Against the library's own server side
 * ```ts
 * import {
 *   AgentHandshake, createAgentIdentity, deriveServerId, ServerHandshake,
 * } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const server = await createAgentIdentity({ commonName: "server" });
 * const serverHash = new Uint8Array(48).fill(7);
 * const serverSide = new ServerHandshake({
 *   ...server,
 *   acceptServerHash: () => true,
 *   acceptMesh: () => true,
 * });
 * const agent = new AgentHandshake({
 *   identity: await createAgentIdentity(),
 *   serverHash,
 *   serverId: await deriveServerId(server.certificate),
 *   info: {
 *     agentId: 17, agentVersion: 1, platformType: 1, capabilities: 0, name: "tab",
 *     meshId: new Uint8Array(48),
 *   },
 * });
 *
 * let toServer = agent.start();
 * while (agent.state !== "confirmed") {
 *   const toAgent = [];
 *   for (const frame of toServer) toAgent.push(...await serverSide.receive(frame));
 *   toServer = [];
 *   for (const frame of toAgent) toServer.push(...await agent.receive(frame));
 * }
 * assert.equal(serverSide.state, "confirmed");
 * ```
 */
export class AgentHandshake {
  readonly #options: AgentHandshakeOptions;
  readonly #serverHash: Uint8Array;
  readonly #nonce: Uint8Array;
  #serverNonce: Uint8Array | undefined;
  #state: AgentHandshakeState = "idle";

  /**
   * A handshake that has not begun.
   *
   * @throws {ProtocolError} `bad-field` without a ServerID and without `trustAnyServer`.
   */
  constructor(options: AgentHandshakeOptions) {
    if (options.serverId === undefined && options.trustAnyServer !== true) {
      throw new ProtocolError("bad-field", "neither serverId nor trustAnyServer: true");
    }
    this.#options = options;
    this.#serverHash = options.serverHash === "unchecked"
      ? new Uint8Array(HASH_LENGTH)
      : toBytes(options.serverHash, "serverHash");
    this.#nonce = toBytes(
      options.nonce ?? crypto.getRandomValues(new Uint8Array(HASH_LENGTH)),
      "nonce",
    );
  }

  /** How far the handshake is. */
  get state(): AgentHandshakeState {
    return this.#state;
  }

  /** The frames that open the handshake: AUTH_REQUEST. */
  start(): Uint8Array[] {
    if (this.#state !== "idle") throw this.#unexpected("a second start");
    this.#state = "requested";
    return [encodeMessage({
      command: Command.AuthRequest,
      serverHash: this.#serverHash,
      nonce: this.#nonce,
    })];
  }

  /**
   * Takes one frame of the server and returns the frames to answer with. AUTH_INFO, which holds
   * the device group's id, is returned only once the server's proof was verified.
   *
   * @throws {ProtocolError} `bad-signature`, `server-id-mismatch`, `bad-certificate` or `bad-der`
   * when the server does not prove itself (the state is then `failed`); `unexpected-message` for
   * what has no place here; the codes of {@linkcode decodeMessage} for what is no message.
   */
  async receive(frame: ByteSource): Promise<Uint8Array[]> {
    const message = decodeMessage(frame, "server");
    switch (message.command) {
      case Command.AuthRequest:
        return await this.#proveOurselves(message);
      case Command.AuthVerify:
        return await this.#checkServer(message);
      case Command.AuthConfirm:
        if (this.#state !== "enrolling") throw this.#unexpected("AUTH_CONFIRM");
        this.#state = "confirmed";
        return [];
      default:
        throw this.#unexpected(`command ${message.command}`);
    }
  }

  async #proveOurselves({ nonce }: AuthRequestMessage): Promise<Uint8Array[]> {
    if (this.#state !== "requested") throw this.#unexpected("AUTH_REQUEST");
    this.#state = "signed";
    this.#serverNonce = nonce.slice();
    const { certificate, privateKey } = this.#options.identity;
    const signature = await sign(privateKey, signedBytes(this.#serverHash, nonce, this.#nonce));
    return [encodeMessage({ command: Command.AuthVerify, certificate, signature })];
  }

  async #checkServer({ certificate, signature }: AuthVerifyMessage): Promise<Uint8Array[]> {
    if (this.#state !== "signed" || this.#serverNonce === undefined) {
      throw this.#unexpected("AUTH_VERIFY");
    }
    // Stays so when a check throws, so that a second AUTH_VERIFY gets no second chance.
    this.#state = "failed";
    await this.#checkServerId(certificate);
    const signed = signedBytes(this.#serverHash, this.#nonce, this.#serverNonce);
    if (!await verify(certificate, signature, signed)) {
      throw new ProtocolError("bad-signature", "the server's signature does not fit");
    }
    this.#state = "enrolling";
    return [encodeMessage({
      command: Command.AuthInfo,
      infoVersion: 1,
      ...this.#options.info,
    })];
  }

  async #checkServerId(certificate: Uint8Array): Promise<void> {
    const pinned = this.#options.serverId;
    if (pinned === undefined) return;
    if (sameBytes(await deriveServerId(certificate), toBytes(pinned, "serverId"))) return;
    throw new ProtocolError("server-id-mismatch", "the server's key is not the pinned one");
  }

  #unexpected(what: string): ProtocolError {
    return new ProtocolError("unexpected-message", `${what} has no place in state ${this.#state}`);
  }
}
