/**
 * Changing user accounts; each change is read back, since the server keeps silent about much.
 *
 * @module
 */
import { ControlError } from "./errors.ts";
import { compact, number, object, text } from "./json.ts";
import { isNotice } from "./notices.ts";
import { expectOk } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";
import { existingUserId, meantUser } from "./user_ids.ts";
import { listUsers, type User } from "./users.ts";

/** What {@linkcode ControlClient.editUser} may change; what is left out stays as it is. */
export interface EditUserOptions extends CallOptions {
  /** "" takes it away. */
  readonly email?: string;
  /** Whether the address counts as confirmed. */
  readonly emailVerified?: boolean;
  /** "" takes it away. */
  readonly realName?: string;
  /** "" takes it away; what the server does not take for a phone number is an error. */
  readonly phone?: string;
  /** Site rights. Nobody can change his own; who is no full administrator, only 32, 64 and 128. */
  readonly siteRights?: number;
  /** What the users of a device are asked or told in this account's sessions; 1–64, 0 none. */
  readonly consent?: number;
  /** 1 account image, 2 record sessions. */
  readonly flags?: number;
  /** Bytes of file space on the server; null = as the domain says. */
  readonly quota?: number | null;
  /** Device rights that this account never has, whatever its links say. */
  readonly removeRights?: number;
  /** The person must choose another password at the next login to the web page. */
  readonly resetPassword?: boolean;
}

/** What {@linkcode ControlClient.setUserPassword} may be told. */
export interface SetUserPasswordOptions extends CallOptions {
  /** Takes every second factor off the account. @default {false} */
  readonly removeSecondFactors?: boolean;
  /** The person must choose another at the next login to the web page. */
  readonly resetPassword?: boolean;
}

/** The server announces a changed password by an event with this number. */
const PASSWORD_CHANGED = 75;

/** What a changed own password is answered with: 17–19 refused, 20 done, 21 old one wrong. */
const OWN_PASSWORD_ANSWERS = [17, 18, 19, 20, 21];

/** Changes an account. */
export async function editUser(
  session: Session,
  id: string,
  options: EditUserOptions,
): Promise<User> {
  const { signal, timeout, ...change } = options;
  const call = compact({ signal, timeout }) as CallOptions;
  const before = await findUser(session, id, call);
  const wanted = compact({
    email: change.email?.toLowerCase(),
    emailVerified: change.emailVerified,
    realname: change.realName,
    phone: change.phone,
    siteadmin: change.siteRights,
    consent: change.consent,
    flags: change.flags,
    removeRights: change.removeRights,
  });
  const request = compact({
    action: "edituser",
    userid: before.id,
    ...wanted,
    // A request without it would take the stored quota away.
    quota: change.quota === null ? undefined : change.quota ?? number(before.raw["quota"]),
    resetNextLogin: change.resetPassword,
  });
  expectOk(await session.request(request, call), `The user ${id} was not changed`);
  const after = await findUser(session, id, call);
  const missed = Object.entries(wanted).filter(([field, value]) =>
    (after.raw[field] ?? nothing(value)) !== value
  );
  if (missed.length === 0) return after;
  const fields = missed.map(([field]) => field).join(", ");
  throw new ControlError("rejected", `The server left ${fields} of the user ${id} as it was.`, {
    hint: "It took the rest. Nobody can change his own site rights, and some values are not taken.",
  });
}

/** Gives an account another password; done when the server has told so. */
export async function setUserPassword(
  session: Session,
  id: string,
  password: string,
  options: SetUserPasswordOptions = {},
): Promise<void> {
  const { removeSecondFactors = false, resetPassword, ...call } = options;
  // The server says nothing when it does nothing: what can be known before is asked before.
  const user = await findUser(session, id, call);
  const request = compact({
    action: "changeuserpass",
    userid: user.id,
    pass: password,
    removeMultiFactor: removeSecondFactors,
    resetNextLogin: resetPassword,
  });
  const changed = ({ event }: ControlMessage): boolean => {
    const { action, msgid, account } = object(event);
    return action === "accountchange" && msgid === PASSWORD_CHANGED &&
      object(account)["_id"] === user.id;
  };
  await session.request(request, { ...call, reply: [], orWhen: changed });
}

/** Changes the password of the account that is logged in. */
export async function changeOwnPassword(
  session: Session,
  oldPassword: string,
  newPassword: string,
  options: CallOptions = {},
): Promise<void> {
  const request = { action: "changepassword", oldpass: oldPassword, newpass: newPassword };
  const answered = (message: ControlMessage): boolean => isNotice(message, OWN_PASSWORD_ANSWERS);
  const answer = await session.request(request, { ...options, reply: [], orWhen: answered });
  if (answer["msgid"] === 20) return;
  const result = text(answer["value"]);
  const code = answer["msgid"] === 21 ? "denied" : "rejected";
  throw new ControlError(code, `The password was not changed: the server says "${result}".`, {
    hint: "",
    result,
  });
}

/** Removes an account, with its links, tokens and files. */
export async function removeUser(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<void> {
  const userid = await existingUserId(session, id, options);
  const answer = await session.request({ action: "deleteuser", userid }, options);
  expectOk(answer, `The user ${id} was not removed`);
}

/** One account, or `not-found`; needs the site right to manage users. */
export async function findUser(
  session: Session,
  id: string,
  options: CallOptions = {},
): Promise<User> {
  const user = meantUser(await listUsers(session, options), session.serverInfo.domain, id);
  if (user === undefined) throw new ControlError("not-found", `There is no user ${id}.`);
  return user;
}

/** How the server stores an empty value: not at all. */
function nothing(value: unknown): unknown {
  return typeof value === "string" ? "" : typeof value === "number" ? 0 : false;
}
