import { decodeDesktop, type DesktopOutput } from "../../protocol/mod.ts";

/** Pixels in either direction that a device may announce. */
const LARGEST = 16_384;

/** What of the device's desktop the page shows beside the picture. */
export interface DesktopFacts {
  readonly displays: readonly number[];
  readonly selected: number;
  readonly alert: string | undefined;
  /** Whether it takes fingers as such. */
  readonly touch: boolean;
  readonly width: number;
  readonly height: number;
}

/** Nothing so far. */
export const NO_DESKTOP: DesktopFacts = {
  displays: [],
  selected: 0,
  alert: undefined,
  touch: false,
  width: 0,
  height: 0,
};

/** Draws what comes, in the order in which it comes. */
export class DesktopPicture {
  readonly #canvas: HTMLCanvasElement;
  readonly #tell: (change: Partial<DesktopFacts>) => void;
  #drawing = Promise.resolve();

  /** On a canvas. */
  constructor(canvas: HTMLCanvasElement, tell: (change: Partial<DesktopFacts>) => void) {
    this.#canvas = canvas;
    this.#tell = tell;
  }

  /** Takes a frame of the tunnel. */
  receive(frame: Uint8Array): void {
    for (const message of decodeDesktop(frame, "agent")) {
      if (message.type !== "unknown") this.#take(message);
    }
  }

  #take(message: DesktopOutput): void {
    switch (message.type) {
      case "screenSize": {
        const width = Math.min(LARGEST, Math.max(1, message.width));
        const height = Math.min(LARGEST, Math.max(1, message.height));
        this.#drawing = this.#drawing.then(() => {
          Object.assign(this.#canvas, { width, height });
          this.#tell({ width, height });
        });
        break;
      }
      case "tile": {
        const { x, y, image } = message;
        const decoded = createImageBitmap(new Blob([image.slice()]));
        this.#drawing = this.#drawing.then(async () => {
          const bitmap = await decoded;
          this.#canvas.getContext("2d")?.drawImage(bitmap, x, y);
          bitmap.close();
        }).catch(() => {}); // a tile that is no picture is left out
        break;
      }
      case "displays":
        this.#tell({ displays: message.ids, selected: message.selected });
        break;
      case "setDisplay":
        this.#tell({ selected: message.id });
        break;
      case "touchInit":
        this.#tell({ touch: true });
        break;
      case "alert":
        this.#tell({ alert: message.text.startsWith(".") ? undefined : message.text });
        break;
    }
  }
}
