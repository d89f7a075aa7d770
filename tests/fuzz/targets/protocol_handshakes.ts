import assert from "node:assert/strict";
import { ProtocolError } from "../../../protocol/mod.ts";
import { orRejected } from "../expect.ts";
import { bytesOf } from "../frame.ts";
import { recorded } from "../seeds.ts";
import type { FuzzTarget } from "../target.ts";
import { agentSide, honestExchange, serverSide } from "./handshake_parts.ts";

const { toAgent, toServer } = await honestExchange();
const isProtocolError = (error: unknown) => error instanceof ProtocolError;

/** Both sides of the handshake, with frames of a right exchange, changed on their way. */
export const protocolHandshakes: readonly FuzzTarget[] = [
  {
    name: "protocol AgentHandshake",
    covers: ["AgentHandshake"],
    seeds: [toAgent, recorded("agent_channel/server").slice(0, 6)],
    most: 8,
    inputs: 20_000,
    async run(input) {
      const handshake = agentSide();
      for (const frame of input) {
        const sent = await orRejected(() => handshake.receive(bytesOf(frame)), isProtocolError);
        // AUTH_INFO holds the secret that lets devices in: only a proven server gets it.
        const told = sent?.some((answer) => answer[1] === 3) ?? false;
        if (told !== (told && handshake.state === "enrolling")) assert.fail("told an unproven one");
      }
    },
  },
  {
    name: "protocol ServerHandshake",
    covers: ["ServerHandshake"],
    seeds: [toServer, recorded("agent_channel/agent").slice(0, 6)],
    most: 8,
    inputs: 20_000,
    async run(input) {
      const handshake = serverSide();
      for (const frame of input) {
        await orRejected(() => handshake.receive(bytesOf(frame)), isProtocolError);
      }
      if (handshake.state === "confirmed" && handshake.agent === undefined) assert.fail("nobody");
    },
  },
];
