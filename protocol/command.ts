/**
 * The numbers of the binary commands, a big-endian u16 at the start of a message. 0–9 belong to
 * the handshake; the others are accepted only after it. Names of the first seven: system
 * reference 1.3; the rest: MeshCentral's `meshagent.js` and the agent's `agentcore.h`.
 *
 * @example
 * ```ts
 * import { Command } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.equal(Command.AuthConfirm, 4);
 * assert.equal(Command.CoreOk, 16); // not 10: that is CoreModule
 * ```
 */
export const Command = {
  /** 1, both ways: server hash and the sender's nonce. */
  AuthRequest: 1,
  /** 2, both ways: certificate and signature. */
  AuthVerify: 2,
  /** 3, agent → server: who the agent is and which device group it joins. */
  AuthInfo: 3,
  /**
   * 4: from the server, the agent is in. From the agent, before 1: "I trust this server already,
   * skip your signature".
   */
  AuthConfirm: 4,
  /** 5, agent → server: the ServerID that the agent expects. */
  ServerId: 5,
  /** 10, server → agent: clear the core, or take this one. */
  CoreModule: 10,
  /** 11: the server asks for the hash of the core; the agent answers. */
  CoreHash: 11,
  /** 12: the server asks for the hash of the agent's binary; the agent answers. */
  AgentHash: 12,
  /** 13, server → agent: a native update starts, or ended with this hash. */
  AgentUpdate: 13,
  /** 14: one block of a native update; the agent acknowledges with the same command. */
  AgentUpdateBlock: 14,
  /** 15, agent → server: the tag of the device. */
  AgentTag: 15,
  /** 16, server → agent: the core is fine as it is. */
  CoreOk: 16,
  /** 30, agent → server: when the agent's source was committed, as text. */
  AgentCommitDate: 30,
  /** 31, agent → server: the operating system, as text. */
  AgentOs: 31,
} as const;

/** One of the numbers of {@linkcode Command}. */
export type CommandNumber = typeof Command[keyof typeof Command];
