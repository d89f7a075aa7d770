import type { ByteSource } from "../to_bytes.ts";
import { decodeDesktop } from "./decode_desktop.ts";
import type { DesktopInput, DesktopOutput } from "./desktop_message.ts";
import { encodeDesktop } from "./encode_desktop.ts";

/** How a {@linkcode DesktopViewer} wants the picture. */
export interface DesktopViewerOptions {
  /** 1 JPEG, 2 PNG, 4 WebP. @default {1} */
  readonly format?: number;
  /** 1–100 @default {50} */
  readonly quality?: number;
  /** 1024 = full size. @default {1024} */
  readonly scaling?: number;
  /** Milliseconds between two pictures. @default {100} */
  readonly frameTimer?: number;
}

/** What a frame meant to a viewer. */
export interface DesktopViewerStep {
  /** To send, in this order. */
  readonly send: readonly Uint8Array<ArrayBuffer>[];
  /** What the agent said: the size of the canvas, tiles to draw in this order, texts to show. */
  readonly events: readonly DesktopOutput[];
}

/** Virtual-key codes of Shift, Ctrl, Alt and the Windows keys: let go of, in case one hangs. */
const MODIFIERS = [16, 17, 18, 91, 92];

/**
 * The operator's end of a desktop, without I/O and without a canvas: answers a new screen size as
 * MeshCentral's own viewer does, with the wanted quality, "go on", the question whether the input is
 * locked, the modifiers let go, and whether touch is taken.
 *
 * @example
 * ```ts
 * import { DesktopViewer, encodeDesktop } from "@cs/meshcentral/protocol";
 * import assert from "node:assert/strict";
 *
 * const viewer = new DesktopViewer({ quality: 60 });
 * const size = encodeDesktop({ type: "screenSize", width: 640, height: 480 });
 * const { send, events } = viewer.receive(size);
 * assert.deepEqual(send[0], new Uint8Array([0, 5, 0, 10, 1, 60, 4, 0, 0, 100]));
 * assert.deepEqual(events, [{ type: "screenSize", width: 640, height: 480 }]);
 * assert.equal(viewer.width, 640);
 * ```
 */
export class DesktopViewer {
  readonly #options: Required<DesktopViewerOptions>;
  #width = 0;
  #height = 0;

  /** A viewer that has heard nothing yet. */
  constructor(options: DesktopViewerOptions = {}) {
    this.#options = { format: 1, quality: 50, scaling: 1024, frameTimer: 100, ...options };
  }

  /** The picture's width; 0 before the agent has told it. Points of the mouse are in it. */
  get width(): number {
    return this.#width;
  }

  /** The picture's height. */
  get height(): number {
    return this.#height;
  }

  /**
   * Takes a binary frame of the tunnel.
   *
   * @throws {ProtocolError} For a frame that is none of the desktop protocol.
   */
  receive(frame: ByteSource): DesktopViewerStep {
    const send: DesktopInput[] = [];
    const events: DesktopOutput[] = [];
    for (const message of decodeDesktop(frame, "agent")) {
      if (message.type === "unknown" || isNothing(message)) continue;
      events.push(message);
      if (message.type !== "screenSize") continue;
      const { width, height } = message;
      // Said again after a refresh, it is no news.
      if (width === this.#width && height === this.#height) continue;
      this.#width = width;
      this.#height = height;
      send.push(
        { type: "compression", ...this.#options },
        { type: "pause", paused: false },
        { type: "inputLock", value: 2 },
        ...MODIFIERS.map((key) => ({ type: "key", action: 1, key } as const)),
        { type: "touchInit" },
      );
    }
    return { send: send.map(encodeDesktop), events };
  }
}

/** The native agent on Linux says 8 × 0 while it starts to capture; MeshCentral's viewer goes on. */
function isNothing(message: DesktopOutput): boolean {
  return message.type === "screenSize" && (message.width === 0 || message.height === 0);
}
