import { forEach } from "./each.ts";
import { ControlError } from "./errors.ts";
import { fullId } from "./ids.ts";
import { object } from "./json.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** Removes devices, each with a request of its own: an answer does not say which device it means. */
export async function removeDevices(
  session: Session,
  ids: readonly string[],
  options: CallOptions = {},
): Promise<void> {
  const results = await forEach(ids, (id) => removeDevice(session, id, options));
  const failures = results.filter((result) => result instanceof ControlError);
  const [first] = failures;
  if (first === undefined) return;
  if (ids.length === 1) throw first;
  const what =
    `${failures.length} of ${ids.length} devices were not removed. The first: ${first.message}`;
  throw new ControlError(first.code, what, { cause: first, hint: "", result: first.result });
}

async function removeDevice(session: Session, id: string, options: CallOptions): Promise<void> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  // 0.7.99 does not answer; what it does then is to tell everybody.
  const removed = (message: ControlMessage): boolean => {
    const event = object(message["event"]);
    return event["action"] === "removenode" && event["nodeid"] === nodeid;
  };
  const request = { action: "removedevices", nodeids: [nodeid] };
  const answer = await session.request(request, { ...options, orWhen: removed });
  if (answer.action !== "event") expectOk(answer, `The device ${id} was not removed`);
}
