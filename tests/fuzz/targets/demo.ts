import assert from "node:assert/strict";
import { dissect } from "../../../demo/dissect.ts";
import { nameFrame } from "../../../demo/frame_record.ts";
import { framesAsJson, framesAsText } from "../../../demo/export_frames.ts";
import { expectFields } from "../expect.ts";
import { recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";

const FIELD = { name: "string", offset: "number", length: "number", value: "string" } as const;
/** JSON is shown with a line for each value; deep ones are indented. */
const MOST = 500;
/** Bytes of a frame whose dump takes longer than its reading. */
const LONG = 200;

const lists = {
  "agent.ashx agent": recorded("agent_channel/agent"),
  "agent.ashx server": recorded("agent_channel/server"),
  "meshrelay.ashx agent": recorded("tunnels/desktop agent"),
  "meshrelay.ashx server": recorded("tunnels/desktop operator"),
} as const;

/** The demo's table of fields: it shows every frame, whatever is in it. */
export const demoTargets: readonly FuzzTarget[] = Object.entries(lists).map(
  ([name, frames]): FuzzTarget => {
    const [channel, from] = name.split(" ") as [
      "agent.ashx" | "meshrelay.ashx",
      "agent" | "server",
    ];
    const to = from === "agent" ? "server" : "agent";
    return {
      name: `demo dissect ${name}`,
      covers: [],
      seeds: single(frames),
      most: 1,
      inputs: 50_000,
      run([data = ""]) {
        const record = { number: 1, time: 1, from, to, channel, data } as const;
        for (const field of dissect(record)) {
          expectFields(field, FIELD);
          if (field.value.length > MOST * (data.length + 100)) assert.fail("too long to be shown");
        }
        expectFields(nameFrame(record), { kind: "string", title: "string" });
        if (data.length > LONG) return;
        framesAsJson([record]);
        framesAsText([record]);
      },
    };
  },
);
