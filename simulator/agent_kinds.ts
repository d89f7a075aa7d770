/**
 * What MeshCentral 1.1.55 knows of each agent id (`meshcentral.js`, meshAgentsArchitectureNumbers)
 * and for which it has a binary to compare with (its `agents` folder).
 *
 * @module
 */

/** Ids with a core: an agent with the JavaScript capability is asked for the hash of its own. */
const WITH_CORE: ReadonlySet<number> = new Set([
  ...range(0, 30),
  ...range(32, 37),
  ...range(40, 43),
  45,
  ...range(10003, 10005),
]);

/** Ids of tools, which have no core. */
const TOOLS: ReadonlySet<number> = new Set([10006, ...range(11000, 11002)]);

/** Ids whose binary the server has and keeps up to date: it asks for the hash of the agent's. */
const WITH_BINARY: ReadonlySet<number> = new Set([
  ...[3, 4, 5, 6, 7, 9, 13, 15, 16, 18, 19, 20, ...range(24, 30), 32, 33, 35, 36, 37, 40, 41],
  ...[43, 45, 10003, 10004, 10005],
]);

/** Whether the server has a core for this kind of agent. */
export function hasCore(agentId: number): boolean {
  return WITH_CORE.has(agentId);
}

/** Whether the server knows this kind of agent at all. */
export function isKnown(agentId: number): boolean {
  return WITH_CORE.has(agentId) || TOOLS.has(agentId);
}

/** Whether the server asks this kind of agent for the hash of its binary. */
export function hasBinary(agentId: number): boolean {
  return WITH_BINARY.has(agentId);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
