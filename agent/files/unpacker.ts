import { startWorker } from "../worker/start_worker.ts";
import { createCrc32 } from "./crc32.ts";
import { FilesError } from "./path.ts";
import { unpack } from "./unpack.ts";

/** Up to this many bytes are unpacked here: a worker's answer takes longer than they do. */
const SMALL = 2 ** 18;
/** Packed bytes at once: at most 16 MiB unpacked in a worker, and 1 MiB where a page has to wait. */
export const STEP = { worker: 2 ** 14, here: 2 ** 10 } as const;
export const BATCH = 2 ** 18;
/** Milliseconds of work here, after which everything else gets its turn. */
const TURN = 8;
/** Milliseconds for a worker to start; then it is done without. */
const START = 5_000;

type Give = (bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

/**
 * Unpacks what the page sends, in a worker, and waits with each batch until the page has it. Says first
 * whether the worker can unpack at all. Its source text also runs in a worker: it uses nothing but its
 * parameters and globals.
 */
export function serveUnpacking(
  unpacks: typeof unpack,
  createSum: typeof createCrc32,
  step: number,
  batch: number,
): void {
  // The page's own type of `postMessage` has an origin.
  const post = (message: unknown, transfer: Transferable[] = []) =>
    globalThis.postMessage(message, { transfer });
  let next = () => {};
  globalThis.onmessage = async ({ data }) => {
    if (data === "next") return next();
    const give = (bytes: Uint8Array<ArrayBuffer>) =>
      new Promise<void>((resolve) => {
        next = resolve;
        post({ bytes }, [bytes.buffer]);
      });
    try {
      const { content, deflated } = data;
      post({ crc: await unpacks(content, deflated, step, batch, createSum(), give) });
    } catch (error) {
      post({ error: String(error) });
    }
  };
  const nothing = new Blob([new Uint8Array([3, 0])]); // deflated
  unpacks(nothing, true, 9, 9, createSum(), () => Promise.resolve())
    .then(() => post(true), () => post(false));
}

/**
 * Unpacks entries of an archive in a worker of its own, so that the page stays smooth; on this thread,
 * in small steps with pauses, where no worker may start: a content policy, a SharedWorker, Node.
 */
export class Unpacker {
  #worker: Promise<Worker | undefined> | undefined;
  #end: () => void = () => {};
  /** The worker has one entry at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #turn = performance.now();

  /**
   * Unpacks an entry that says that it has `size` bytes.
   *
   * @returns Its CRC-32; undefined when it is damaged.
   */
  async unpack(
    content: Blob,
    deflated: boolean,
    size: number,
    give: Give,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    // A Blob of another class, as nodeFileSystem has it, cannot be posted.
    if (Math.max(size, content.size) > SMALL && Object.getPrototypeOf(content) === Blob.prototype) {
      const worker = await (this.#worker ??= this.#start());
      if (worker !== undefined) {
        const mine = this.#last.then(() => inWorker(worker, content, deflated, give, signal));
        this.#last = mine.catch(() => {});
        return await mine;
      }
    }
    return await unpack(content, deflated, STEP.here, BATCH, createCrc32(), async (bytes) => {
      signal.throwIfAborted();
      await give(bytes);
      if (performance.now() - this.#turn < TURN) return;
      await nextTask();
      this.#turn = performance.now();
    });
  }

  /** Ends the worker, with what it is doing. */
  dispose(): void {
    void this.#worker?.then(() => this.#end());
  }

  async #start(): Promise<Worker | undefined> {
    if (typeof Worker !== "function") return undefined;
    try {
      const source = () =>
        `(${serveUnpacking})(${unpack}, ${createCrc32}, ${STEP.worker}, ${BATCH})`;
      const [worker, end] = startWorker("cs-mesh-unpacker", source);
      this.#end = end;
      const started = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), START);
        const end = (started: boolean) => {
          clearTimeout(timer);
          resolve(started);
        };
        worker.addEventListener("message", ({ data }) => end(data), { once: true });
        worker.addEventListener("error", (event) => {
          event.preventDefault(); // it is handled: by doing without
          end(false);
        }, { once: true });
      });
      if (started) return worker;
      end();
    } catch {
      // Some browsers throw where the policy allows no worker.
    }
    return undefined;
  }
}

/** One entry: the worker waits for each batch to be written. */
async function inWorker(
  worker: Worker,
  content: Blob,
  deflated: boolean,
  give: Give,
  signal: AbortSignal,
): Promise<number | undefined> {
  const over = new AbortController();
  try {
    return await new Promise((resolve, reject) => {
      signal.throwIfAborted();
      signal.addEventListener("abort", () => reject(signal.reason), { signal: over.signal });
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        reject(new FilesError("the browser ended the unpacking: it may lack memory"));
      }, { signal: over.signal });
      worker.addEventListener("message", ({ data: { bytes, crc, error } }) => {
        if (error !== undefined) reject(new FilesError(error));
        else if (bytes === undefined) resolve(crc);
        else give(bytes).then(() => worker.postMessage("next"), reject);
      }, { signal: over.signal });
      worker.postMessage({ content, deflated });
    });
  } finally {
    over.abort();
  }
}

/** Lets everything else have its turn; unlike a timer without delay in hidden pages. */
function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
