/**
 * Unpacks the bytes of one entry of an archive. `step`: packed bytes that are given to the browser at
 * once, which makes up to 1,032 times as many of them. `batch`: bytes that `give` gets at least, until
 * the last.
 *
 * Its source text also runs in a worker: it uses nothing but what stands in it, and globals.
 *
 * @returns The CRC-32 of what it gave; undefined when the packed bytes are damaged.
 */
export async function unpack(
  content: Blob,
  deflated: boolean,
  step: number,
  batch: number,
  sum: (bytes: Uint8Array) => number,
  give: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Promise<number | undefined> {
  let crc = 0;
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const flush = async () => {
    if (length === 0) return;
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    [parts, length] = [[], 0];
    crc = sum(bytes);
    await give(bytes);
  };

  let unreadable: unknown;
  const pieces = async function* () {
    for (let offset = 0; offset < content.size; offset += batch) {
      try {
        yield new Uint8Array(await content.slice(offset, offset + batch).arrayBuffer());
      } catch (error) {
        unreadable = error ?? new Error("it cannot be read");
        throw error;
      }
    }
  };
  const inflated = async function* () {
    const { readable, writable } = new DecompressionStream("deflate-raw");
    const writer = writable.getWriter();
    const feed = async () => {
      for await (const piece of pieces()) {
        for (let at = 0; at < piece.length; at += step) {
          await writer.write(piece.subarray(at, at + step));
        }
      }
      await writer.close();
    };
    // What the reader is told, too.
    feed().catch((error) => writer.abort(error)).catch(() => {});
    const reader = readable.getReader();
    try {
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        yield part.value;
      }
    } finally {
      await reader.cancel().catch(() => {});
    }
  };

  const source = deflated ? inflated() : pieces();
  try {
    while (true) {
      const { done, value } = await source.next().catch(() => ({
        done: undefined,
        value: undefined,
      }));
      if (done) break;
      if (value === undefined) {
        if (unreadable !== undefined) throw unreadable;
        return undefined;
      }
      parts.push(value);
      length += value.length;
      if (length >= batch) await flush();
    }
    await flush();
    return crc;
  } finally {
    await source.return();
  }
}
