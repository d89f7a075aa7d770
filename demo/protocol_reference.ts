/**
 * `docs/protocol-messages.md`, made from the tables that encode and decode the messages:
 * `deno run -A demo/protocol_reference.ts` writes it.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Layout, LAYOUTS } from "../protocol/layout.ts";
import { DesktopCommand } from "../protocol/tunnel/desktop_message.ts";
import { DESKTOP_FIELDS } from "./desktop_fields.ts";
import { MEANINGS, RULES } from "./dissect.ts";
import { commandName } from "./frame_record.ts";

/** Bytes of each kind of field, as a reader of a table wants them. */
const SIZES: Readonly<Record<keyof typeof RULES, string>> = {
  u16: "2",
  zero: "2",
  u32: "4",
  hash: "48",
  bytes: "rest",
  bytes16: "2 + n",
  text: "rest",
  text16: "2 + n",
};

const DIRECTIONS: Readonly<Record<Layout["from"], string>> = {
  agent: "agent → server",
  server: "server → agent",
  both: "both ways",
};

/** Where the file is. */
export const REFERENCE = fileURLToPath(new URL("../docs/protocol-messages.md", import.meta.url));

/** The whole page, not formatted. */
export function protocolReference(): string {
  const messages = Object.entries(LAYOUTS).map(([command, { from, fields }]) => {
    const rows = fields.map(([name, kind, optional]) => [
      `\`${name}\`${optional ? " (may be missing)" : ""}`,
      SIZES[kind],
      [RULES[kind], MEANINGS[name]].filter((text) => text !== undefined).join(" – "),
    ]);
    const title = `### ${command} ${commandName(Number(command))}: ${DIRECTIONS[from]}`;
    return `${title}\n\n${rows.length === 0 ? "Nothing after the number." : table(rows)}`;
  });
  const desktop = Object.entries(DESKTOP_FIELDS).map(([key, fields]) => {
    const [from, number] = key.split(" ");
    const [name] = Object.entries(DesktopCommand).find(([, command]) =>
      String(command) === number
    ) ??
      [""];
    const to = from === "agent" ? "operator" : "agent";
    const rows = fields.map(({ name, width, rule }) => [`\`${name}\``, String(width), rule]);
    return `### ${number} ${name}: ${from} → ${to}\n\n${table(rows)}`;
  });
  return [
    "# The messages, field by field",
    "Generated from the tables of the codec by `demo/protocol_reference.ts`; a test holds it to them.",
    "## Agent channel, `/agent.ashx`",
    "A binary message begins with its number, 16 bits, big-endian, as all integers are. A message " +
    "whose first byte is `{` is JSON.",
    ...messages,
    "## Desktop, protocol 2 in `/meshrelay.ashx`",
    "Each command begins with its number and its size, 16 bits each; the size counts these 4 bytes. " +
    "What does not fit is wrapped in a jumbo: 27, 8, then 32 bits of size, 16 bits of command, 16 " +
    "bits of zero. Commands without fields are left out.",
    ...desktop,
    "",
  ].join("\n\n");
}

function table(rows: readonly (readonly string[])[]): string {
  const lines = [["field", "bytes", "rule"], ["---", "---", "---"], ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

if (import.meta.main) await writeFile(REFERENCE, protocolReference());
