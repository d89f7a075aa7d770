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

Deno.test("any other error ends it at once", async () => {
  let tries = 0;
  const refused = () => {
    tries++;
    return Promise.reject(new ControlError("login-refused", "No."));
  };
  await assert.rejects(withReconnects(refused, { onLost: () => {}, signal, pause: 1 }));
  assert.equal(tries, 1);
});
