/**
 * A simulator as a process of its own, which times the agents that enrol with it. Prints a line of
 * JSON with the enrolment, then one for each handshake; ends a node's connection when stdin says its
 * NodeID.
 *
 * @module
 */
import process from "node:process";
import { createInterface } from "node:readline";
import { Command, decodeMessage } from "../protocol/mod.ts";
import { MeshSimulator } from "../simulator/mod.ts";

const simulator = new MeshSimulator({ groups: ["bench"] });
await simulator.listen({ tls: true });

/** By connection, since its first frame. */
const begun = new Map<number, number>();
simulator.addEventListener("frame", ({ connection, from, data, nodeId }) => {
  const opened = begun.get(connection);
  if (opened === undefined) return void begun.set(connection, performance.now());
  if (from !== "server" || typeof data === "string") return;
  if (decodeMessage(data, from).command !== Command.AuthConfirm) return;
  print({ duration: performance.now() - opened, nodeId });
});
createInterface({ input: process.stdin })
  .on("line", (nodeId) => simulator.disconnect(nodeId))
  .on("close", () => process.exit());
print(await simulator.enrollment());

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
