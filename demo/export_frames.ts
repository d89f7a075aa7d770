import { dissect } from "./dissect.ts";
import { type FrameRecord, nameFrame } from "./frame_record.ts";

/** Bytes of a frame as they are on the line. */
export function frameBytes({ data }: Pick<FrameRecord, "data">): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}

/** All frames as JSON, with their bytes in hex and their fields. */
export function framesAsJson(records: readonly FrameRecord[]): string {
  const frames = records.map((record) => ({
    number: record.number,
    time: record.time,
    from: record.from,
    to: record.to,
    channel: record.channel,
    opcode: typeof record.data === "string" ? "text" : "binary",
    ...(record.harm === undefined ? {} : { harm: record.harm }),
    title: nameFrame(record).title,
    fields: dissect(record),
    hex: hex(frameBytes(record)).join(""),
  }));
  return JSON.stringify({ format: "meshcentral-frames", version: 1, frames }, null, 2);
}

/** All frames as text, in the manner of packet dumps: a line each, then offsets, hex and ASCII. */
export function framesAsText(records: readonly FrameRecord[]): string {
  return records.map((record) => {
    const seconds = (record.time / 1000).toFixed(6);
    const harm = record.harm === undefined ? "" : ` [${record.harm}]`;
    const bytes = frameBytes(record);
    const head = `${seconds} ${record.from} > ${record.to}: ${record.channel} ` +
      `${nameFrame(record).title}, length ${bytes.length}${harm}`;
    return `${head}\n${hexDump(bytes)}`;
  }).join("\n");
}

/** Offset, sixteen bytes, and what of them is ASCII; at most `limit` bytes. */
export function hexDump(bytes: Uint8Array, limit = Infinity): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, limit); at += 16) {
    const row = bytes.subarray(at, at + 16);
    const ascii = [...row].map((octet) =>
      octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : "."
    ).join("");
    const offset = at.toString(16).padStart(4, "0");
    lines.push(`\t0x${offset}:  ${hex(row).join(" ").padEnd(47)}  ${ascii}`);
  }
  if (bytes.length > limit) lines.push(`\t… ${bytes.length - limit} bytes more`);
  return lines.join("\n");
}

function hex(bytes: Uint8Array): string[] {
  return [...bytes].map((octet) => octet.toString(16).padStart(2, "0"));
}
