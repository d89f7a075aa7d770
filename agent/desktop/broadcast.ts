import { setTimer } from "../timer.ts";
import type { EncodedTile } from "./frame_encoder.ts";
import type { DesktopCapture } from "./source.ts";
import { type DisposableEncoder, workerEncoder } from "./worker_encoder.ts";

/** A viewer with more bytes than this still to receive gets no frame: frames are dropped, not queued. */
const MAX_BUFFERED = 128 * 1024;

/** How a viewer wants its pictures. */
export interface PictureSettings {
  /** `image/jpeg` or `image/webp`. */
  readonly type: string;
  /** 0–1 */
  readonly quality: number;
  /** 1 = full size. */
  readonly scale: number;
}

/** A viewer of a broadcast. */
export interface Viewer {
  /** Bytes on their way to it. */
  readonly bufferedAmount: number;
  readonly paused: boolean;
  /** Milliseconds between two frames. */
  readonly frameTimer: number;
  /** The version that it has; 0 = nothing. */
  version: number;
  /** The size of what follows. */
  size(width: number, height: number): void;
  /** What changed. */
  tiles(tiles: readonly EncodedTile[]): void;
  /** The picture cannot be had. */
  failed(error: unknown): void;
}

/** One capture at one setting, encoded once for all who watch it. */
export class Broadcast {
  readonly #capture: DesktopCapture;
  readonly #settings: PictureSettings;
  readonly #viewers = new Set<Viewer>();
  readonly #makeEncoder: () => DisposableEncoder;
  #encoder: DisposableEncoder | undefined;
  #width = 0;
  #height = 0;
  #running = false;

  constructor(
    capture: DesktopCapture,
    settings: PictureSettings,
    makeEncoder: () => DisposableEncoder = workerEncoder,
  ) {
    this.#capture = capture;
    this.#settings = settings;
    this.#makeEncoder = makeEncoder;
  }

  get watched(): boolean {
    return this.#viewers.size > 0;
  }

  add(viewer: Viewer): void {
    viewer.version = 0;
    this.#viewers.add(viewer);
    if (!this.#running) void this.#run();
  }

  remove(viewer: Viewer): void {
    this.#viewers.delete(viewer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    const encoder = this.#encoder ??= this.#makeEncoder();
    while (this.watched) {
      const began = performance.now();
      try {
        await this.#frame(encoder);
      } catch (error) {
        for (const viewer of this.#viewers) viewer.failed(error);
      }
      const timers = [...this.#viewers].map(({ frameTimer }) => frameTimer);
      const rest = Math.min(...timers, 5000) - (performance.now() - began);
      await setTimer(Math.max(rest, 5));
    }
    encoder.dispose();
    this.#encoder = undefined;
    this.#width = 0;
    this.#running = false;
  }

  async #frame(encoder: DisposableEncoder): Promise<void> {
    const ready = [...this.#viewers].filter(({ paused, bufferedAmount }) =>
      !paused && bufferedAmount < MAX_BUFFERED
    );
    if (ready.length === 0) return;
    const { type, quality, scale } = this.#settings;
    const frame = await this.#capture.grab(scale);
    if (frame === undefined) return;
    const { width, height } = frame;
    if (width !== this.#width || height !== this.#height) {
      this.#width = width;
      this.#height = height;
      for (const viewer of this.#viewers) viewer.version = 0;
    }
    const versions = ready.map((viewer) => viewer.version);
    const since = [...new Set(versions)];
    const result = await encoder.encode({ frame, type, quality, since });
    for (const [index, viewer] of ready.entries()) {
      // Gone, or asked for all again, meanwhile.
      if (!this.#viewers.has(viewer) || viewer.version !== versions[index]) continue;
      if (viewer.version === 0) viewer.size(width, height);
      viewer.version = result.version;
      viewer.tiles(result.tiles[since.indexOf(versions[index] ?? 0)] ?? []);
    }
  }
}
