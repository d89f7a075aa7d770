import assert from "node:assert/strict";
import { ControlError } from "../../control/mod.ts";
import { ApplyError } from "../apply/apply_error.ts";
import { withReconnects } from "./reconnect.ts";

const { signal } = new AbortController();
const lost = () => new ControlError("connection-closed", "The connection was lost.");

Deno.test("a connection that was lost is made again, some times", async () => {
  const waits: number[] = [];
  const options = { onLost: (seconds: number) => waits.push(seconds), signal, pause: 1 };
  let tries = 0;
  const second = () => ++tries === 1 ? Promise.reject(lost()) : Promise.resolve("done");
  assert.equal(await withReconnects(second, options), "done");
  assert.equal(waits.length, 1);

  tries = 0;
  const never = () => {
    tries++;
    const failed = { kind: "remove-user", id: "user//a", name: "a" } as const;
    return Promise.reject(new ApplyError("It", lost(), { done: [], failed, remaining: [] }));
  };
  await assert.rejects(withReconnects(never, options), /It failed/);
  assert.equal(tries, 3);
});

Deno.test("a server that takes longer than one pause to come back is waited for", async () => {
  for (const code of ["connect-failed", "timeout"] as const) {
    let tries = 0;
    const slow = () => {
      tries++;
      if (tries === 1) return Promise.reject(lost());
      if (tries === 2) return Promise.reject(new ControlError(code, "Not yet."));
      return Promise.resolve("done");
    };
    assert.equal(await withReconnects(slow, { onLost: () => {}, signal, pause: 1 }), "done");
    assert.equal(tries, 3);
  }
});

Deno.test("any other error, and a server that is not there at the first try, ends it at once", async () => {
  for (const code of ["login-refused", "connect-failed", "timeout"] as const) {
    let tries = 0;
    const refused = () => {
      tries++;
      return Promise.reject(new ControlError(code, "No."));
    };
    await assert.rejects(withReconnects(refused, { onLost: () => {}, signal, pause: 1 }), { code });
    assert.equal(tries, 1);
  }
});
