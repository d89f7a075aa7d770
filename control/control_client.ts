import { AccountMethods } from "./account_methods.ts";
import { holdSession, sessionOf } from "./client_session.ts";
import { broadcast, type BroadcastOptions } from "./broadcast.ts";
import { getLoginCookie, getTunnelCookies, type TunnelCookies } from "./cookies.ts";
import type { ControlError } from "./errors.ts";
import { listEvents, type ListEventsOptions } from "./event_log.ts";
import { getReport, type Report, type ReportOptions } from "./reports.ts";
import {
  getServerErrors,
  getServerStats,
  getServerVersions,
  getTrafficStats,
  serverConsole,
} from "./server.ts";
import { checkControlOptions } from "./option_names.ts";
import { Session } from "./session.ts";
import type {
  CallOptions,
  ControlMessage,
  ControlOptions,
  EventsOptions,
  RequestOptions,
  ServerEvent,
  ServerInfo,
  UserInfo,
} from "./types.ts";

/**
 * A logged-in operator: typed requests over MeshCentral's `/control.ashx`, and the server's events.
 *
 * Every method rejects with a {@linkcode ControlError}, or with the reason of the `signal` it was
 * given. Where an id is asked for, the full form (`node//…`) and its last part alone will do.
 *
 * @example List the devices, and watch them come and go
 * ```ts ignore
 * import { ControlClient } from "@cs/meshcentral/control";
 *
 * await using client = await ControlClient.connect({
 *   url: "wss://mesh.example.com",
 *   username: "admin",
 *   password: "…",
 * });
 * for (const { name, online } of await client.devices()) console.log(name, online);
 * for await (const event of client.events()) {
 *   if (event.action === "nodeconnect") console.log(event.nodeid, event.conn);
 * }
 * ```
 */
export class ControlClient extends AccountMethods implements AsyncDisposable {
  private constructor(session: Session) {
    super();
    holdSession(this, session);
  }

  /** Connects and logs in. */
  static async connect(options: ControlOptions): Promise<ControlClient> {
    checkControlOptions(options);
    return new ControlClient(await Session.open(options));
  }

  /** What the server said about itself at login: what agents need to know it by, among others. */
  get serverInfo(): ServerInfo {
    return sessionOf(this).serverInfo;
  }

  /** What the server said about the account at login. */
  get userInfo(): UserInfo {
    return sessionOf(this).userInfo;
  }

  /** Resolves when the connection has ended, by whichever side, with why; never rejects. */
  get closed(): Promise<ControlError> {
    return sessionOf(this).closed;
  }

  /**
   * Sends any request, and resolves with the server's answer as it is: look at its `result`.
   *
   * @example
   * ```ts ignore
   * const { users } = await client.request({ action: "users" });
   * ```
   */
  request(message: ControlMessage, options?: RequestOptions): Promise<ControlMessage> {
    return sessionOf(this).request(message, options);
  }

  /** Shows a message to operators who are logged in to the web page. */
  broadcast(message: string, options?: BroadcastOptions): Promise<void> {
    return broadcast(sessionOf(this), message, options);
  }

  /** What happened, the latest first, as the server has recorded it. */
  listEvents(options?: ListEventsOptions): Promise<readonly ServerEvent[]> {
    return listEvents(sessionOf(this), options);
  }

  /** A report over some time. */
  report(options: ReportOptions): Promise<Report> {
    return getReport(sessionOf(this), options);
  }

  /** Runs a line in the server's own console, and returns its first answer. */
  serverConsole(line: string, options?: CallOptions): Promise<string> {
    return serverConsole(sessionOf(this), line, options);
  }

  /** The server's memory, load and counts. */
  serverStats(options?: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    return getServerStats(sessionOf(this), options);
  }

  /** The versions that the server could update to; it asks the internet. */
  serverVersions(options?: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    return getServerVersions(sessionOf(this), options);
  }

  /** The server's log of its own errors. */
  serverErrors(options?: CallOptions): Promise<string> {
    return getServerErrors(sessionOf(this), options);
  }

  /** What went through the server since it was started. */
  trafficStats(options?: CallOptions): Promise<Readonly<Record<string, unknown>>> {
    return getTrafficStats(sessionOf(this), options);
  }

  /** The cookies of a tunnel's two sides; secrets. */
  tunnelCookies(options?: CallOptions): Promise<TunnelCookies> {
    return getTunnelCookies(sessionOf(this), options);
  }

  /** A cookie that logs a browser in to the web page; a secret. */
  loginCookie(options?: CallOptions): Promise<string> {
    return getLoginCookie(sessionOf(this), options);
  }

  /**
   * What happens on the server from this call on. Ends when the client is closed or the signal is
   * aborted; fails when the connection is lost (`connection-closed`) or nobody takes the events
   * (`events-lost`). Events are not replayed: after that, read the state anew.
   */
  events(options?: EventsOptions): AsyncIterableIterator<ServerEvent, undefined> {
    return sessionOf(this).events(options);
  }

  /** Logs out. Requests under way reject with `connection-closed`. */
  close(): Promise<void> {
    return sessionOf(this).close();
  }

  /** {@linkcode ControlClient.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
