import { Command, decodeMessage, encodeMessage, type Message } from "../protocol/mod.ts";
import { rate } from "./samples.ts";

const MESSAGES: Readonly<Record<string, Message>> = {
  "AUTH_REQUEST, 98 bytes": {
    command: Command.AuthRequest,
    serverHash: new Uint8Array(48),
    nonce: new Uint8Array(48),
  },
  "AUTH_VERIFY, 1.5 kB": {
    command: Command.AuthVerify,
    certificate: new Uint8Array(1_100),
    signature: new Uint8Array(384),
  },
  "AUTH_INFO, 82 bytes": {
    command: Command.AuthInfo,
    infoVersion: 1,
    agentId: 17,
    agentVersion: 1,
    platformType: 1,
    meshId: new Uint8Array(48),
    capabilities: 3,
    name: "Front desk",
  },
  "CORE_HASH, 52 bytes": { command: Command.CoreHash, hash: new Uint8Array(48) },
  "JSON ping, 17 bytes": { command: "json", value: { action: "ping" } },
};

/** A Markdown table of messages a second. */
export function codecTable(): string {
  const rows = Object.entries(MESSAGES).map(([what, message]) => {
    const bytes = encodeMessage(message);
    const encoded = rate(() => encodeMessage(message));
    const decoded = rate(() => decodeMessage(bytes, "agent"));
    return `| ${what} | ${thousands(encoded)} | ${thousands(decoded)} |`;
  });
  return [
    "| message | encoded, thousands a second | decoded, thousands a second |",
    "| --- | ---: | ---: |",
    ...rows,
  ].join("\n");
}

function thousands(perSecond: number): string {
  return Math.round(perSecond / 1_000).toLocaleString("en");
}
