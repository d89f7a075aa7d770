import type { ControlClient } from "../control/mod.ts";
import type { Caller, Credentials } from "./caller.ts";

/** What operations ask MeshCentral for: the methods of a control client that they use. */
export type Operator = Pick<
  ControlClient,
  | "addDeviceGroup"
  | "addUser"
  | "device"
  | "deviceGroups"
  | "deviceNetworkInfo"
  | "devices"
  | "deviceSystemInfo"
  | "removeDeviceGroup"
  | "removeDeviceGroupUser"
  | "removeDevices"
  | "removeUser"
  | "serverInfo"
  | "setDeviceGroupUser"
  | "userInfo"
  | "users"
>;

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

/** Where operations go. Everything rejects with a ControlError or an ApiError. */
export interface Backend extends AsyncDisposable {
  /** Checks credentials against MeshCentral, and makes others that expire. */
  login(login: BackendLogin): Promise<BackendSession>;
  /** Makes new credentials for a caller whose own are about to expire. */
  renew(caller: Caller, lifetime: number): Promise<Credentials>;
  /** Ends a session: its connections, and its credentials at MeshCentral. */
  logout(caller: Caller): Promise<void>;
  /** What acts with the caller's own rights. */
  operator(caller: Caller): Promise<Operator>;
  /** Rejects unless MeshCentral answers. */
  ready(): Promise<void>;
}
