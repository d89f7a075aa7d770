import { Command, type CommandNumber } from "./command.ts";
import type { FIELD_KINDS } from "./field_kind.ts";
import type { Sender } from "./message.ts";

/** A field: its name, how it is written, and whether a message may end before it. */
type Field = readonly [name: string, kind: keyof typeof FIELD_KINDS, optional?: "optional"];

/** Which side sends a command, and its fields after the u16 command, in their order. */
export interface Layout {
  readonly from: Sender | "both";
  readonly fields: readonly Field[];
}

const RESERVED: Field = ["reserved", "zero"];
const HASH: readonly Field[] = [RESERVED, ["hash", "hash", "optional"]];
const TEXT: Layout = { from: "agent", fields: [["text", "text"]] };

/** The binary messages, field by field: what encodes and decodes them. */
export const LAYOUTS: Readonly<Record<CommandNumber, Layout>> = {
  [Command.AuthRequest]: { from: "both", fields: [["serverHash", "hash"], ["nonce", "hash"]] },
  [Command.AuthVerify]: {
    from: "both",
    fields: [["certificate", "bytes16"], ["signature", "bytes"]],
  },
  [Command.AuthInfo]: {
    from: "agent",
    fields: [
      ["infoVersion", "u32"],
      ["agentId", "u32"],
      ["agentVersion", "u32"],
      ["platformType", "u32"],
      ["meshId", "hash"],
      ["capabilities", "u32"],
      ["name", "text16", "optional"],
    ],
  },
  [Command.AuthConfirm]: { from: "both", fields: [] },
  [Command.ServerId]: { from: "agent", fields: [["serverId", "bytes"]] },
  [Command.CoreModule]: { from: "server", fields: [...HASH, ["code", "bytes", "optional"]] },
  [Command.CoreHash]: { from: "both", fields: HASH },
  [Command.AgentHash]: { from: "both", fields: HASH },
  [Command.AgentUpdate]: { from: "server", fields: HASH },
  [Command.AgentUpdateBlock]: { from: "both", fields: [["status", "u16"], ["data", "bytes"]] },
  [Command.AgentTag]: TEXT,
  [Command.CoreOk]: { from: "server", fields: [RESERVED] },
  [Command.AgentCommitDate]: TEXT,
  [Command.AgentOs]: TEXT,
};
