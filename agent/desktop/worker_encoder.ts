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
  /** Ends its worker. */
  dispose(): void;
}

const LISTEN = `onmessage = async ({ data }) => {
  try {
    const result = await encode(data);
    postMessage({ result }, result.tiles.flat().map(({ image }) => image));
  } catch (error) {
    postMessage({ error: String(error) });
  }
};`;

/**
 * An encoder in a worker of its own, so that the page stays smooth; on the page's thread where a
 * worker may not start (Content-Security-Policy without `worker-src blob:`).
 */
export function workerEncoder(): DisposableEncoder {
  let fallback: FrameEncoder | undefined;
  let worker: Worker | undefined;
  const source = `const encode = (${createFrameEncoder})();${LISTEN}`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    worker = new Worker(url);
  } catch {
    fallback = createFrameEncoder();
  }
  const here = (): FrameEncoder => fallback ??= createFrameEncoder();

  const inWorker = (worker: Worker, job: FrameJob): Promise<FrameResult> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) =>
        data.error === undefined ? resolve(data.result) : reject(new Error(data.error));
      worker.onerror = () => reject(new WorkerError("the worker did not start"));
      worker.postMessage(job, [job.frame]);
    });

  return {
    async encode(job) {
      if (fallback !== undefined || worker === undefined) return await here()(job);
      try {
        return await inWorker(worker, job);
      } catch (error) {
        // The frame is gone with the worker; the next one is looked at here.
        if (error instanceof WorkerError) here();
        throw error;
      }
    },
    dispose() {
      worker?.terminate();
      URL.revokeObjectURL(url);
    },
  };
}

class WorkerError extends Error {}
