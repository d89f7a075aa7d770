import { startWorker } from "./start_worker.ts";
import type { Ticker } from "../options.ts";

/** Its source text also runs in a worker: it uses nothing but globals. */
export function serveTicks(): void {
  globalThis.onmessage = ({ data }) => setInterval(() => globalThis.postMessage(0), data);
}

/**
 * A ticker that keeps its pace in a hidden tab: browsers throttle a page's own timers to one a minute
 * or fewer, but not a worker's. Falls back to the page's timer where a worker may not start and
 * outside pages.
 */
export const workerTicker: Ticker = (interval, tick) => {
  if (typeof document === "undefined" || typeof Worker === "undefined") {
    return pageTicker(interval, tick);
  }
  let stop: () => void;
  try {
    const [worker, end] = startWorker("cs-mesh-ticker", () => `(${serveTicks})()`);
    stop = end;
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

const pageTicker: Ticker = (interval, tick) => {
  const timer = setInterval(tick, interval);
  return () => clearInterval(timer);
};
