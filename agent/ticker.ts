/** Calls `tick` every `interval` milliseconds until the returned function is called. */
export type Ticker = (interval: number, tick: () => void) => () => void;

const WORKER_SOURCE = "onmessage=e=>setInterval(()=>postMessage(0),e.data)";

/**
 * A ticker that keeps its pace in a hidden tab: browsers throttle a page's own timers to one a
 * minute or fewer, but not a worker's. Falls back to the page's timer where a worker may not start
 * (Content-Security-Policy without `worker-src blob:`) and outside pages.
 */
export const workerTicker: Ticker = (interval, tick) => {
  if (typeof document === "undefined" || typeof Worker === "undefined") {
    return pageTicker(interval, tick);
  }
  let stop = () => {};
  try {
    const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
    const worker = new Worker(url);
    stop = () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    };
    worker.onmessage = tick;
    // A worker that the policy forbids fails here, after its construction.
    worker.onerror = () => {
      stop();
      stop = pageTicker(interval, tick);
    };
    worker.postMessage(interval);
  } catch {
    stop = pageTicker(interval, tick);
  }
  return () => stop();
};

function pageTicker(interval: number, tick: () => void): () => void {
  const timer = setInterval(tick, interval);
  return () => clearInterval(timer);
}
