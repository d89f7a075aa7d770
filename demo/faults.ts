import { Command } from "../protocol/mod.ts";
import type { Channel } from "./frame_record.ts";
import type { Direction, Frame } from "./link.ts";

/** What can be broken. */
export interface Faults {
  wrongServerHash: boolean;
  wrongServerId: boolean;
  droppedFrame: boolean;
  tamperedSignature: boolean;
  slowLink: boolean;
}

/** Every so many tiles one is lost. */
const LOSE_EVERY = 4;

/** Breaks what is switched on at that moment. */
export class Breaker {
  readonly #faults: Faults;
  #tiles = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** Milliseconds that each frame takes. */
  get delay(): number {
    return this.#faults.slowLink ? 250 : 0;
  }

  /** Bytes a second. */
  get rate(): number {
    return this.#faults.slowLink ? 60_000 : Infinity;
  }

  /** What the enrolment file says. */
  enrollment<Enrolled extends { readonly serverHash: string; readonly serverId: string }>(
    given: Enrolled,
  ): Enrolled {
    return {
      ...given,
      serverHash: broken(given.serverHash, this.#faults.wrongServerHash),
      serverId: broken(given.serverId, this.#faults.wrongServerId),
    };
  }

  /** What arrives of a frame; undefined = nothing. */
  fate(frame: Frame, direction: Direction, channel: Channel): Frame | undefined {
    if (typeof frame === "string") return frame;
    const command = (frame[0] ?? 0) << 8 | (frame[1] ?? 0);
    const { droppedFrame, tamperedSignature } = this.#faults;
    if (channel === "meshrelay.ashx") {
      const isTile = direction === "out" && (command === 3 || command === 27);
      const isLost = isTile && droppedFrame && ++this.#tiles % LOSE_EVERY === 0;
      return isLost ? undefined : frame;
    }
    if (direction === "out" && command === Command.AuthInfo && droppedFrame) return undefined;
    if (direction === "in" && command === Command.AuthVerify && tamperedSignature) {
      const changed = frame.slice();
      const last = changed.length - 1;
      changed[last] = (changed[last] ?? 0) ^ 1;
      return changed;
    }
    return frame;
  }
}

/** The last hex digit is another one. */
function broken(hash: string, isBroken: boolean): string {
  if (!isBroken) return hash;
  return hash.slice(0, -1) + (hash.endsWith("0") ? "1" : "0");
}
