import { askDevice } from "./device_requests.ts";
import { ControlError } from "./errors.ts";
import { text } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** The text on a device's clipboard. */
export async function getClipboard(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<string> {
  const answer = await askDevice(session, id, { type: "getclip", tag: 1 }, options);
  return text(answer["data"]) ?? "";
}

/** Puts text on a device's clipboard, and waits until the device says that it did. */
export async function setClipboard(
  session: Session,
  id: string,
  data: string,
  options: CallOptions = {},
): Promise<void> {
  const answer = await askDevice(session, id, { type: "setclip", data }, options);
  if (answer["success"] === true) return;
  throw new ControlError("rejected", `The device ${id} did not take the text.`);
}
