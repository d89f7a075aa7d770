/**
 * What an agent says it can do: the bits of AUTH_INFO and of `coreinfo.caps`. MeshCentral shows a
 * tab of its device page for each (`views/default3.handlebars`). It keeps bits 8 and 16 of the
 * handshake and takes all others from `coreinfo` (`meshagent.js`, ChangeAgentCoreInfo).
 *
 * @example
 * ```ts
 * import { Capability } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * assert.equal(Capability.Terminal | Capability.Files, 6);
 * ```
 */
export const Capability = {
  /** 1 */
  Desktop: 1,
  /** 2 */
  Terminal: 2,
  /** 4 */
  Files: 4,
  /** 8 */
  Console: 8,
  /** 16: runs MeshCore; a server then asks for the core's hash and pushes one. */
  JavaScript: 16,
  /** 32: the device is deleted when it disconnects. */
  Temporary: 32,
  /** 64: a recovery agent. */
  Recovery: 64,
  /** 256: takes a compressed core. */
  CompressedCore: 256,
} as const;
