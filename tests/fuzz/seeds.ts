import { readFileSync } from "node:fs";
import { bytesOf, type Frame, loadFrame, type StoredFrame, textOf } from "./frame.ts";

const FILES = ["agent_channel", "control_channel", "texts", "tunnels"] as const;

/** The recorded frames of one list: `tunnels/files agent`. */
export function recorded(name: `${typeof FILES[number]}/${string}`): readonly Frame[] {
  const [file = "", list = ""] = name.split("/");
  const frames = readSeeds(file)[list];
  if (frames === undefined) throw new Error(`no recorded frames: ${name}`);
  return frames.map(loadFrame);
}

const read = new Map<string, Readonly<Record<string, readonly StoredFrame[]>>>();

function readSeeds(file: string): Readonly<Record<string, readonly StoredFrame[]>> {
  const known = read.get(file);
  if (known !== undefined) return known;
  const seeds = JSON.parse(readFileSync(new URL(`seeds/${file}.json`, import.meta.url), "utf8"));
  read.set(file, seeds);
  return seeds;
}

/** The frames that hold JSON, as texts. */
export function jsonTexts(frames: readonly Frame[]): readonly string[] {
  return frames.map(textOf).filter((text) => text.startsWith("{"));
}

/** The frames of bytes that are no JSON. */
export function binaries(frames: readonly Frame[]): readonly Uint8Array[] {
  return frames.filter((frame) => typeof frame !== "string" && frame[0] !== 0x7b).map(bytesOf);
}
