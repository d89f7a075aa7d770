/**
 * How an operator logs in, and what the server says when it does not let him.
 *
 * @module
 */
import { channelPath, domainOfPath } from "../protocol/channel_path.ts";
import { encodeBase64 } from "./bytes.ts";
import { ControlError, type ControlErrorCode, type TokenMethod } from "./errors.ts";
import { text } from "./json.ts";
import { loginKeyCookie, readLoginKey } from "./login_key.ts";
import type { ControlMessage, ControlOptions } from "./types.ts";
import { userId } from "./user_ids.ts";

/** What opens the connection. */
export interface LoginRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** To be sent first, when the connection is open. */
  readonly firstMessage?: ControlMessage | Promise<ControlMessage>;
}

/** The URL, header and first message of a login; no secret is in the URL but with a header. */
export function loginRequest(options: ControlOptions): LoginRequest {
  const { login = "message", headers } = options;
  const url = controlUrl(options.url);
  const key = options.domainKey ?? url.searchParams.get("key") ?? undefined;
  if (login === "header") {
    if (key !== undefined) url.searchParams.set("key", key);
    return { url: url.href, headers: { ...headers, "x-meshauth": headerCredentials(options) } };
  }
  url.searchParams.delete("key");
  url.searchParams.set("moreargs", "1"); // "my arguments follow in a message"
  return {
    url: url.href,
    headers,
    firstMessage: messageOf(options, domainOfPath(url.pathname), key),
  };
}

function messageOf(
  options: ControlOptions,
  domain: string,
  key: string | undefined,
): ControlMessage | Promise<ControlMessage> {
  const withArgs = (args: Readonly<Record<string, string>>): ControlMessage => ({
    action: "urlargs",
    args: { ...args, ...(key === undefined ? {} : { key }) },
  });
  if (options.cookie) return withArgs({ auth: options.cookie });
  if (options.loginKey === undefined) {
    const { username, password } = credentials(options);
    const { token } = options;
    return withArgs({ user: username, pass: password, ...(token ? { token } : {}) });
  }
  if (!options.username) throw new ControlError("bad-options", "A login key needs a username.");
  const user = userId(domain, options.username);
  const cookie = loginKeyCookie(readLoginKey(options.loginKey), user);
  return cookie.then((auth) => withArgs({ auth }));
}

function headerCredentials(options: ControlOptions): string {
  if (options.webSocket === undefined) {
    throw new ControlError(
      "bad-options",
      'The built-in WebSocket sends no headers. Leave out login: "header", or pass wsTransport().',
    );
  }
  if (options.cookie !== undefined || options.loginKey !== undefined) {
    const what = 'A cookie or a login key cannot be sent in a header: leave out login: "header".';
    throw new ControlError("bad-options", what);
  }
  const { username, password } = credentials(options);
  const parts = [username, password, ...(options.token ? [options.token] : [])];
  return parts.map((part) => encodeBase64(new TextEncoder().encode(part))).join(",");
}

function credentials(options: ControlOptions): { username: string; password: string } {
  const { username, password } = options.loginToken ?? options;
  if (username && password) return { username, password };
  throw new ControlError("bad-options", "Both username and password are needed.");
}

/** The operator channel of a server: `/control.ashx` below the path that is given. */
function controlUrl(address: string): URL {
  const url = parseUrl(address);
  url.protocol = url.protocol.replace("http", "ws");
  if (!["ws:", "wss:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw badUrl();
  }
  url.hash = "";
  url.pathname = channelPath(url.pathname, "control.ashx");
  return url;
}

function parseUrl(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw badUrl();
  }
}

/** Does not repeat the URL: there may be a password in it. */
function badUrl(): ControlError {
  const message = "The url must be wss://host[:port][/domain], without a user name or a password.";
  return new ControlError("bad-options", message);
}

const refusals: ReadonlyMap<string, readonly [ControlErrorCode, string]> = new Map([
  ["banned", ["banned", "The server refuses logins from this network for a while."]],
  ["notools", ["tools-not-allowed", "This account may not connect outside of the web interface."]],
  ["invalidorigin", ["origin-refused", "The server does not take connections from this web page."]],
  ["emailvalidation", ["email-unverified", "The account's e-mail address is not verified."]],
  ["expired", ["session-expired", "The web session has expired."]],
]);

const tokenMethods: readonly (readonly [string, TokenMethod])[] = [
  ["email2fa", "email"],
  ["sms2fa", "sms"],
  ["msg2fa", "message"],
];

/** The error that an `{ action: "close", cause, msg }` stands for. */
export function refusal(message: ControlMessage, login: ControlOptions["login"]): ControlError {
  const result = text(message["msg"]);
  const known = refusals.get(text(message["cause"]) ?? "");
  if (known !== undefined) return new ControlError(...known, { result });
  if (result === "tokenrequired") {
    return new ControlError("token-required", "The account needs a second factor.", {
      result,
      tokenMethods: tokenMethods.filter(([field]) => message[field] === true).map(([, m]) => m),
    });
  }
  if (result === "nokey") {
    return new ControlError("login-key-required", "The server wants a login key.", { result });
  }
  // Only a server that did not wait for the first message looked for credentials elsewhere.
  const unread = result === "noauth-4" && login !== "header";
  return new ControlError("login-refused", "The server refused the login.", {
    result,
    ...(unread ? { hint: UNREAD } : {}),
  });
}

const UNREAD =
  "It did not read the credentials: this version is too old to take them in a message. Pass " +
  'login: "header" and wsTransport() (Node and Deno; a browser cannot log in to it).';
