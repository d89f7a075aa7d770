import type { JsonObject } from "../../protocol/mod.ts";
import type { Place } from "./place.ts";

/** Milliseconds without a frame after which a terminal has nothing more to say. */
const QUIET = 250;
/** Milliseconds that one case waits at most. */
const LIMIT = 5_000;
/** Request id of the listing by which it is known that all before it was handled. */
const BARRIER = "barrier";

/** Messages of the server that belong to one device, in the order in which they came. */
export interface Heard {
  /** Text of its console, sent to this operator. */
  readonly console: string[];
  /** Texts that it wrote into the event log. */
  readonly log: string[];
  /** Output of commands that were run with an answer. */
  readonly results: string[];
}

/** An open tunnel, as it is: every frame after `c` is passed on. */
export interface Link {
  readonly closed: boolean;
  send(frame: string | Uint8Array): void | Promise<void>;
  close(): void | Promise<void>;
}

/** An agent under comparison, as an operator reaches it. */
export interface Device {
  readonly heard: Heard;
  /** Where its files are. */
  readonly place: Place;
  /** The end of its shell's prompt. */
  readonly prompt: string;
  /** Opens a tunnel and says nothing in it; `receive` is given each frame of the device. */
  open(
    kind: "files" | "terminal" | "desktop",
    receive: (frame: string | Uint8Array) => void,
  ): Promise<Link>;
  /** Sends a line to its console; the first text that it answers. */
  ask(line: string): Promise<string>;
}

/** A raw tunnel to a device: what is sent goes as it is, and every frame that comes is kept. */
export interface Conversation extends AsyncDisposable {
  readonly frames: (string | Uint8Array)[];
  readonly device: Device;
  readonly open: boolean;
  send(...frames: (string | Uint8Array)[]): Promise<void>;
  /** Sends one command of the files protocol. */
  json(command: JsonObject): Promise<void>;
  /** Waits for a frame, if one is named, and then until the device has nothing more to say. */
  quiet(until?: (frame: string | Uint8Array) => boolean): Promise<void>;
}

/** Opens a tunnel and says nothing in it: the caller sends the protocol number. */
export async function converse(
  device: Device,
  kind: "files" | "terminal" | "desktop",
): Promise<Conversation> {
  const frames: (string | Uint8Array)[] = [];
  let barriers = 0;
  let last = performance.now();
  const link = await device.open(kind, (frame) => {
    last = performance.now();
    if (isBarrier(frame)) barriers++;
    else frames.push(frame);
  });
  const send = async (...sent: (string | Uint8Array)[]) => {
    for (const frame of sent) await link.send(frame);
    last = performance.now();
  };
  const wait = async (done: () => boolean) => {
    const begun = performance.now();
    while (!link.closed && !done() && performance.now() - begun < LIMIT) await pause(5);
  };
  return {
    frames,
    device,
    get open() {
      return !link.closed;
    },
    send,
    json: (command) => send(JSON.stringify(command)),
    async quiet(until) {
      if (until !== undefined) await wait(() => frames.some(until));
      if (kind !== "files") return await wait(() => performance.now() - last > QUIET);
      // Agents handle one command after the other.
      const seen = barriers;
      await send(JSON.stringify({ action: "ls", path: "/", reqid: BARRIER }));
      await wait(() => barriers > seen);
    },
    async [Symbol.asyncDispose]() {
      await link.close();
    },
  };
}

function isBarrier(frame: string | Uint8Array): boolean {
  const text = typeof frame === "string" ? frame : new TextDecoder().decode(frame);
  return text.startsWith("{") && text.includes(`"reqid":"${BARRIER}"`);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
