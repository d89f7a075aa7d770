import { ByteWriter } from "./byte_writer.ts";

/** One byte string out of several. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const writer = new ByteWriter();
  for (const part of parts) writer.raw(part);
  return writer.written;
}
