import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";
import { type BulkAction, type BulkResult, runBulk } from "./bulk_run.ts";

/** What is being done with many devices, and what came of it so far. */
export interface BulkProgress {
  /** What was asked for; undefined before anything was. */
  readonly action: BulkAction | undefined;
  /** Of each device; only for drawing: it goes on changing. */
  readonly results: ReadonlyMap<string, BulkResult>;
  /** `stopping`: no device waits for its turn any more, but some are at it. */
  readonly state: "running" | "stopping" | "over";
  /** Does it with these; resolves when nothing more will be done. */
  readonly run: (ids: readonly string[], action: BulkAction) => Promise<void>;
  /** Those that wait are left alone. */
  readonly stop: () => void;
}

/** Milliseconds between two times that results are shown: they come by the hundred. */
const SHOW = 120;
const WAITING: BulkResult = { status: "waiting" };

/** Runs what is done with many devices while a component is there. */
export function useBulkProgress(): BulkProgress {
  const [action, setAction] = useState<BulkAction>();
  const [state, setState] = useState<BulkProgress["state"]>("over");
  const [, draw] = useReducer((count: number, _: void) => count + 1, 0);
  const results = useRef(new Map<string, BulkResult>());
  const controller = useRef(new AbortController());
  // Not `useEffect`, whose end waits for a painting: one more device would get it meanwhile.
  useLayoutEffect(() => () => controller.current.abort(), []);

  const run = async (ids: readonly string[], action: BulkAction) => {
    for (const id of ids) results.current.set(id, WAITING);
    controller.current = new AbortController();
    setAction(action);
    setState("running");
    const timer = setInterval(draw, SHOW);
    const tell = (id: string, result: BulkResult) => void results.current.set(id, result);
    await runBulk(ids, action, tell, controller.current.signal);
    clearInterval(timer);
    setState("over");
    draw();
  };
  const stop = () => {
    controller.current.abort();
    setState("stopping");
  };
  return { action, results: results.current, state, run, stop };
}
