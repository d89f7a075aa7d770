import {
  AgentHandshake,
  type AgentIdentity,
  createSelfSignedCertificate,
  deriveNodeId,
  deriveServerId,
  ServerHandshake,
  spkiFromCertificate,
} from "../../../protocol/mod.ts";

/** A short key, which no server would have: thousands of signatures are made with it. */
async function identity(commonName: string): Promise<AgentIdentity> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384", modulusLength: 1024 };
  const publicExponent = new Uint8Array([1, 0, 1]);
  const keyPair = await crypto.subtle.generateKey({ ...algorithm, publicExponent }, false, [
    "sign",
    "verify",
  ]);
  const certificate = await createSelfSignedCertificate(keyPair, { commonName });
  const nodeId = await deriveNodeId(spkiFromCertificate(certificate));
  return { certificate, privateKey: keyPair.privateKey, nodeId };
}

const [agent, server] = await Promise.all([identity("agent"), identity("server")]);
const serverHash = new Uint8Array(48).fill(7);
const serverId = await deriveServerId(server.certificate);

export { agent as agentIdentity, serverHash as SERVER_HASH, serverId as SERVER_ID };

/** An agent's side that sent its first frame. */
export function agentSide(): AgentHandshake {
  const handshake = new AgentHandshake({
    identity: agent,
    serverHash,
    serverId,
    nonce: new Uint8Array(48).fill(1),
    info: {
      agentId: 17,
      agentVersion: 1,
      platformType: 1,
      capabilities: 0,
      name: "tab",
      meshId: new Uint8Array(48).fill(8),
    },
  });
  handshake.start();
  return handshake;
}

/** A server's side that heard nothing. */
export function serverSide(): ServerHandshake {
  return new ServerHandshake({
    ...server,
    nonce: new Uint8Array(48).fill(2),
    acceptServerHash: () => true,
    acceptMesh: () => true,
  });
}

/** What each side sends when nothing goes wrong; nonces are fixed, so that it fits each time. */
export async function honestExchange(): Promise<
  { readonly toServer: readonly Uint8Array[]; readonly toAgent: readonly Uint8Array[] }
> {
  const [ours, theirs] = [agentSide(), serverSide()];
  const toServer: Uint8Array[] = [];
  const toAgent: Uint8Array[] = [];
  const start = new Uint8Array([0, 1, ...serverHash, ...new Uint8Array(48).fill(1)]);
  for (let frames = [start]; frames.length > 0;) {
    toServer.push(...frames);
    const answers = (await Promise.all(frames.map((frame) => theirs.receive(frame)))).flat();
    toAgent.push(...answers);
    frames = [];
    for (const answer of answers) frames.push(...await ours.receive(answer) as typeof frames);
  }
  return { toServer, toAgent };
}
