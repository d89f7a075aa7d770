import type { ControlClient, TunnelUse } from "../../control/mod.ts";
import type { JsonObject } from "../../protocol/mod.ts";
import type { Place } from "./place.ts";

/** Milliseconds without a frame after which a device has nothing more to say. */
const QUIET = 250;
/** Milliseconds that one case may take. */
const LIMIT = 4_000;

/** Messages of the server that belong to one device, in the order in which they came. */
export interface Heard {
  /** Text of its console, sent to this operator. */
  readonly console: string[];
  /** Texts that it wrote into the event log. */
  readonly log: string[];
  /** Output of commands that were run with an answer. */
  readonly results: string[];
}

/** One of the two agents under comparison, as an operator reaches it. */
export interface Device {
  /** The id in full: `node//…`. */
  readonly id: string;
  readonly client: ControlClient;
  readonly heard: Heard;
  /** Where its files are. */
  readonly place: Place;
}

/** A raw tunnel to a device: what is sent goes as it is, and every frame that comes is kept. */
export interface Conversation extends AsyncDisposable {
  /** Frames since the last call of `quiet()`: a text, or bytes as `{ bytes }`. */
  readonly frames: (string | Uint8Array)[];
  readonly open: boolean;
  send(...frames: (string | Uint8Array)[]): Promise<void>;
  /** Sends one command of the files protocol. */
  json(command: JsonObject): Promise<void>;
  /** Waits until the device says nothing more; `until` waits for a frame first. */
  quiet(until?: (frame: string | Uint8Array) => boolean): Promise<void>;
}

/** Opens a tunnel and says nothing in it: the caller sends the protocol number. */
export async function converse(device: Device, protocol: TunnelUse): Promise<Conversation> {
  const tunnel = await device.client.openTunnel(device.id, { protocol, raw: true });
  const frames: (string | Uint8Array)[] = [];
  let open = true;
  let last = performance.now();
  const reading = (async () => {
    for await (const frame of tunnel) {
      last = performance.now();
      if (frame !== "c" && frame !== "cr") frames.push(frame);
    }
  })().catch(() => {}).finally(() => open = false);
  const send = async (...sent: (string | Uint8Array)[]) => {
    for (const frame of sent) await tunnel.send(frame as string).catch(() => {});
    last = performance.now();
  };
  return {
    frames,
    get open() {
      return open;
    },
    send,
    json: (command) => send(JSON.stringify(command)),
    async quiet(until) {
      const begun = performance.now();
      const waits = () =>
        performance.now() - last < QUIET || (until !== undefined && !frames.some(until));
      while (open && waits() && performance.now() - begun < LIMIT) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async [Symbol.asyncDispose]() {
      await tunnel.close();
      await reading;
    },
  };
}
