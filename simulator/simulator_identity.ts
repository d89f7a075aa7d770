import {
  type AgentIdentity,
  createAgentIdentity,
  deriveServerHash,
  deriveServerId,
  derSubjectAltName,
  formatHexId,
} from "../protocol/mod.ts";

/** The two certificates of a server. Keep it, and the simulator is the same server the next time. */
export interface SimulatorIdentity {
  /** Of the agent certificate, which signs handshakes; its key is the ServerID. */
  readonly agent: AgentIdentity;
  /**
   * Of the TLS certificate, whose hash is the server hash: made for `localhost` and `127.0.0.1`,
   * with an extractable key, since a TLS server needs it as a file.
   */
  readonly tls: AgentIdentity;
}

/**
 * A new identity for a simulator: two RSA-3072 key pairs, 0.5 to 1 s. A simulator makes its own
 * unless it is given one; many short-lived ones, as in tests, can share one.
 *
 * @example
 * ```ts
 * import { createSimulatorIdentity, MeshSimulator } from "@cs/meshcentral/simulator";
 * import assert from "node:assert/strict";
 *
 * const identity = await createSimulatorIdentity();
 * const [one, other] = [new MeshSimulator({ identity }), new MeshSimulator({ identity })];
 * assert.equal((await one.enrollment()).serverId, (await other.enrollment()).serverId);
 * ```
 */
export async function createSimulatorIdentity(): Promise<SimulatorIdentity> {
  const [agent, tls] = await Promise.all([
    createAgentIdentity({ commonName: "MeshCentralAgent-simulator" }),
    createAgentIdentity({
      commonName: "localhost",
      extensions: [derSubjectAltName({ dnsNames: ["localhost"], ipAddresses: ["127.0.0.1"] })],
      extractable: true,
    }),
  ]);
  return { agent, tls };
}

/** What agents see of an identity. */
export interface Fingerprints {
  /** 96 lower-case hex digits: of the key of the agent certificate. */
  readonly serverId: string;
  /** 96 lower-case hex digits: of the whole TLS certificate. */
  readonly serverHash: string;
  /** `serverHash`, and the one of the TLS key: a server takes both. */
  readonly acceptedHashes: ReadonlySet<string>;
}

/** Hashes an identity. */
export async function fingerprints({ agent, tls }: SimulatorIdentity): Promise<Fingerprints> {
  const [serverId, serverHash, keyHash] = (await Promise.all([
    deriveServerId(agent.certificate),
    deriveServerHash(tls.certificate, "certificate"),
    deriveServerHash(tls.certificate, "key"),
  ])).map(formatHexId) as [string, string, string];
  return { serverId, serverHash, acceptedHashes: new Set([serverHash, keyHash]) };
}
