import type { ControlClient } from "../control/mod.ts";
import type { Caller, Credentials } from "./caller.ts";
import type { EventLog } from "./events/event_log.ts";
import type { TunnelProtocol } from "./schemas/tunnels.ts";

/** The methods of a control client that read; the same ones at the same time are asked for once. */
export const READS = [
  "device",
  "deviceGroups",
  "deviceNetworkInfo",
  "devices",
  "deviceShares",
  "deviceSystemInfo",
  "listEvents",
  "loginTokens",
  "notes",
  "report",
  "sessions",
  "userGroups",
  "users",
] as const satisfies readonly (keyof ControlClient)[];

/** The methods of a control client that change or do something; never joined, never repeated. */
export const WRITES = [
  "addAmtDevice",
  "addDeviceGroup",
  "addDeviceShare",
  "addLocalDevice",
  "addLoginToken",
  "addUser",
  "addUserGroup",
  "addUserGroupMembers",
  "broadcast",
  "changeOwnPassword",
  "clipboard",
  "consoleCommand",
  "createInviteLink",
  "editDevice",
  "editDeviceGroup",
  "editUser",
  "editUserGroup",
  "messageDevice",
  "moveDevices",
  "openUrlOnDevice",
  "powerDevices",
  "removeDeviceGroup",
  "removeDeviceGroupUser",
  "removeAllUserGroupMembers",
  "removeDevices",
  "removeDeviceShare",
  "removeDeviceUser",
  "removeLoginTokens",
  "removeUser",
  "removeUserGroup",
  "removeUserGroupMember",
  "runCommand",
  "sendInviteEmail",
  "setClipboard",
  "setDeviceGroupUser",
  "setDeviceUser",
  "setNotes",
  "setUserPassword",
  "toastDevices",
  "wakeDevices",
  "webRelayUrl",
] as const satisfies readonly (keyof ControlClient)[];

/** The name of a method that an operator has. */
export type OperatorMethod = typeof READS[number] | typeof WRITES[number] | "agentDownloadUrl";

/** What operations ask MeshCentral for: methods of a control client. */
export type Operator = Pick<ControlClient, OperatorMethod | "serverInfo" | "userInfo">;

/** Someone who wants to log in. */
export interface BackendLogin {
  /** A user, or the name of a MeshCentral login token (`~t:…`). */
  readonly username: string;
  /** Checked by MeshCentral, and forgotten. */
  readonly password: string;
  /** A second factor. */
  readonly token?: string;
  /** Seconds that the credentials which are made must be good for. */
  readonly lifetime: number;
  /** Names what is made, so that it can be found again: the id of the session. */
  readonly sessionId: string;
  /** The address of the client, to be passed on. */
  readonly address?: string;
}

/** Someone who has logged in. */
export interface BackendSession {
  /** `user//name`. */
  readonly userId: string;
  /** As it is shown. */
  readonly name: string;
  /** What logs in in their name from now on. */
  readonly credentials: Credentials;
}

/** What happens on a connection, until it is disposed of. */
export interface Feed extends Disposable {
  /** The events so far, and those to come. */
  readonly events: EventLog;
  /** Resolves when no more can come. */
  readonly closed: Promise<unknown>;
}

/** A tunnel to a device, from which the operator's side is served. */
export interface DeviceTunnel {
  /** Sends one frame; resolves when more may be sent, rejects when the tunnel has ended. */
  send(frame: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** Every frame of the relay, from `c` on; ends when the tunnel does. */
  readonly frames: AsyncIterable<string | Uint8Array<ArrayBuffer>>;
  /** Ends it. */
  close(): void;
}

/** Where operations go. Everything rejects with a ControlError or an ApiError. */
export interface Backend extends AsyncDisposable {
  /** Checks credentials against MeshCentral, and makes others that expire. */
  login(login: BackendLogin): Promise<BackendSession>;
  /**
   * Makes new credentials for a caller whose own are about to expire. When `use` has taken them, those
   * of before are removed; when it rejects, the new ones are.
   */
  renew(
    caller: Caller,
    lifetime: number,
    use: (made: Credentials) => Promise<void>,
  ): Promise<Credentials>;
  /** Ends a session: its connections, and its credentials at MeshCentral. */
  logout(caller: Caller): Promise<void>;
  /** What happens on the server, as the caller may know of it. */
  feed(caller: Caller): Promise<Feed>;
  /**
   * The id of the last event so far: a stream that begins after it misses nothing of what happens
   * from now on. Without this, clients read their lists again when their stream begins.
   */
  lastEventId?(caller: Caller): string;
  /** Opens a tunnel to a device; rejects with `conflict` when its agent does not answer. */
  tunnel(caller: Caller, deviceId: string, protocol: TunnelProtocol): Promise<DeviceTunnel>;
  /**
   * What acts with the caller's own rights.
   *
   * @param fresh Nothing that was read a moment ago will do. @default {false}
   */
  operator(caller: Caller, fresh?: boolean): Promise<Operator>;
  /** Rejects unless MeshCentral answers. */
  ready(): Promise<void>;
}
