import type { ControlClient } from "../control/mod.ts";
import { type Operator, READS, WRITES } from "./backend.ts";

/**
 * The operator of one connection. The same read asked for again while it is under way gets the same
 * answer: it began after nobody's write ended. Nothing is kept once it has been answered.
 */
export function joinReads(client: ControlClient): Operator {
  const underWay = new Map<string, Promise<unknown>>();
  const methods = client as unknown as Readonly<Record<string, Method>>;
  const call = (name: string, args: readonly unknown[]): Promise<unknown> =>
    Promise.resolve(methods[name]?.apply(client, [...args]));
  const read = (name: string): Method => (...args) => {
    const key = JSON.stringify([name, ...args]);
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const started = call(name, args).finally(() => {
      if (underWay.get(key) === started) underWay.delete(key);
    });
    underWay.set(key, started);
    return started;
  };
  /** What is read after a write must not be what was asked for before it. */
  const write = (name: string): Method => async (...args) => {
    try {
      return await call(name, args);
    } finally {
      underWay.clear();
    }
  };
  const operator: unknown = Object.defineProperties({
    ...Object.fromEntries(READS.map((name) => [name, read(name)])),
    ...Object.fromEntries(WRITES.map((name) => [name, write(name)])),
  }, {
    serverInfo: { get: () => client.serverInfo },
    agentDownloadUrl: { value: client.agentDownloadUrl.bind(client) },
    userInfo: { get: () => client.userInfo },
  });
  return operator as Operator;
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;
