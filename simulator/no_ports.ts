/**
 * Stands in for `listen.ts` where a bundler builds for a page: package.json names it under `browser`.
 *
 * @module
 */
import type { openPort as openRealPort } from "./listen.ts";

/** Throws, because no page can listen on a port. */
export const openPort: typeof openRealPort = () => {
  throw new DOMException(
    "A web page cannot listen on a port. Connect in memory instead: give the agent " +
      "`webSocket: () => simulator.connect()`.",
    "NotSupportedError",
  );
};
