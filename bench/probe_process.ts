/**
 * A probe as a process of its own, under Deno or Node: reads what to do from stdin, prints what it
 * measured.
 *
 * @module
 */
import process from "node:process";
import { wsTransport } from "../transport/ws.ts";
import { handshakes, signatures } from "./probe.ts";

let input = "";
for await (const chunk of process.stdin) input += chunk;
const { enrollment, count, builtIn } = JSON.parse(input);
const webSocket = builtIn ? undefined : wsTransport({ rejectUnauthorized: false });
const result = enrollment === undefined
  ? await signatures(count)
  : await handshakes(enrollment, count, webSocket);
process.stdout.write(JSON.stringify(result));
process.exit();
