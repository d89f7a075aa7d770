import { folded } from "./same_name.ts";

/** The last work on each path that is being claimed; as many as there are operations at the moment. */
const claims = new Map<string, Promise<unknown>>();

/**
 * Runs `work` while nothing else that claims the same path runs, so that nothing comes between a check
 * and the act that relies on it. Paths that some stores take for the same wait for each other; so do
 * equal paths of different stores, briefly and without harm.
 */
export async function claim<Result>(
  path: readonly string[],
  work: () => Promise<Result>,
): Promise<Result> {
  const key = folded(path);
  const mine = (claims.get(key) ?? Promise.resolve()).then(work);
  const ended = mine.catch(() => {});
  claims.set(key, ended);
  try {
    return await mine;
  } finally {
    if (claims.get(key) === ended) claims.delete(key);
  }
}
