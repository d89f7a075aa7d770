import {
  AgentHandshake,
  type AgentHandshakeOptions,
  createAgentIdentity,
  decodeMessage,
  deriveServerId,
  encodeMessage,
  type Message,
  type Sender,
  ServerHandshake,
  type ServerHandshakeOptions,
} from "../mod.ts";

/** Two identities are enough: each is a stranger where the other is expected. */
export const [server, agent] = await Promise.all([
  createAgentIdentity({ commonName: "server" }),
  createAgentIdentity(),
]);
export const serverHash = new Uint8Array(48).fill(7);
export const info = {
  agentId: 17,
  agentVersion: 1,
  platformType: 1,
  meshId: new Uint8Array(48).fill(8),
  capabilities: 6,
  name: "tab",
};
const serverId = await deriveServerId(server.certificate);

/** An agent that is enrolled with `server`. */
export function agentSide(options: Partial<AgentHandshakeOptions> = {}): AgentHandshake {
  return new AgentHandshake({ identity: agent, serverHash, serverId, info, ...options });
}

/** A server that knows one hash and one device group. */
export function serverSide(options: Partial<ServerHandshakeOptions> = {}): ServerHandshake {
  return new ServerHandshake({
    ...server,
    acceptServerHash: (hash) => hash.every((octet) => octet === 7),
    acceptMesh: (id) => id.every((octet) => octet === 8),
    ...options,
  });
}

/** Sees every message on its way, and may put another one in its place. */
export type Middle = (message: Message, from: Sender) => Message;

/** Carries frames to and fro until nobody has any; tells the commands in their order. */
export async function run(
  agent: AgentHandshake,
  server: ServerHandshake,
  middle: Middle = (message) => message,
): Promise<string[]> {
  const log: string[] = [];
  let toServer = agent.start();
  while (toServer.length > 0) {
    const toAgent = await deliver(toServer, "agent", (frame) => server.receive(frame));
    toServer = await deliver(toAgent, "server", (frame) => agent.receive(frame));
  }
  return log;

  async function deliver(
    frames: readonly Uint8Array[],
    from: Sender,
    receive: (frame: Uint8Array) => Promise<Uint8Array[]>,
  ): Promise<Uint8Array[]> {
    const answers: Uint8Array[] = [];
    for (const frame of frames) {
      const message = middle(decodeMessage(frame, from), from);
      log.push(`${from} ${message.command}`);
      answers.push(...await receive(encodeMessage(message)));
    }
    return answers;
  }
}

/** The frames of one whole handshake, by who sent them. */
export async function record(
  agent: AgentHandshake,
  server: ServerHandshake,
): Promise<Record<Sender, Uint8Array[]>> {
  const frames: Record<Sender, Uint8Array[]> = { agent: [], server: [] };
  await run(agent, server, (message, from) => {
    frames[from].push(encodeMessage(message));
    return message;
  });
  return frames;
}

/** A {@linkcode Middle} that changes the AUTH_VERIFY of one side. */
export function changeProof(
  of: Sender,
  change: (proof: { certificate: Uint8Array; signature: Uint8Array }) => object,
): Middle {
  return (message, from) =>
    from === of && message.command === 2 ? { ...message, ...change(message) } : message;
}
