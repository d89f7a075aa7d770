/**
 * This machine's Deno, Node or Bun as a managed device of a MeshCentral server.
 *
 *     deno run --allow-net --allow-env --allow-read --allow-sys examples/agent-node.ts cs-agent.json
 *
 * The file may also be a .msh file. Without one, the example starts a simulated server and joins that.
 */
import { AgentError, BrowserAgent } from "@cs/meshcentral/agent";
import { parseEnrollment } from "@cs/meshcentral/protocol";
import { MeshSimulator } from "@cs/meshcentral/simulator";
import { wsTransport } from "@cs/meshcentral/transport/ws";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";
import process from "node:process";

const [file] = process.argv.slice(2);
const simulator = file === undefined ? new MeshSimulator({ groups: ["demo"] }) : undefined;
await simulator?.listen({ tls: true });
const { serverHash: _, ...enrollment } = file === undefined
  ? await (simulator as MeshSimulator).enrollment()
  : parseEnrollment(await readFile(file, "utf8"));

const agent = new BrowserAgent({
  ...enrollment,
  name: hostname(),
  icon: 4, // a server
  // Any TLS certificate will do, because the ServerID is pinned: the server proves its agent key
  // over the very certificate that was seen here.
  webSocket: wsTransport({ rejectUnauthorized: enrollment.serverId === undefined }),
});
agent.addEventListener("statechange", ({ state, error }) => {
  print(error ? `${state}: ${error.message}. ${error.hint}` : state);
});
process.on("SIGINT", () => void agent.close().then(() => process.exit()));
try {
  await agent.connect();
} catch (error) {
  if (error instanceof AgentError) process.exit(1); // it was printed
  throw error;
}
print(`${agent.nodeId} is a device of ${enrollment.server}; Ctrl-C ends it`);
if (simulator !== undefined) print(JSON.stringify(simulator.devices(), null, 2));

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
