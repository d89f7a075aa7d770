/** One message of a stream of Server-Sent Events. */
export interface StreamMessage {
  /** Its name; `message` when it has none. */
  readonly event: string;
  /** What to continue after. */
  readonly id: string | undefined;
  /** Its text. */
  readonly data: string;
}

/** Characters of one message; a server that sends more is cut off. */
const MAX_MESSAGE = 4 * 2 ** 20;

/**
 * Reads Server-Sent Events as the HTML standard has them (§9.2.6), with any line ends.
 *
 * @throws {Error} When a message is longer than 4 Mi characters.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamMessage, undefined> {
  const reader = body.pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let rest = "";
  let endedWithCr = false;
  let message = new MessageFields();
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      // A line feed at the beginning belongs to the carriage return before it.
      const part = endedWithCr && value.startsWith("\n") ? value.slice(1) : value;
      endedWithCr = value.endsWith("\r");
      const lines = part.split(/\r\n|\r|\n/);
      lines[0] = rest + (lines[0] ?? "");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line !== "") message.add(line);
        else {
          if (message.data !== undefined) yield message.read(message.data);
          message = new MessageFields();
        }
      }
      if (message.size + rest.length > MAX_MESSAGE) throw new Error("a message is too long");
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** What the lines of one message have said so far. */
class MessageFields {
  event = "message";
  id: string | undefined;
  data: string | undefined;
  size = 0;

  add(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment
    const name = colon < 0 ? line : line.slice(0, colon);
    const text = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    this.size += line.length;
    if (name === "data") this.data = this.data === undefined ? text : `${this.data}\n${text}`;
    else if (name === "event") this.event = text;
    else if (name === "id") this.id = text;
  }

  read(data: string): StreamMessage {
    return { event: this.event, id: this.id, data };
  }
}
