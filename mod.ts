/**
 * The TypeScript stack over an unmodified MeshCentral: the agent protocol, a browser tab as a
 * managed node, and a client of the operator channel. Safe in a browser; what needs Node or Deno
 * has a subpath of its own (`./transport/ws`, `./simulator` once it listens).
 *
 * @module
 */
export * from "./agent/mod.ts";
export * from "./control/mod.ts";
export * from "./protocol/mod.ts";
