/**
 * How an operator logs in, and what the server says when it does not let him.
 *
 * @module
 */
import { encodeBase64 } from "byte-encodings/base64";
import { ControlError, type ControlErrorCode, type TokenMethod } from "./errors.ts";
import { text } from "./json.ts";
import type { ControlMessage, ControlOptions } from "./types.ts";

/** What opens the connection. */
export interface LoginRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>> | undefined;
  /** To be sent first, when the connection is open. */
  readonly firstMessage?: ControlMessage;
}

/** The URL, header and first message of a login; the password is never in the URL. */
export function loginRequest(options: ControlOptions): LoginRequest {
  const { username, password, token, login = "message", headers } = options;
  if (!username || !password) {
    throw new ControlError("bad-options", "Both username and password are needed.");
  }
  const url = controlUrl(options.url);
  if (login === "message") {
    url.searchParams.set("moreargs", "1"); // "my arguments follow in a message"
    const args = { user: username, pass: password, ...(token ? { token } : {}) };
    return { url: url.href, headers, firstMessage: { action: "urlargs", args } };
  }
  if (options.webSocket === undefined) {
    throw new ControlError(
      "bad-options",
      'The built-in WebSocket sends no headers. Leave out login: "header", or pass wsTransport().',
    );
  }
  const parts = [username, password, ...(token ? [token] : [])];
  const credentials = parts.map((part) => encodeBase64(new TextEncoder().encode(part))).join(",");
  return { url: url.href, headers: { ...headers, "x-meshauth": credentials } };
}

/** The operator channel of a server: `/control.ashx` below the path that is given. */
function controlUrl(address: string): URL {
  const url = parseUrl(address);
  url.protocol = url.protocol.replace("http", "ws");
  if (!["ws:", "wss:"].includes(url.protocol) || url.username !== "" || url.password !== "") {
    throw badUrl();
  }
  url.hash = "";
  if (!url.pathname.endsWith("/control.ashx")) {
    url.pathname = `${url.pathname.replace(/\/$/, "")}/control.ashx`;
  }
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

const refusals: Readonly<Record<string, readonly [ControlErrorCode, string]>> = {
  banned: ["banned", "The server refuses logins from this network for a while."],
  notools: ["tools-not-allowed", "This account may not connect outside of the web interface."],
  invalidorigin: ["origin-refused", "The server does not take connections from this web page."],
  emailvalidation: ["email-unverified", "The account's e-mail address is not verified."],
  expired: ["session-expired", "The web session has expired."],
};

const tokenMethods: readonly (readonly [string, TokenMethod])[] = [
  ["email2fa", "email"],
  ["sms2fa", "sms"],
  ["msg2fa", "message"],
];

/** The error that an `{ action: "close", cause, msg }` stands for. */
export function refusal(message: ControlMessage, login: ControlOptions["login"]): ControlError {
  const result = text(message["msg"]);
  const known = refusals[text(message["cause"]) ?? ""];
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
