/**
 * Inviting people to install an agent.
 *
 * @module
 */
import { fullId } from "./ids.ts";
import { compact, number, text } from "./json.ts";
import { expectOk, rejection } from "./results.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** How an invited person may install the agent. */
export type InstallMode = "any" | "interactive" | "background";

/** What {@linkcode ControlClient.createInviteLink} may be told. */
export interface InviteLinkOptions extends CallOptions {
  /** Hours for which it is good; 0 = for ever. */
  readonly hours: number;
  /** How the agent may be installed. @default {"any"} */
  readonly install?: InstallMode;
}

/** A page from which the agent of one device group can be installed. */
export interface InviteLink {
  /** Of the page. */
  readonly url: string;
  /** Hours for which it is good; 0 = for ever. */
  readonly hours: number;
}

/** What {@linkcode ControlClient.sendInviteEmail} may be told. */
export interface InviteEmailOptions extends CallOptions {
  /** To whom. */
  readonly email: string;
  /** Of the person. */
  readonly name?: string;
  /** What the mail says beside the link. */
  readonly message?: string;
  /** What the mail offers; 0 all agents, 1 Windows, 2 Linux, 3 macOS, 4 a link, 5 Assistant. @default {0} */
  readonly system?: number;
  /** Hours for which it is good; 0 = for ever. @default {0} */
  readonly hours?: number;
  /** How the agent may be installed. @default {"any"} */
  readonly install?: InstallMode;
}

const INSTALL_MODES: Readonly<Record<InstallMode, number>> = {
  any: 0,
  interactive: 1,
  background: 2,
};

/** Makes a link to a page from which the agent of a device group can be installed. */
export async function createInviteLink(
  session: Session,
  groupId: string,
  { hours, install = "any", ...options }: InviteLinkOptions,
): Promise<InviteLink> {
  const meshid = fullId("mesh", session.serverInfo.domain, groupId);
  const flags = INSTALL_MODES[install];
  const request = { action: "createInviteLink", meshid, expire: hours, flags };
  const answer = await session.request(request, options);
  const url = text(answer["url"]);
  if (url !== undefined) return { url, hours: number(answer["expire"]) ?? hours };
  throw rejection(text(answer["result"]), `No invitation to the device group ${groupId} was made`);
}

/** Sends such a link by e-mail; the server needs a mail server for that. */
export async function sendInviteEmail(
  session: Session,
  groupId: string,
  options: InviteEmailOptions,
): Promise<void> {
  const { email, name, message, system = 0, hours = 0, install = "any", ...call } = options;
  const request = compact({
    action: "inviteAgent",
    meshid: fullId("mesh", session.serverInfo.domain, groupId),
    email,
    name,
    msg: message,
    os: system,
    expire: hours,
    flags: INSTALL_MODES[install],
  });
  expectOk(await session.request(request, call), `The invitation to ${email} was not sent`);
}
