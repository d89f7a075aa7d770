/**
 * Messages that the server passes on to a device's agent.
 *
 * @module
 */
import { fullId } from "./ids.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

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
  const answer = await session.request({ action: "msg", nodeid, ...fields }, options);
  expectOk(answer, `The device ${id} was not reached`);
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
  const passedOn = ({ result }: ControlMessage): boolean => result === "OK";
  const task = async (): Promise<ControlMessage> => {
    const request = { action: "msg", nodeid, ...fields };
    return await session.request(request, { ...options, orWhen: fromAgent, passOver: passedOn });
  };
  const answer = await session.exclusive(`${fields.type} ${nodeid}`, task, options.signal);
  if (!fromAgent(answer)) expectOk(answer, `The device ${id} was not reached`);
  return answer;
}
