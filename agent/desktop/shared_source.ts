import { Broadcast, type PictureSettings, type Viewer } from "./broadcast.ts";
import type { DesktopCapture, DesktopSource } from "./source.ts";

/** A source with all its viewers: captured once, encoded once for each setting that they chose. */
export class SharedSource {
  readonly #source: DesktopSource;
  readonly #broadcasts = new Map<string, Broadcast>();
  #capture: Promise<DesktopCapture> | undefined;
  #life = new AbortController();
  #users = 0;

  constructor(source: DesktopSource) {
    this.#source = source;
  }

  /** Begins to capture, unless it is captured already. Each `open` needs one `close`. */
  async open(): Promise<DesktopCapture> {
    this.#users++;
    try {
      return await (this.#capture ??= this.#source.open(this.#life.signal));
    } catch (error) {
      this.close();
      this.#capture = undefined;
      throw error;
    }
  }

  /** The last one to leave ends the capture. */
  close(): void {
    if (--this.#users > 0) return;
    this.#users = 0;
    this.#capture = undefined;
    this.#life.abort();
    this.#life = new AbortController();
    this.#broadcasts.clear();
  }

  /** From now on the viewer gets pictures with these settings, beginning with a whole one. */
  watch(capture: DesktopCapture, viewer: Viewer, settings: PictureSettings): void {
    this.leave(viewer);
    const key = JSON.stringify(settings);
    const broadcast = this.#broadcasts.get(key) ?? new Broadcast(capture, settings);
    this.#broadcasts.set(key, broadcast);
    broadcast.add(viewer);
  }

  /** Somebody operates it: what that does is to be seen at once. */
  wake(): void {
    for (const broadcast of this.#broadcasts.values()) broadcast.wake();
  }

  /** No more pictures. */
  leave(viewer: Viewer): void {
    for (const [key, broadcast] of this.#broadcasts) {
      broadcast.remove(viewer);
      if (!broadcast.watched) this.#broadcasts.delete(key);
    }
  }
}
