import { setTimeout as sleep } from "node:timers/promises";
import process from "node:process";
import { type CallIds, CHANGING_CALLS, READING_CALLS } from "../control_calls.ts";
import type { Stage } from "./stage.ts";

/** Calls every method; some fail, and their refusals are recorded. */
export async function recordControl({ operator, native, ours, server }: Stage): Promise<CallIds> {
  const timeout = { timeout: 3_000 };
  const { id: user } = await operator.addUser({ username: "somebody", password: "Test-12345" });
  const group = `mesh//${server.enrollment.meshId}`;
  let ids: CallIds = { device: native, group, user, userGroup: "", share: "" };
  for (const device of [native, ours]) {
    const { id: userGroup } = await operator.addUserGroup("some group");
    const { id: share } = await operator.addDeviceShare(device, {
      guestName: "guest",
      types: ["files"],
      time: { expireMinutes: 60 },
    });
    const current = ids = { device, group, user, userGroup, share };
    // The native agent ends when it is asked for the clipboard of a display that no window owns.
    const calls = Object.entries({ ...READING_CALLS, ...CHANGING_CALLS, ...READING_CALLS })
      .filter(([name]) => device === ours || !/clipboard/i.test(name));
    for (const [name, call] of calls) {
      const done = call(operator, current).then(() => "done", (error: Error) => error.message);
      const outcome = await Promise.race([done, sleep(timeout.timeout, "no answer")]);
      if (outcome !== "done") process.stdout.write(`${name}: ${outcome}\n`);
    }
  }
  return ids;
}
