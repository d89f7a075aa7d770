/** What went wrong, to `switch` on. */
export type LauncherErrorCode =
  /** There is no lock file for that version. */
  | "unknown-version"
  /** npm is missing, or failed. */
  | "install-failed"
  /** Another program listens on the port that was asked for. */
  | "port-in-use"
  /** The server ended, or hung, before it was ready. */
  | "start-failed"
  /** The administrator could not be made. */
  | "account-failed"
  /** `stop()` was called before. */
  | "stopped";

/** MeshCentral could not be installed or started; the message says why and what to do. */
export class LauncherError extends Error {
  /** Always `"LauncherError"`. */
  override readonly name: string = "LauncherError";
  /** What went wrong, to `switch` on. */
  readonly code: LauncherErrorCode;

  /** An error of `code` that says `message`. */
  constructor(code: LauncherErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
