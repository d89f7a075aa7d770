import type { Command } from "./command.ts";

/** A JSON value as `JSON.parse` gives it. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A JSON object: what every JSON message of the agent channel is. */
export interface JsonObject {
  /** Any member; MeshCentral names the kind of message in `action`. */
  readonly [key: string]: JsonValue;
}

/** Command 1. Layout: u16 1, serverHash[48], nonce[48]; 98 bytes exactly. */
export interface AuthRequestMessage {
  /** 1 */
  readonly command: typeof Command.AuthRequest;
  /** SHA-384 of the server's TLS certificate or key, 48 bytes; the server echoes what it got. */
  readonly serverHash: Uint8Array;
  /** The sender's 48 random bytes. */
  readonly nonce: Uint8Array;
}

/** Command 2. Layout: u16 2, u16 certificate length, certificate, signature to the end. */
export interface AuthVerifyMessage {
  /** 2 */
  readonly command: typeof Command.AuthVerify;
  /** X.509 DER, at most 65,535 bytes. */
  readonly certificate: Uint8Array;
  /** RSASSA-PKCS1-v1_5 with SHA-384; 384 bytes from an RSA-3072 key. */
  readonly signature: Uint8Array;
}

/**
 * Command 3. Layout: u16 3, u32 infoVersion, u32 agentId, u32 agentVersion, u32 platformType,
 * meshId[48], u32 capabilities, u16 name length, name (UTF-8). A server takes a message that ends
 * before the name's length, too (`meshagent.js`).
 */
export interface AuthInfoMessage {
  /** 3 */
  readonly command: typeof Command.AuthInfo;
  /** Always 1 so far. */
  readonly infoVersion: number;
  /** Kind of agent: 6 Linux x64, 14 Android, 17 ChromeOS, … (`meshcentral.js`). */
  readonly agentId: number;
  /** Shown as `v<n>` when not 0. */
  readonly agentVersion: number;
  /** The device's icon: 1 desktop, 2 laptop, 3 phone, 4 server, 5 disk, 6 router, … 8. */
  readonly platformType: number;
  /** The device group to join, 48 bytes. */
  readonly meshId: Uint8Array;
  /** Sum of the bits of {@linkcode Capability}. */
  readonly capabilities: number;
  /** Host name, at most 65,535 bytes of UTF-8; absent in a message of 70 bytes. */
  readonly name?: string;
}

/** Command 4. Layout: u16 4; 2 bytes. */
export interface AuthConfirmMessage {
  /** 4 */
  readonly command: typeof Command.AuthConfirm;
}

/** Command 5. Layout: u16 5, serverId to the end. */
export interface ServerIdMessage {
  /** 5 */
  readonly command: typeof Command.ServerId;
  /** Hash of the key of the server's agent certificate: 48 bytes, 32 in old agents. */
  readonly serverId: Uint8Array;
}

/** Command 10. Layout: u16 10, u16 0, then nothing (clear) or hash[48] and the core's code. */
export interface CoreModuleMessage {
  /** 10 */
  readonly command: typeof Command.CoreModule;
  /** SHA-384 of the code, 48 bytes; absent when the server wants the present core cleared. */
  readonly hash?: Uint8Array;
  /** JavaScript for the native agent's runtime, maybe compressed. Only after a hash. */
  readonly code?: Uint8Array;
}

/** Commands 11, 12 and 13. Layout: u16 command, u16 0, then nothing or hash[48]. */
export interface HashMessage {
  /** 11, 12 or 13 */
  readonly command:
    | typeof Command.CoreHash
    | typeof Command.AgentHash
    | typeof Command.AgentUpdate;
  /**
   * 48 bytes. Absent in a request of 11 and 12, in the answer of an agent without a core, and in
   * the 13 that starts an update.
   */
  readonly hash?: Uint8Array;
}

/** Command 14. Layout: u16 14, u16 status, then the block (nothing in the agent's answer). */
export interface AgentUpdateBlockMessage {
  /** 14 */
  readonly command: typeof Command.AgentUpdateBlock;
  /** 1: more may come. */
  readonly status: number;
  /** A piece of the new binary. */
  readonly data: Uint8Array;
}

/** Commands 15, 30 and 31. Layout: u16 command, UTF-8 text to the end, maybe a NUL after it. */
export interface TextMessage {
  /** 15, 30 or 31 */
  readonly command:
    | typeof Command.AgentTag
    | typeof Command.AgentCommitDate
    | typeof Command.AgentOs;
  /** Without the NULs that a native agent leaves at its end. */
  readonly text: string;
}

/** Command 16. Layout: u16 16, u16 0; 4 bytes. */
export interface CoreOkMessage {
  /** 16 */
  readonly command: typeof Command.CoreOk;
}

/**
 * A JSON message: any frame, text or binary, that begins with `{`. The server sends its own in
 * binary frames; an agent should send them as text ({@linkcode encodeJson}), because a server
 * reads a binary one as Latin-1.
 */
export interface JsonMessage {
  /** Not a number: the message has none. */
  readonly command: "json";
  /** The object. */
  readonly value: JsonObject;
}

/** Every message of the agent channel, told apart by `command`. */
export type Message =
  | AuthRequestMessage
  | AuthVerifyMessage
  | AuthInfoMessage
  | AuthConfirmMessage
  | ServerIdMessage
  | CoreModuleMessage
  | HashMessage
  | AgentUpdateBlockMessage
  | TextMessage
  | CoreOkMessage
  | JsonMessage;

/** Who sent a message; some commands mean something in one direction only. */
export type Sender = "agent" | "server";
