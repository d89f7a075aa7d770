/**
 * What is measured inside the runtime that is measured: bundled, this file runs in Deno, Node and
 * Chromium alike.
 *
 * @module
 */
import { BrowserAgent, type WebSocketFactory } from "../agent/mod.ts";
import { createAgentIdentity, type Enrollment, generateAgentKeyPair } from "../protocol/mod.ts";
import { time } from "./samples.ts";

/** A server clears a node's core after more disconnects than this, and stops confirming it soon after. */
const HANDSHAKES_PER_IDENTITY = 4;

/** Milliseconds after the socket's opening, of every connection. */
export interface HandshakeTimes {
  /** Until the server's AUTH_VERIFY was there: what the server itself needs to prove who it is. */
  readonly proof: number[];
  /** Until AUTH_CONFIRM. */
  readonly online: number[];
}

/** Connects `count` times, one after the other. */
export async function handshakes(
  enrollment: Enrollment,
  count: number,
  open: WebSocketFactory = (url) => new WebSocket(url),
): Promise<HandshakeTimes> {
  const times: HandshakeTimes = { proof: [], online: [] };
  let identity = await createAgentIdentity();
  for (let index = 0; index < count; index++) {
    if (index % HANDSHAKES_PER_IDENTITY === 0) identity = await createAgentIdentity();
    const node = identity;
    let opened = NaN;
    const agent = new BrowserAgent({
      ...enrollment,
      name: "bench",
      identity: { load: () => Promise.resolve(node) },
      reconnect: false,
      webSocket(url) {
        const socket = open(url);
        let frames = 0;
        socket.addEventListener("message", () => {
          if (++frames === 2) times.proof.push(performance.now() - opened);
        });
        return socket;
      },
    });
    agent.addEventListener("statechange", (event) => {
      const { state } = event;
      if (state === "authenticating") opened = performance.now();
      if (state === "online") times.online.push(performance.now() - opened);
    });
    await agent.connect();
    await agent.close();
  }
  return times;
}

/** Milliseconds for one RSA-3072 signature over the 144 bytes of a handshake. */
export async function signatures(count: number): Promise<number[]> {
  const { privateKey } = await generateAgentKeyPair();
  const signed = new Uint8Array(144);
  return await time(count, () => crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, signed));
}
