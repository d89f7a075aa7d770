import type { Step } from "./demo_session.ts";

/** What a reader is told of each step: two lines, and where it comes from. */
export const STEPS: Readonly<
  Record<Step, { readonly title: string; readonly text: string; readonly source: string }>
> = {
  identity: {
    title: "1 Identity",
    text: "An RSA-3072 key and a self-signed certificate. The node’s id is the SHA-384 of the key.",
    source: "protocol/identity.ts",
  },
  hello: {
    title: "2 Hello",
    text:
      "Both sides send 48 random bytes. The server answers only who expects its TLS certificate.",
    source: "meshagent.js, command 1",
  },
  proof: {
    title: "3 Proof",
    text:
      "Each signs hash and nonces. The agent compares the server’s key with its pinned ServerID.",
    source: "meshagent.js, command 2",
  },
  join: {
    title: "4 Join",
    text:
      "Only now does the agent tell the MeshID, the secret that lets it in. The server confirms.",
    source: "meshagent.js, commands 3 and 4",
  },
  tunnel: {
    title: "5 Tunnel",
    text: "The server asks by JSON; the agent opens a second socket. The relay pairs both ends.",
    source: "meshrelay.js, msg/tunnel",
  },
  tiles: {
    title: "6 Tiles",
    text: "Only what changed of the screen is sent, as JPEG in rectangles of 64-pixel tiles.",
    source: "agent/desktop/frame_encoder.ts",
  },
};
