import type { WebSocketFactory } from "../transport/websocket_like.ts";

/** One JSON message of the operator channel, as it is on the wire. */
export interface ControlMessage {
  /** What the message is about. */
  readonly action: string;
  /** Everything else. Much of it was said by devices and their users: never trust it as HTML. */
  readonly [field: string]: unknown;
}

/** What every call to the server may be told. */
export interface CallOptions {
  /** Gives up; the call rejects with the signal's reason. The server may act all the same. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the answer, instead of the client's own `timeout`. */
  readonly timeout?: number;
}

/** What {@linkcode ControlClient.request} may be told. */
export interface RequestOptions extends CallOptions {
  /** The `action` of the answer, or several that can be; as the request's own by default. */
  readonly reply?: string | readonly string[];
}

/** What {@linkcode ControlClient.events} may be told. */
export interface EventsOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  /** Events that may wait to be taken, before the iteration fails. @default {1024} */
  readonly limit?: number;
}

/** Where and as whom a control client connects. */
export interface ControlOptions {
  /**
   * `wss://host[:port]`, with `/domain` for a domain without a DNS name; `https:` works too. `ws:`
   * sends the password in clear: for loopback only.
   */
  readonly url: string;
  /** A user, or the name of a login token (`~t:…`); with `loginKey`, whom to be. */
  readonly username?: string;
  /** The password of the user or of the login token. */
  readonly password?: string;
  /** A login token, instead of `username` and `password`. */
  readonly loginToken?: {
    /** `~t:…` */
    readonly username: string;
    /** What was told when it was made. */
    readonly password: string;
  };
  /**
   * Instead of `password`: the login key of the server (160 hexadecimal digits), with which one is
   * any user without a password or second factor. A secret of the whole server: never in a web page.
   * The clocks must agree; the id of the user is `username` in lower case, unless it is given in full
   * or begins with `~`, as those of single sign-on do.
   */
  readonly loginKey?: string;
  /** Instead of `username` and `password`: a cookie of the server, as `tunnelCookies()` has it. */
  readonly cookie?: string;
  /** One of the `loginKey` values of the domain, where it has any; `?key=` in the URL will do too. */
  readonly domainKey?: string;
  /** A second factor; `**email**`, `**sms**` or `**msg**` asks the server to send one. */
  readonly token?: string;
  /**
   * How the credentials travel, never in the URL. `"message"` (default): as the first message,
   * which every WebSocket can; 0.7.99 does not know it. `"header"`: in the request, which every
   * server knows, and needs a `webSocket` that sends headers, as `wsTransport()` makes; a cookie or
   * login key cannot travel so, and a domain key is in the URL then.
   */
  readonly login?: "message" | "header";
  /** Sent when the connection is made, where `webSocket` can; `x-forwarded-for`, for example. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes the WebSocket. @default the built-in `WebSocket` */
  readonly webSocket?: WebSocketFactory;
  /** Gives up connecting. Later it has no effect. */
  readonly signal?: AbortSignal;
  /** Milliseconds to wait for the login and for each answer. @default {15_000} */
  readonly timeout?: number;
  /**
   * Milliseconds between pings, so that no proxy takes the connection for idle, and a dead one is
   * noticed; 0 = none.
   *
   * @default {25_000}
   */
  readonly keepAlive?: number;
}

/** What the server says about itself at login, as it says it; fields differ between versions. */
export interface ServerInfo {
  /** The id of the domain; empty for the default one. */
  readonly domain: string;
  /** Its host name. */
  readonly name: string;
  /** Its public port. */
  readonly port?: number;
  /** SHA-384 of the TLS certificate that agents must see: 96 upper-case hex digits. */
  readonly tlshash?: string;
  /** The ServerID, which agents pin: 64 characters. */
  readonly agentCertHash?: string;
  /** Its clock, in milliseconds. */
  readonly serverTime?: number;
  /** Everything else. */
  readonly [field: string]: unknown;
}

/** The account that is logged in, as the server says it; fields differ between versions. */
export interface UserInfo {
  /** `user//name`. */
  readonly _id: string;
  /** As it is shown. */
  readonly name: string;
  /** Site rights; 4294967295 = full administrator. */
  readonly siteadmin?: number;
  /** Rights by the id of a device group, user group or device. */
  readonly links?: Readonly<Record<string, unknown>>;
  /** Everything else. */
  readonly [field: string]: unknown;
}

/** Something happened on the server. */
export interface ServerEvent {
  /** For example `nodeconnect`, `changenode`, `createmesh`, `accountchange`. */
  readonly action: string;
  /** What it is about: `node`, `mesh`, `user`, `ugrp`, `relay`, `server`. */
  readonly etype?: string;
  /** Everything else; other people's e-mail addresses among it. */
  readonly [field: string]: unknown;
}
