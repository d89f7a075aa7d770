/**
 * What the tests of provisioning share: a real server, and what is sent to it.
 *
 * @module
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ControlClient, type WebSocketLike } from "../control/mod.ts";
import { apply, controlExecutor, filesIn, plan, readState, type Spec } from "../provision/mod.ts";
import { wsTransport } from "../transport/ws.ts";
import type { TestServer } from "./test_server.ts";

/** Requests that change nothing. */
const READS = ["meshes", "nodes", "users", "usergroups", "serverconsole", "urlargs", "ping"];

/** A connection whose writes are counted, and which can die after some of them. */
export interface Wire {
  /** The `action` of each request that changes something. */
  readonly writes: string[];
  readonly client: ControlClient;
}

/**
 * Connects; `diesAfter` so many writes were sent the connection is cut and nothing more is sent, as
 * when the process is killed at that moment.
 */
export async function connectWire(server: TestServer, diesAfter = Infinity): Promise<Wire> {
  const writes: string[] = [];
  const open = wsTransport({ rejectUnauthorized: false });
  const client = await ControlClient.connect({
    url: server.server.webSocketUrl,
    ...server.server.admin,
    login: "header",
    webSocket: (url, request) => {
      const socket = open(url, request);
      const send = socket.send.bind(socket);
      const watched: WebSocketLike["send"] = (data) => {
        const { action } = JSON.parse(String(data));
        if (!READS.includes(action)) {
          if (writes.length >= diesAfter) return;
          writes.push(action);
          if (writes.length === diesAfter) {
            send(data);
            // The request is on its way; its answer is never seen.
            socket.close();
            return;
          }
        }
        send(data);
      };
      Object.defineProperty(socket, "send", { value: watched });
      return socket;
    },
  });
  return { writes, client };
}

/** Plans and applies a specification; resolves with the writes that were sent. */
export async function provision(
  server: TestServer,
  spec: Spec,
  options: { prune?: boolean; folder?: string; diesAfter?: number } = {},
): Promise<readonly string[]> {
  const { writes, client } = await connectWire(server, options.diesAfter);
  await using _ = client;
  const executor = controlExecutor(client, server.server.webSocketUrl);
  const files = filesIn(options.folder ?? "/nonexistent");
  const state = await readState(executor, { spec, files });
  await apply(plan(spec, state, { prune: options.prune ?? false }), executor, {
    files,
    password: () => Promise.resolve(crypto.randomUUID()),
  });
  return writes;
}

/** Runs a test with a folder of its own. */
export async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "cs-provision-"));
  try {
    await test(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
