import { Command, type CommandNumber } from "./command.ts";
import type { FIELD_KINDS } from "./field_kind.ts";
import type { Sender } from "./message.ts";

/** How a field is written; with `?`, a message may end before it. */
export type FieldKind = keyof typeof FIELD_KINDS | `${keyof typeof FIELD_KINDS}?`;

/** Which side sends a command, and its fields after the u16 command, in their order. */
export interface Layout {
  readonly from: Sender | "both";
  readonly fields: Readonly<Record<string, FieldKind>>;
}

const HASH: Layout["fields"] = { reserved: "zero", hash: "hash?" };
const TEXT: Layout = { from: "agent", fields: { text: "text" } };

/** The binary messages, field by field: what encodes and decodes them. */
export const LAYOUTS: Readonly<Record<CommandNumber, Layout>> = {
  [Command.AuthRequest]: { from: "both", fields: { serverHash: "hash", nonce: "hash" } },
  [Command.AuthVerify]: { from: "both", fields: { certificate: "bytes16", signature: "bytes" } },
  [Command.AuthInfo]: {
    from: "agent",
    fields: {
      infoVersion: "u32",
      agentId: "u32",
      agentVersion: "u32",
      platformType: "u32",
      meshId: "hash",
      capabilities: "u32",
      name: "text16?",
    },
  },
  [Command.AuthConfirm]: { from: "both", fields: {} },
  [Command.ServerId]: { from: "agent", fields: { serverId: "bytes" } },
  [Command.CoreModule]: { from: "server", fields: { ...HASH, code: "bytes?" } },
  [Command.CoreHash]: { from: "both", fields: HASH },
  [Command.AgentHash]: { from: "both", fields: HASH },
  [Command.AgentUpdate]: { from: "server", fields: HASH },
  [Command.AgentUpdateBlock]: { from: "both", fields: { status: "u16", data: "bytes" } },
  [Command.AgentTag]: TEXT,
  [Command.CoreOk]: { from: "server", fields: { reserved: "zero" } },
  [Command.AgentCommitDate]: TEXT,
  [Command.AgentOs]: TEXT,
};

/** The fields of a layout, with the `?` taken apart. */
export function fieldsOf(
  { fields }: Layout,
): { name: string; kind: keyof typeof FIELD_KINDS; optional: boolean }[] {
  return Object.entries(fields).map(([name, kind]) => ({
    name,
    kind: kind.replace("?", "") as keyof typeof FIELD_KINDS,
    optional: kind.endsWith("?"),
  }));
}
