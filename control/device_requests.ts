/**
 * Messages that the server passes on to a device's agent.
 *
 * @module
 */
import { ControlError, type ControlErrorCode } from "./errors.ts";
import { fullId } from "./ids.ts";
import { text } from "./json.ts";
import { isOk, withLateRefusals } from "./late_refusals.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/**
 * Milliseconds that a device has to answer, unless the client has a time-out of its own. Our agent gives
 * the person 20 s, and then reports why there is no answer.
 */
const PERSON_TIME = 25_000;

/** What our agent answers in `error`. */
const REFUSALS: ReadonlyMap<unknown, readonly [ControlErrorCode, what: string]> = new Map([
  ["refused", ["consent-refused", "has refused"]],
  ["unanswered", ["consent-unanswered", "has not answered"]],
]);

/** Some fields of a message, its `type` among them. */
export interface DeviceMessageFields {
  /** What the agent should do. */
  readonly type: string;
  /** Everything else. */
  readonly [field: string]: unknown;
}

/** Sends a message to a device; done when the server has passed it on. */
export async function sendToDevice(
  session: Session,
  id: string,
  fields: DeviceMessageFields,
  options: CallOptions = {},
): Promise<void> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const request = { action: "msg", nodeid, ...fields };
  const [answer, refusals] = await withLateRefusals(
    session,
    "msg",
    options,
    () => session.request(request, options),
  );
  expectOk(answer, `The device ${id} was not reached`);
  const refusal = refusals.get(answer["responseid"]);
  if (refusal !== undefined) throw notPassedOn(id, true, refusal);
}

/**
 * Sends a message to a device, and waits until its agent answers with one of the same type. That one
 * need not name the request: one at a time per device and type.
 */
export async function askDevice(
  session: Session,
  id: string,
  fields: DeviceMessageFields,
  options: CallOptions = {},
): Promise<ControlMessage> {
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const fromAgent = (message: ControlMessage): boolean =>
    message.action === "msg" && message["type"] === fields.type && message["nodeid"] === nodeid;
  const call = withPersonTime(session, options);
  const task = (): Promise<ControlMessage> =>
    requestUntilRefused(session, id, { action: "msg", nodeid, ...fields }, fromAgent, call);
  const answer = await session.exclusive(`${fields.type} ${nodeid}`, task, options.signal);
  expectNoRefusal(answer, id);
  return answer;
}

/** The options of a request that a person at the device may be asked about. */
export function withPersonTime<T extends CallOptions>(session: Session, options: T): T {
  return { ...options, timeout: options.timeout ?? session.options.timeout ?? PERSON_TIME };
}

/** Throws the reason that an agent gives in its answer. */
export function expectNoRefusal(answer: ControlMessage, id: string): void {
  const { error } = answer;
  if (typeof error !== "string") return;
  const [code, what] = REFUSALS.get(error) ?? [];
  const result = text(answer["reason"]) ?? text(answer["result"]);
  if (error === "failed") {
    throw new ControlError("rejected", `The device ${id} says "${result ?? "nothing"}".`, {
      result,
    });
  }
  if (code !== undefined) {
    throw new ControlError(code, `The person at the device ${id} ${what}.`, { result });
  }
  throw new ControlError("not-available", `The device ${id} cannot do that.`, { result });
}

/** Sends a message to a device, and waits for another one, or until the server refuses it. */
export async function requestUntilRefused(
  session: Session,
  id: string,
  request: ControlMessage,
  orWhen: (message: ControlMessage) => boolean,
  options: CallOptions,
): Promise<ControlMessage> {
  let passedOn = false;
  const passOver = (message: ControlMessage): boolean => {
    if (orWhen(message) || !isOk(message["result"])) return false;
    passedOn = true;
    return true;
  };
  const answer = await session.request(request, { ...options, orWhen, passOver });
  if (orWhen(answer)) return answer;
  throw notPassedOn(id, passedOn, text(answer["result"]));
}

/** “Unable to route” at once: it is not there. After an OK: it is, and this account lacks the right. */
function notPassedOn(id: string, afterOk: boolean, result: string | undefined): ControlError {
  if (!afterOk) return rejection(result, `The device ${id} was not reached`);
  return new ControlError("denied", `The server passes nothing on to the device ${id}.`, {
    result,
  });
}
