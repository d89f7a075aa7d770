/**
 * Records the seeds of the fuzz tests from real parts: a MeshCentral behind a TLS proxy that keeps
 * every frame, its native agent on a virtual display, our agent, meshctrl and our own viewer.
 *
 *     deno run -A tests/fuzz/record.ts
 *
 * It overwrites the files in `seeds/`. Look at the difference before you commit it: no secret and no
 * name of your machine may be in it.
 *
 * @module
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Frame, storeFrame } from "./frame.ts";
import { recordApi } from "./record/record_api.ts";
import { recordControl } from "./record/record_control.ts";
import { recordMeshctrl } from "./record/record_meshctrl.ts";
import { recordOurDesktop } from "./record/record_our_desktop.ts";
import { recordTunnels } from "./record/record_tunnels.ts";
import type { RecordedFrame } from "./record/recording_proxy.ts";
import { startStage } from "./record/stage.ts";
import { UniqueFrames } from "./record/unique.ts";

const PROTOCOLS: Readonly<Record<string, string>> = { 1: "terminal", 2: "desktop", 5: "files" };

await using stage = await startStage();
await recordTunnels(stage);
const ids = await recordControl(stage);
const texts = [...await recordMeshctrl(stage), ...await recordApi(stage, ids)];

save("agent_channel", byDirection(stage.proxy.frames, "agent.ashx", "agent", "server"));
const [, answers] = byDirection(stage.proxy.frames, "control.ashx", "operator", "server");
save("control_channel", answers === undefined ? [] : [answers]);
save("tunnels", [...tunnelFrames(stage.proxy.frames), ...await recordOurDesktop()]);
save("texts", texts);

type Lists = readonly (readonly [name: string, frames: readonly Frame[]])[];

function save(name: string, lists: Lists): void {
  const file = fileURLToPath(new URL(`seeds/${name}.json`, import.meta.url));
  const stored = Object.fromEntries(lists.map(([list, frames]) => [list, frames.map(storeFrame)]));
  writeFileSync(file, `${JSON.stringify(stored, null, 1)}\n`);
}

function byDirection(
  frames: readonly RecordedFrame[],
  path: string,
  client: string,
  server: string,
): Lists {
  const lists = { [client]: new UniqueFrames(), [server]: new UniqueFrames() };
  for (const { url, from, data } of frames) {
    if (!url.includes(path)) continue;
    lists[from === "client" ? client : server]?.add(data);
  }
  return Object.entries(lists).map(([name, { frames }]) => [name, frames]);
}

/** The two ends of each protocol: what an operator and what an agent sent. */
function tunnelFrames(frames: readonly RecordedFrame[]): Lists {
  const lists = new Map<string, UniqueFrames>();
  for (const { url, from, data } of frames) {
    if (from !== "client" || !/(meshrelay|devicefile)\.ashx/.test(url)) continue;
    const protocol = /[?&]p=(\d+)/.exec(url)?.[1] ?? "10";
    const end = url.includes("browser=1") || url.includes("&auth=") ? "operator" : "agent";
    const name = `${PROTOCOLS[protocol] ?? "files"} ${end}`;
    const list = lists.get(name) ?? new UniqueFrames();
    lists.set(name, list);
    list.add(data);
  }
  return [...lists].map(([name, { frames }]) => [name, frames]);
}
