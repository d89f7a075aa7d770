import { sha1 } from "hono/utils/crypto";

/** An answer as it is sent. */
export interface JsonBody {
  /** The JSON. */
  readonly text: string;
  /** For `ETag`; weak, since a proxy may compress it. */
  readonly etag: string;
}

const written = new WeakMap<object, Promise<JsonBody>>();

/** Writes an answer as JSON; one that is given again, the very same object, is not written again. */
export function jsonBody(answer: object): Promise<JsonBody> {
  const body = written.get(answer) ?? write(answer);
  written.set(answer, body);
  return body;
}

async function write(answer: object): Promise<JsonBody> {
  const text = JSON.stringify(answer);
  return { text, etag: `W/"${await sha1(text)}"` };
}
