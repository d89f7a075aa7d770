import { setTimer } from "../timer.ts";
import { startWorker } from "../worker/start_worker.ts";
import {
  createFrameEncoder,
  type FrameEncoder,
  type FrameJob,
  type FrameResult,
} from "./frame_encoder.ts";

/** An encoder that can be thrown away. */
export interface DisposableEncoder {
  /** One frame at a time. */
  readonly encode: FrameEncoder;
  /** Resolves after so many milliseconds, in a hidden tab, too. */
  sleep(milliseconds: number): Promise<void>;
  /** Ends its worker. */
  dispose(): void;
}

/**
 * Encodes what the page sends, in a worker. Its source text also runs in one: it uses nothing but its
 * parameter and globals.
 */
export function serveFrames(encode: FrameEncoder): void {
  // The page's own type of `postMessage` has an origin.
  const post = (message: unknown, transfer: Transferable[] = []) =>
    globalThis.postMessage(message, { transfer });
  globalThis.onmessage = async ({ data }) => {
    const { id, sleep } = data;
    if (sleep !== undefined) return void setTimeout(() => post({ id, result: 0 }), sleep);
    try {
      const result = await encode(data);
      post({ id, result }, result.tiles.flat().map(({ image }) => image));
    } catch (error) {
      post({ id, error: String(error) });
    }
  };
}

/**
 * An encoder in a worker of its own, so that the page stays smooth; on the page's thread where a
 * worker may not start, or could not draw.
 */
export function workerEncoder(): DisposableEncoder {
  let fallback: FrameEncoder | undefined;
  let worker: Worker | undefined;
  if (typeof OffscreenCanvas !== "function") fallback = createFrameEncoder();
  let end = () => {};
  try {
    const source = () => `(${serveFrames})((${createFrameEncoder})())`;
    [worker, end] = startWorker("cs-mesh-encoder", source);
  } catch {
    fallback = createFrameEncoder();
  }
  // From the beginning: the first frame may come later than the word that no worker may start.
  worker?.addEventListener("error", () => fallback ??= createFrameEncoder());

  let count = 0;
  const inWorker = (
    worker: Worker,
    job: FrameJob | { readonly sleep: number },
  ): Promise<FrameResult> =>
    new Promise((resolve, reject) => {
      const id = count++;
      const over = new AbortController();
      worker.addEventListener("message", ({ data }) => {
        if (data.id !== id) return;
        over.abort();
        if (data.error === undefined) resolve(data.result);
        else reject(new Error(data.error));
      }, { signal: over.signal });
      worker.addEventListener("error", () => {
        over.abort();
        reject(new Error("the worker did not start"));
      }, { signal: over.signal });
      worker.postMessage({ ...job, id }, "frame" in job ? [job.frame] : []);
    });

  return {
    async encode(job) {
      // A frame that is gone with the worker is an error; the next one is looked at here.
      if (worker === undefined || fallback !== undefined) {
        return await (fallback ??= createFrameEncoder())(job);
      }
      return await inWorker(worker, job);
    },
    async sleep(milliseconds) {
      if (worker === undefined || fallback !== undefined) return await setTimer(milliseconds);
      await inWorker(worker, { sleep: milliseconds }).catch(() => {});
    },
    dispose: () => end(),
  };
}
