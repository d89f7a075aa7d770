import type { EncodedTile } from "./frame_encoder.ts";
import { type DesktopCapture, frameSize } from "./source.ts";
import { type DisposableEncoder, workerEncoder } from "./worker_encoder.ts";

/** Milliseconds until it is looked again for a viewer that is paused, or behind. */
const POLL = 20;
/** Milliseconds until it is looked for new viewers, and new wishes. */
const MAX_SLEEP = 100;

/** Pictures in a row with nothing new, after which it is looked less often. */
const STILL = 20;
/** Milliseconds between two looks at a picture that stands still, unless somebody operates it. */
const STILL_INTERVAL = 250;

/** Failures in a row after which viewers are told: a worker that may not start costs one. */
const MAX_FAILURES = 3;

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

/**
 * One capture at one setting, encoded once for all who watch it. Each viewer gets frames at its own
 * pace; those of the same pace get the same.
 */
export class Broadcast {
  readonly #capture: DesktopCapture;
  readonly #settings: PictureSettings;
  /** With the frame that each had last, counted in its own frame times. */
  readonly #viewers = new Map<Viewer, number>();
  readonly #makeEncoder: () => DisposableEncoder;
  readonly #now: () => number;
  #encoder: DisposableEncoder | undefined;
  #width = 0;
  #height = 0;
  #running = false;
  #version = 0;
  #still = 0;
  #grabbed = 0;
  #stopResting: () => void = () => {};

  constructor(
    capture: DesktopCapture,
    settings: PictureSettings,
    makeEncoder: () => DisposableEncoder = workerEncoder,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
    this.#capture = capture;
    this.#settings = settings;
    this.#makeEncoder = makeEncoder;
  }

  get watched(): boolean {
    return this.#viewers.size > 0;
  }

  add(viewer: Viewer): void {
    viewer.version = 0;
    this.#viewers.set(viewer, -1);
    if (this.#running) return;
    this.#running = true;
    // Those who come together share the first frame.
    queueMicrotask(() => void this.#run());
  }

  remove(viewer: Viewer): void {
    this.#viewers.delete(viewer);
  }

  /** The picture is about to change, as far as anybody can tell. */
  wake(): void {
    this.#still = 0;
    this.#stopResting();
  }

  async #run(): Promise<void> {
    const encoder = this.#encoder ??= this.#makeEncoder();
    let failures = 0;
    while (this.watched) {
      let shown = false;
      try {
        shown = await this.#frame(encoder);
        failures = 0;
      } catch (error) {
        if (++failures === MAX_FAILURES) {
          for (const viewer of this.#viewers.keys()) viewer.failed(error);
        }
      }
      if (failures >= MAX_FAILURES) await encoder.sleep(50 * POLL);
      else await this.#sleep(encoder, shown);
    }
    encoder.dispose();
    this.#encoder = undefined;
    this.#width = 0;
    this.#running = false;
  }

  /** By the encoder's clock: a hidden tab's own is slowed down. */
  async #sleep(encoder: DisposableEncoder, shown: boolean): Promise<void> {
    const rest = STILL_INTERVAL - (this.#now() - this.#grabbed);
    if (this.#still <= STILL || rest <= 0) {
      return await encoder.sleep(shown ? this.#untilNext() : POLL);
    }
    const woken = new Promise<void>((resolve) => this.#stopResting = resolve);
    await Promise.race([encoder.sleep(Math.min(rest, MAX_SLEEP)), woken]);
  }

  /** @returns Whether anybody got a frame. */
  async #frame(encoder: DisposableEncoder): Promise<boolean> {
    const now = this.#now();
    const ready = [...this.#viewers.keys()].filter((viewer) => this.#ready(viewer, now));
    if (ready.length === 0 || this.#rests(ready, now)) return false;
    this.#grabbed = now;
    const { type, quality, scale } = this.#settings;
    const frame = await this.#capture.grab();
    if (frame === undefined) return false;
    const { width, height } = frameSize(frame, scale);
    if (width !== this.#width || height !== this.#height) {
      this.#width = width;
      this.#height = height;
      for (const viewer of this.#viewers.keys()) viewer.version = 0;
    }
    const versions = ready.map((viewer) => viewer.version);
    const since = [...new Set(versions)];
    const result = await encoder.encode({ frame, width, height, type, quality, since });
    this.#still = result.version === this.#version ? this.#still + 1 : 0;
    this.#version = result.version;
    for (const [index, viewer] of ready.entries()) {
      // Gone, or asked for all again, meanwhile.
      if (!this.#viewers.has(viewer) || viewer.version !== versions[index]) continue;
      if (viewer.version === 0) viewer.size(width, height);
      viewer.version = result.version;
      this.#viewers.set(viewer, tick(viewer, now));
      viewer.tiles(result.tiles[since.indexOf(versions[index] ?? 0)] ?? []);
    }
    return true;
  }

  /** Looking at a large picture costs, even when nothing is sent. */
  #rests(ready: readonly Viewer[], now: number): boolean {
    return this.#still > STILL && now - this.#grabbed < STILL_INTERVAL &&
      ready.every(({ version }) => version === this.#version);
  }

  #ready(viewer: Viewer, now: number): boolean {
    if (viewer.paused || viewer.bufferedAmount > MAX_BUFFERED) return false;
    return viewer.version === 0 || tick(viewer, now) !== this.#viewers.get(viewer);
  }

  /** Nothing when a frame took so long that somebody waits for the next already. */
  #untilNext(): number {
    const now = this.#now();
    const waits = [...this.#viewers.keys()].map((viewer) =>
      // Timers leave out fractions, and one that is early finds nobody ready.
      this.#ready(viewer, now) ? 0 : Math.ceil(viewer.frameTimer - now % viewer.frameTimer)
    );
    return Math.min(...waits, MAX_SLEEP);
  }
}

/** Counted from the same moment for all: so those with the same timer are due together. */
function tick({ frameTimer }: Viewer, now: number): number {
  return Math.floor(now / frameTimer);
}
