/** Why a {@linkcode ControlError} was thrown; stable, to `switch` on. */
export type ControlErrorCode =
  /** An option is missing or says something impossible. */
  | "bad-options"
  /** The WebSocket never opened. */
  | "connect-failed"
  /** Wrong user name or password, or a locked account: the server does not say which. */
  | "login-refused"
  /** The account needs a second factor, or the one given was wrong. */
  | "token-required"
  /** The domain has a `loginKey` and the URL lacks it. */
  | "login-key-required"
  /** Too many failed logins came from this network. */
  | "banned"
  /** The server does not take WebSockets from this web page. */
  | "origin-refused"
  /** The account may only use the web interface. */
  | "tools-not-allowed"
  /** The account's e-mail address must be verified first. */
  | "email-unverified"
  /** The web session behind this connection has ended. */
  | "session-expired"
  /** No answer in time. */
  | "timeout"
  /** The connection ended while something waited for it. */
  | "connection-closed"
  /** The server refused a request for want of rights. */
  | "denied"
  /** What the request is about does not exist, or this account cannot see it. */
  | "not-found"
  /** The device is not connected, so that nothing reached it. */
  | "device-offline"
  /** What should be made is there already. */
  | "exists"
  /** The server refused a request for another reason; see `result`. */
  | "rejected"
  /** The person at the device was asked, and refused. */
  | "consent-refused"
  /** The person at the device was asked, and has not answered in time. */
  | "consent-unanswered"
  /** The agent of the device cannot do that. */
  | "not-available"
  /** Events came faster than they were taken from the iterator. */
  | "events-lost";

/** A second factor that the server can send to the user. */
export type TokenMethod = "email" | "sms" | "message";

/** What a {@linkcode ControlError} may carry beside its message. */
export interface ControlErrorOptions extends ErrorOptions {
  /** Instead of the hint that belongs to the code. */
  readonly hint?: string;
  /** The server's own words. */
  readonly result?: string | undefined;
  /** With `token-required`. */
  readonly tokenMethods?: readonly TokenMethod[];
}

/**
 * The one error that a control client throws, but for the reason of an `AbortSignal`.
 *
 * @example
 * ```ts
 * import { ControlClient, ControlError } from "@cs/meshcentral/control";
 * import assert from "node:assert/strict";
 *
 * const url = "ws://127.0.0.1:9"; // nobody listens there
 * const error = await ControlClient.connect({ url, username: "admin", password: "…" })
 *   .catch((error) => error);
 * assert.ok(error instanceof ControlError);
 * assert.equal(error.code, "connect-failed");
 * ```
 */
export class ControlError extends Error {
  /** Always `"ControlError"`. */
  override readonly name: string = "ControlError";
  /** Why, to `switch` on. */
  readonly code: ControlErrorCode;
  /** What is likely wrong, the likeliest first, and what to do; also the end of the message. */
  readonly hint: string;
  /** What the server answered, in its own words, where it did. */
  readonly result: string | undefined;
  /** With `token-required`: what the server can send when `token` asks for it. */
  readonly tokenMethods: readonly TokenMethod[];

  /** An error of `code` that says `what` happened, and then the hint. */
  constructor(code: ControlErrorCode, what: string, options: ControlErrorOptions = {}) {
    const hint = options.hint ?? HINTS[code];
    super(`${what} ${hint}`.trimEnd(), options);
    this.code = code;
    this.hint = hint;
    this.result = options.result;
    this.tokenMethods = options.tokenMethods ?? [];
  }
}

const HINTS: Readonly<Record<ControlErrorCode, string>> = {
  "bad-options": "",
  "connect-failed":
    "1. The server does not listen there, or the network is down. 2. Its TLS certificate is not " +
    "trusted: in Node and Deno pass wsTransport({ ca }). 3. A https:// page may not open ws://. " +
    "4. A proxy does not forward WebSockets.",
  "login-refused":
    "1. The user name or the password is wrong. 2. The account is locked. 3. The login token has " +
    "expired or was removed. MeshCentral does not say which.",
  "token-required":
    "Connect again with `token`: the code of the authenticator app, or **email**, **sms** or " +
    "**msg** to have one sent.",
  "login-key-required": "Add ?key=… with one of the domain's loginKey values to the URL.",
  "banned": "Wait ten minutes, or what maxInvalidLogin in the server's config.json says.",
  "origin-refused": "Add this page's host name to allowedOrigin of the domain in config.json.",
  "tools-not-allowed": "An administrator must take the right “no tools” off this account.",
  "email-unverified": "Log in to the web interface once and verify the e-mail address.",
  "session-expired": "Log in again.",
  "timeout":
    "MeshCentral answers nothing to some requests when the account lacks the right or the id is " +
    "wrong. Else the server is busy: raise `timeout`.",
  "connection-closed":
    "1. The server stopped or restarted. 2. The account was locked or deleted. 3. A proxy closed " +
    "an idle connection. Connect again and read the state anew: events are not replayed.",
  "denied": "Give the account that right, or use another account.",
  "not-found": "It may have been removed, or this account has no rights on it.",
  "device-offline":
    "1. The device is switched off or lost its network. 2. This account lacks the right to control " +
    "it: to some requests the server says the same.",
  "exists": "Choose another name, or use what is there.",
  "rejected": "",
  "consent-refused": "",
  "consent-unanswered": "Try again when somebody is at the device.",
  "not-available":
    "1. The device is a browser tab, which cannot do everything. 2. Its page lacks that feature, or " +
    "its browser forbids it.",
  "events-lost":
    "Read the state anew and listen again, with a higher `limit` or less work per event.",
};
