import type { AgentIdentity } from "../protocol/mod.ts";

/** Where an agent's identity comes from; it decides whether a reload is the same node. */
export interface IdentityStore {
  /** The identity: the stored one, or a new one that is stored from now on. */
  load(): Promise<AgentIdentity>;
  /**
   * For a store that several tabs share: waits until this tab may be the node, and remains it until
   * `signal` fires. A server listens to the newest connection of a node only, so two would fight.
   *
   * @param waiting Called when another tab is the node.
   */
  lead?(waiting: () => void, signal: AbortSignal): Promise<void>;
}

/**
 * An identity that lives as long as this store: a new node each session (the default).
 *
 * @example
 * ```ts
 * import { memoryIdentity } from "@cs/meshcentral/agent";
 * import assert from "node:assert/strict";
 *
 * const store = memoryIdentity();
 * assert.equal((await store.load()).nodeId, (await store.load()).nodeId);
 * ```
 */
export function memoryIdentity(): IdentityStore {
  let identity: Promise<AgentIdentity> | undefined;
  return {
    load: () => identity ??= createIdentity(),
  };
}

/** A new identity. Loaded when it is needed: once in the life of a device. */
export async function createIdentity(): Promise<AgentIdentity> {
  const { createAgentIdentity } = await import("../protocol/identity.ts");
  return await createAgentIdentity();
}
