import type { Backend, Operator } from "./backend.ts";
import type { Caller, Credentials } from "./caller.ts";
import { EventLog } from "./events/event_log.ts";

/** A backend for tests that never asks a MeshCentral: one user, `alice`, and what `operator` has. */
export function fakeBackend(operator: Partial<Operator> = {}): Backend & { logins: number } {
  const backend = {
    logins: 0,
    login: ({ username }: { readonly username: string }) => {
      backend.logins++;
      return Promise.resolve({
        userId: `user//${username}`,
        name: username,
        credentials: { kind: "login-token" as const, username: "~t:a", password: "b" },
      });
    },
    renew: async (
      _caller: Caller,
      _lifetime: number,
      use: (made: Credentials) => Promise<void>,
    ) => {
      const made = { kind: "login-token" as const, username: "~t:c", password: "d" };
      await use(made);
      return made;
    },
    logout: () => Promise.resolve(),
    operator: () => Promise.resolve(operator as Operator),
    feed: () =>
      Promise.resolve({
        events: new EventLog(8),
        closed: new Promise(() => {}),
        [Symbol.dispose]: () => {},
      }),
    tunnel: () => Promise.reject(new Error("no tunnels here")),
    ready: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return backend;
}
