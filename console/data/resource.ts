import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { ApiEventType } from "../../api/client/mod.ts";
import { logins } from "../session/session.ts";
import { onEvent, resets } from "./live.ts";

/** Something that is read from the API. */
export interface Resource<T> {
  /** What was read last; stays while it is read again. */
  readonly data: T | undefined;
  /** Why it could not be read. */
  readonly problem: unknown;
  /** Reads it again. */
  readonly reload: () => void;
}

/** Milliseconds in which several events cause one reading. */
const TOGETHER = 300;

/**
 * Reads something when a component appears, when `key` changes, after a login, when events were
 * missed, and when one of `types` happens.
 */
export function useResource<T>(
  key: string,
  read: (signal: AbortSignal) => Promise<T>,
  types: readonly ApiEventType[] = [],
): Resource<T> {
  const [state, setState] = useState<{ key: string; data?: T; problem?: unknown }>({ key });
  const [round, setRound] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const reload = useCallback(() => setRound((count) => count + 1), []);
  const moment = `${logins.value} ${resets.value}`;

  useEffect(() => {
    const controller = new AbortController();
    latest.current(controller.signal).then(
      (data) => controller.signal.aborted || setState({ key, data }),
      (problem) => {
        if (controller.signal.aborted) return;
        setState((old) => old.key === key ? { ...old, problem } : { key, problem });
      },
    );
    return () => controller.abort();
  }, [key, round, moment]);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onEvent(({ type }) => {
      if (!types.includes(type)) return;
      clearTimeout(timer);
      timer = setTimeout(reload, TOGETHER);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [types.join()]);

  const current = state.key === key ? state : undefined;
  return { data: current?.data, problem: current?.problem, reload };
}
