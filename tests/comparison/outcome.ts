import type { JsonObject } from "../../protocol/mod.ts";
import type { Device } from "./device.ts";
import type { FilesCase } from "./files_cases.ts";
import type { TerminalCase } from "./terminal_cases.ts";
import { converse } from "./device.ts";

/** A console command that no agent knows: its answer comes after all that was said before. */
const BARRIER = "nosuchcommand";

/** All that came of one case, one fact a line, in a form in which two agents can be compared. */
export type Outcome = readonly string[];

/** Runs a case of the files protocol in a folder of its own. */
export async function filesOutcome(device: Device, one: FilesCase): Promise<Outcome> {
  const folder = "case";
  const { place, heard } = device;
  await place.prepare(folder, one.files ?? {});
  heard.console.length = heard.log.length = 0;
  await using to = await converse(device, "files");
  await to.send("5");
  await to.quiet();
  await device.ask(BARRIER);
  heard.console.length = heard.log.length = 0; // that a session began
  const path = `${place.path}/${folder}`;
  await one.run(to, path);
  await to.quiet();
  // The server passes on an agent's messages in their order.
  await device.ask(BARRIER);
  const general = (text: string) => text.replaceAll(path, "PATH").replaceAll(path.slice(1), "PATH");
  return [
    ...to.frames.map((frame) => general(shownFrame(frame))),
    ...heard.log.filter((text) => !text.includes(BARRIER))
      .map((text) => general(`event log: ${text}`)),
    ...heard.console.filter((text) => !text.includes(BARRIER))
      .map((text) => general(`console: ${text.split("\n")[0]}`)),
    ...(await place.look(folder)).map((line) => `file ${line}`),
    ...to.open ? [] : ["the tunnel is closed"],
  ];
}

/** Runs a case of the terminal protocol. */
export async function terminalOutcome(device: Device, one: TerminalCase): Promise<Outcome> {
  await using to = await converse(device, "terminal");
  return await one.run(to);
}

/** A JSON frame with its changing values taken out, or the length of a block. */
function shownFrame(frame: string | Uint8Array): string {
  const text = typeof frame === "string" ? frame : new TextDecoder().decode(frame);
  if (!text.startsWith("{")) {
    return `block of ${frame.length} bytes, ${text.charCodeAt(3) & 1 ? "the last" : "more follow"}`;
  }
  const value = JSON.parse(text) as JsonObject;
  const { dir } = value;
  const shown = Array.isArray(dir) ? { ...value, dir: (dir as JsonObject[]).map(entry) } : value;
  const sorted = Object.entries(shown).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify(Object.fromEntries(sorted));
}

/** An entry of a listing: a name, what it is, its size, and whether it has a date. */
function entry({ n, t, s, d }: JsonObject): string {
  return [n, `type ${t}`, ...(t === 3 ? [`${s} bytes`] : []), ...(d ? ["dated"] : [])].join(" ");
}

/** Whether two outcomes are alike; the order of a listing does not count. */
export function alike(a: Outcome, b: Outcome): boolean {
  const inOrder = (outcome: Outcome) =>
    outcome.map((line) =>
      line.replace(/"dir":\[([^\]]*)\]/, (_, entries) => entries.split(",").sort().join(","))
    );
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}
