/**
 * Telling the users of devices something.
 *
 * @module
 */
import { connectionsOf, expectConnected, onDevices } from "./device_power.ts";
import type { DeviceOutcome } from "./each.ts";
import { askDevice, sendToDevice } from "./device_requests.ts";
import { ControlError } from "./errors.ts";
import { withLateRefusals } from "./late_refusals.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** What {@linkcode ControlClient.toastDevices} may be told. */
export interface ToastOptions extends CallOptions {
  /** 1–4096 characters. */
  readonly message: string;
  /** Up to 512 characters. @default the title of the domain, or "MeshCentral" */
  readonly title?: string;
}

/** What {@linkcode ControlClient.messageDevice} may be told. */
export interface MessageOptions extends CallOptions {
  /** What it says. */
  readonly message: string;
  /** Its heading. @default {"MeshCentral"} */
  readonly title?: string;
  /** Milliseconds until it goes away by itself. @default {120_000} */
  readonly showTime?: number;
}

/** Shows a passing notification on devices. To those away the server says `ok` as well. */
export async function toastDevices(
  session: Session,
  ids: readonly string[],
  { message, title = "MeshCentral", ...options }: ToastOptions,
): Promise<readonly DeviceOutcome[]> {
  const connections = await connectionsOf(session, options);
  const sent = new Map<string, unknown>();
  const [outcomes, refusals] = await withLateRefusals(
    session,
    "toast",
    options,
    () =>
      onDevices(session, ids, async (nodeid) => {
        expectConnected(nodeid, connections.get(nodeid), 1);
        const request = { action: "toast", nodeids: [nodeid], title, msg: message };
        const answer = await session.request(request, options);
        expectOk(answer, `The device ${nodeid} was not told`);
        sent.set(nodeid, answer["responseid"]);
        return undefined;
      }),
  );
  return outcomes.map((outcome) => {
    const refusal = refusals.get(sent.get(outcome.deviceId));
    if (outcome.error !== undefined || refusal === undefined) return outcome;
    const error = rejection(refusal, `The device ${outcome.deviceId} was not told`);
    return { ...outcome, error };
  });
}

/** Shows a message box on a device. */
export async function messageDevice(
  session: Session,
  id: string,
  { message, title = "MeshCentral", showTime = 120_000, ...options }: MessageOptions,
): Promise<void> {
  const fields = { type: "messagebox", title, msg: message, timeout: showTime };
  await sendToDevice(session, id, fields, options);
}

/** Opens a web page on a device, and waits until the device says whether it could. */
export async function openUrlOnDevice(
  session: Session,
  id: string,
  url: string,
  options: CallOptions = {},
): Promise<void> {
  const answer = await askDevice(session, id, { type: "openUrl", url }, options);
  if (answer["success"] === true) return;
  const what = `The device ${id} could not open the page.`;
  throw new ControlError("rejected", what, { hint: "Perhaps nobody is logged in on it." });
}
