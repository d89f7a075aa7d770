/** One message of a stream of Server-Sent Events. */
export interface StreamMessage {
  /** Its name; `message` when it has none. */
  readonly event: string;
  /** What to continue after. */
  readonly id: string | undefined;
  /** Its text. */
  readonly data: string;
}

/** Reads Server-Sent Events as the HTML standard has them (§9.2.6), with any line ends. */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamMessage, undefined> {
  const reader = body.pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>;
  let rest = "";
  let fields: Record<string, string> = {};
  try {
    while (true) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          const { event = "message", id, data } = fields;
          if (data !== undefined) yield { event, id, data };
          fields = {};
        } else if (!line.startsWith(":")) {
          const [, name = "", text = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
          fields[name] = name === "data" && fields["data"] !== undefined
            ? `${fields["data"]}\n${text}`
            : text;
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
