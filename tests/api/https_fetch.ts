import { Buffer } from "node:buffer";
import { Agent, request as send } from "node:https";
import { Readable } from "node:stream";

/** A `fetch` that trusts one certificate, which is its own authority: Deno's takes no such one. */
export function httpsFetch(ca: string): (request: Request) => Promise<Response> {
  const agent = new Agent({ ca, keepAlive: false });
  return async (request) => {
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const sent = send(request.url, {
      agent,
      method: request.method,
      headers: Object.fromEntries(request.headers),
      signal: request.signal,
    }, (message) => {
      const { statusCode: status = 0, headers } = message;
      const empty = [204, 304].includes(status);
      if (empty) message.resume();
      const stream = empty ? null : Readable.toWeb(message) as unknown as ReadableStream;
      resolve(
        new Response(stream, {
          status,
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [name, String(value)]),
          ),
        }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
    return await promise;
  };
}
