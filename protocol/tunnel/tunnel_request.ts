import { ProtocolError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../message.ts";

/** The server's request to open a tunnel: the JSON message `msg/tunnel`, read tolerantly. */
export interface TunnelRequest {
  /** Path and query on the same server, to open a WebSocket at: `/meshrelay.ashx?…`. */
  readonly path: string;
  /** Announced protocol number. meshctrl lies here: the number inside the tunnel counts. */
  readonly usage: number | undefined;
  /** `user//name`; empty for a single download. */
  readonly userId: string;
  /** `user//name/random`: one connection of the operator. */
  readonly sessionId: string | undefined;
  /** Who it is: the login name, the guest's name, or both as `login name - guest's name`. */
  readonly userName: string;
  /** The person's name, when the server knows it; with the guest's, too. */
  readonly realName: string | undefined;
  /** Whom `sessions` counts: the user id, and for a guest the guest's name with it. */
  readonly sessionUser: string;
  /** Address of the operator as the server sees it. */
  readonly remoteAddress: string | undefined;
  /** Bits of `DeviceRight`; 0 when they are missing or make no sense. */
  readonly rights: number;
  /** Consent flags: 1, 2, 4 notify of, 8, 16, 32 ask for desktop, terminal, files; 64 privacy bar. */
  readonly consent: number;
  /** The operator may only look. */
  readonly viewOnly: boolean;
  /** Wants a TCP or UDP connection, which a browser cannot open. */
  readonly relaysTcp: boolean;
  /** Protocol numbers that the session is limited to; undefined = no limit. */
  readonly usages: readonly number[] | undefined;
  /** Seconds to wait for consent, when the server says. */
  readonly consentTimeout: number | undefined;
  /** Text of the privacy bar; `{0}` real names, `{1}` user names. */
  readonly privacyBarText: string | undefined;
}

/**
 * Reads `{"action":"msg","type":"tunnel",…}`.
 *
 * @throws {ProtocolError} `bad-field` when there is no path on the same server.
 */
export function parseTunnelRequest(message: JsonObject): TunnelRequest {
  const value = text(message.value) ?? "";
  // A space or control character is refused, since URLs are read without some of them.
  // deno-lint-ignore no-control-regex
  if (!/^\*\/(?![/\\])[^\u0000-\u0020\u007f]+$/.test(value)) {
    throw new ProtocolError("bad-field", "a tunnel that is not at the same server");
  }
  const options = object(message.soptions);
  const userId = text(message.userid) ?? "";
  const guest = text(message.guestname);
  const realName = text(message.realname);
  return {
    path: value.slice(1),
    usage: integer(message.usage),
    userId,
    sessionId: text(message.sessionid),
    userName: withGuest(text(message.username), guest) ?? "",
    realName: realName && withGuest(realName, guest),
    sessionUser: guest === undefined
      ? userId
      : `${text(message.guestuserid) ?? userId}/guest:${base64(guest)}`,
    remoteAddress: text(message.remoteaddr),
    rights: integer(message.rights) ?? 0,
    consent: integer(message.consent) ?? 0,
    viewOnly: message.desktopviewonly === true,
    relaysTcp: message.tcpport !== undefined || message.udpport !== undefined,
    usages: Array.isArray(options.usages)
      ? options.usages.filter((usage): usage is number => typeof usage === "number")
      : undefined,
    consentTimeout: integer(options.consentTimeout),
    privacyBarText: text(message.privacybartext),
  };
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/**
 * As the native agent shows it. A guest's name stands alone only where the server names nobody: it
 * passes on what an operator calls a guest.
 */
function withGuest(name: string | undefined, guest: string | undefined): string | undefined {
  return name && guest ? `${name} - ${guest}` : name || guest;
}

/** Core dump tunnels have their rights as a string. */
function integer(value: JsonValue | undefined): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return Number.isSafeInteger(number) ? number as number : undefined;
}

function object(value: JsonValue | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as JsonObject
    : {};
}

function base64(name: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(name.slice(0, 256))));
}
