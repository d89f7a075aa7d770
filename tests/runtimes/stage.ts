import { readFile } from "node:fs/promises";
import { createServer as createTcpServer, type Server } from "node:net";
import { createServer } from "node:https";
import { startTestServer } from "../test_server.ts";
import { createTlsFiles } from "../tls_files.ts";

/** What the suite runs against: a real MeshCentral with TLS, and addresses that must be refused. */
export interface Stage extends AsyncDisposable {
  /** The argument of `suite.js`. */
  readonly argument: string;
}

/** Starts everything. */
export async function startStage(): Promise<Stage> {
  const stack = new AsyncDisposableStack();
  try {
    const server = stack.use(await startTestServer({ tls: true }));
    const files = stack.use(await createTlsFiles());
    // For localhost and 127.0.0.1: this is neither.
    const options = { cert: files.pem, key: await readFile(files.keyFile) };
    const other = await listen(createServer(options, (_, response) => response.end()), "127.0.0.2");
    stack.defer(() => void other.close());
    const argument = JSON.stringify({
      url: server.server.webSocketUrl,
      ca: server.server.rootCertificate,
      otherCa: files.pem,
      otherName: `wss://127.0.0.2:${portOf(other)}`,
      refused: `127.0.0.1:${await refusedPort()}`,
      enrollment: server.enrollment,
      admin: server.server.admin,
    });
    return { argument, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

/** A port that was free a moment ago. */
async function refusedPort(): Promise<number> {
  const server = await listen(createTcpServer(), "127.0.0.1");
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen<T extends Server>(server: T, address: string): Promise<T> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, address, () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("it does not listen");
  return address.port;
}
