import { decodeDesktop, type DesktopInput, encodeDesktop } from "../../protocol/mod.ts";
import type { Conversation } from "./device.ts";

/** Messages that both agents are sent in a desktop tunnel that shows its picture. */
export interface DesktopCase {
  readonly name: string;
  readonly frames: readonly (string | Uint8Array)[];
}

function input(name: string, ...messages: DesktopInput[]): DesktopCase {
  return { name, frames: messages.map(encodeDesktop) };
}

/** A request for pictures: what follows `compression` shows whether it was obeyed. */
function pictures(name: string, format: number, scaling: number): DesktopCase {
  return input(
    name,
    { type: "compression", format, quality: 50, scaling, frameTimer: 50 },
    { type: "refresh" },
  );
}

/** The case that every other one begins with. */
export const DESKTOP_START = "the start";

/** Every message of the desktop protocol. */
export const DESKTOP_CASES: readonly DesktopCase[] = [
  input("refresh", { type: "refresh" }),
  input("pause, then refresh", { type: "pause", paused: true }, { type: "refresh" }),
  input("pause, go on, then refresh", { type: "pause", paused: true }, {
    type: "pause",
    paused: false,
  }, { type: "refresh" }),
  pictures("JPEG, in full size", 1, 1024),
  pictures("JPEG, in half the size", 1, 512),
  pictures("PNG", 2, 1024),
  pictures("WebP", 4, 1024),
  input("a frame timer", { type: "frameTimer", milliseconds: 100 }),
  input("the list of displays", { type: "getDisplays" }),
  input("the places of the displays", { type: "getDisplayInfo" }),
  input("another display", { type: "setDisplay", id: 0xffff }),
  input("touch", { type: "touchInit" }),
  input("whether the input is locked", { type: "inputLock", value: 2 }),
  { name: "an unknown command", frames: [new Uint8Array([0, 99, 0, 4])] },
  { name: "two messages in one frame", frames: [new Uint8Array([0, 6, 0, 4, 0, 6, 0, 4])] },
  {
    name: "rtt and ping in a desktop",
    frames: [
      '{"ctrlChannel":"102938","type":"rtt","time":17}',
      '{"ctrlChannel":"102938","type":"ping"}',
    ],
  },
  {
    name: "a desktop's control message of an unknown type",
    frames: ['{"ctrlChannel":"102938","type":"x"}'],
  },
  input("a key", { type: "key", action: 0, key: 65 }, { type: "key", action: 1, key: 65 }),
  input(
    "mouse and wheel",
    { type: "mouse", flags: 0, x: 10, y: 10 },
    { type: "mouse", flags: 2, x: 10, y: 10 },
    { type: "mouse", flags: 4, x: 10, y: 10 },
    { type: "mouse", flags: 0, x: 10, y: 10, wheel: 120 },
  ),
  { name: "Ctrl+Alt+Del", frames: [encodeDesktop({ type: "ctrlAltDel" })] },
  input("a character that is not ASCII", { type: "unicodeKey", action: 0, unit: 0x20ac }),
];

const START: readonly DesktopInput[] = [
  { type: "compression", format: 1, quality: 50, scaling: 1024, frameTimer: 50 },
  { type: "pause", paused: false },
  { type: "refresh" },
];

/** Starts a desktop; what came of it, as {@linkcode desktopOutcome} has it. */
export async function startDesktop(to: Conversation): Promise<readonly string[]> {
  await to.send("2");
  await to.quiet((frame) => typeof frame !== "string");
  await showPicture(to);
  return outcomeOf(to);
}

/**
 * Sends the case in a desktop that was started, and tells which kinds of message came: one a line,
 * sorted. All cases share one tunnel, since the Linux agent ends after some fifteen desktops.
 */
export async function desktopOutcome(
  to: Conversation,
  one: DesktopCase,
): Promise<readonly string[]> {
  await showPicture(to);
  to.frames.length = 0;
  await to.send(...one.frames);
  await to.quiet();
  // The page reacts to the mouse, and pictures of the change come by themselves.
  const expected = (kind: string) => one.name !== "mouse and wheel" || !kind.includes("picture");
  return outcomeOf(to).filter(expected);
}

async function showPicture(to: Conversation): Promise<void> {
  await to.send(...START.map(encodeDesktop));
  await to.quiet((frame) => kindsOf(frame).some((kind) => kind.includes("picture")));
}

function outcomeOf(to: Conversation): readonly string[] {
  const kinds = [...new Set(to.frames.flatMap(kindsOf))].sort();
  return [...kinds, ...to.open ? [] : ["the tunnel is closed"]];
}

function kindsOf(frame: string | Uint8Array): string[] {
  if (typeof frame === "string") {
    const { type, time } = JSON.parse(frame);
    return [`control: ${type}${time === undefined ? "" : ` ${time}`}`];
  }
  try {
    return decodeDesktop(frame, "agent").map((message) =>
      message.type === "tile" ? `${formatOf(message.image)} picture` : message.type
    );
  } catch {
    return ["a frame of no desktop protocol"];
  }
}

function formatOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xd8) return "JPEG";
  if (first === 0x89 && second === 0x50) return "PNG";
  return first === 0x52 && second === 0x49 ? "WebP" : "other";
}
