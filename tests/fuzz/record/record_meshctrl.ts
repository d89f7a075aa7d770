import { meshctrl } from "../../meshctrl_process.ts";
import type { Frame } from "../frame.ts";
import { scrub } from "./scrub.ts";
import type { Stage } from "./stage.ts";

const LISTS = [
  "listdevices",
  "listusers",
  "listdevicegroups",
  "listusersessions",
  "listusergroups",
];

/** What meshctrl prints for lists, as text, JSON and CSV. */
export async function recordMeshctrl({ server, ours }: Stage): Promise<[string, Frame[]][]> {
  const frames: Frame[] = [];
  const group = ["listusersofdevicegroup", "--id", server.enrollment.meshId];
  for (const args of [...LISTS.map((list) => [list]), group]) {
    for (const form of [[], ["--json"]]) {
      frames.push(scrub(await meshctrl(server.server, ...args, ...form)));
    }
  }
  frames.push(scrub(await meshctrl(server.server, "listdevices", "--csv")));
  frames.push(scrub(await meshctrl(server.server, "devicemessage", "--id", ours, "--msg", "Hi")));
  return [["meshctrl", frames.map((frame) => String(frame).slice(0, 6_000))]];
}
