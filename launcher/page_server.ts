import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a path of the page server answers with. */
export interface Page {
  readonly type: string;
  readonly body: string;
  /** Response headers in addition to the usual ones. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes over the open response instead, for what goes on and on. */
  readonly stream?: (send: (text: string) => void, signal: AbortSignal) => void;
}

/** A few pages on loopback, at `http://localhost:PORT`. */
export interface PageServer extends AsyncDisposable {
  /** `http://localhost:PORT` */
  readonly url: string;
  /** Ends it, open responses included. */
  close(): Promise<void>;
}

/**
 * Serves pages under the name `localhost` only: another site than MeshCentral's 127.0.0.1, so that
 * its login cookie never travels with what our pages send, and a secure context without TLS. A
 * request for any other host name is refused, so that no foreign name can be pointed here (DNS
 * rebinding) to read the enrolment.
 *
 * @param onRequest Told of each request that was answered, in one line.
 * @param port 0 takes a free one; a port that is in use is replaced by a free one.
 */
export async function servePages(
  pages: Readonly<Record<string, Page>>,
  port: number,
  onRequest: (line: string) => void = () => {},
): Promise<PageServer> {
  const server = createServer((request, response) => {
    response.on(
      "close",
      () => onRequest(`${request.method} ${request.url} ${response.statusCode}`),
    );
    const page = pages[new URL(request.url ?? "/", "http://localhost").pathname];
    if (request.headers.host?.replace(/:\d+$/, "") !== "localhost") {
      response.writeHead(421).end("Open this server as http://localhost.\n");
      return;
    }
    if (page === undefined || request.method !== "GET") {
      response.writeHead(404).end("There is no such page here.\n");
      return;
    }
    response.writeHead(200, {
      "content-type": page.type,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      ...page.headers,
    });
    if (page.stream === undefined) {
      response.end(page.body);
      return;
    }
    const closed = new AbortController();
    response.on("close", () => closed.abort());
    page.stream((text) => response.write(text), closed.signal);
  });
  await listen(server, port);
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  const attempt = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
  await attempt(port).catch((error) => {
    if (error.code !== "EADDRINUSE" || port === 0) throw error;
    return attempt(0);
  });
}
