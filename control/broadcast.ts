import { compact } from "./json.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";
import { findUser } from "./user_edit.ts";

/** What {@linkcode ControlClient.broadcast} may be told. */
export interface BroadcastOptions extends CallOptions {
  /** Only to the sessions of this user. @default everybody */
  readonly userId?: string;
}

/** Shows a message to operators who are logged in to the web page; the server does not say to whom. */
export async function broadcast(
  session: Session,
  message: string,
  { userId, ...options }: BroadcastOptions = {},
): Promise<void> {
  // The server says `ok` also for a user that it does not know.
  const userid = userId && (await findUser(session, userId, options)).id;
  const request = compact({ action: "userbroadcast", msg: message, userid });
  expectOk(await session.request(request, options), "The message was not sent");
}
