import { readJson, writeJson } from "./storage.ts";

/** A login. */
export interface Session {
  /** Address of the API. */
  readonly server: string;
  /** As the account is shown. */
  readonly name: string;
  /** Of the account. */
  readonly userId: string;
  /** How much it may. */
  readonly scope: string;
  /** In milliseconds. */
  readonly expiresAt: number;
  /** Whether it outlives the tab. */
  readonly kept: boolean;
}

/** A login that outlives the tab. */
export interface KeptSession extends Session {
  readonly token: string;
}

/** The login of whoever stays logged in on this device, unless it has expired. */
export function keptSession(): KeptSession | undefined {
  const kept = readJson("session", isKept);
  return kept === undefined || kept.expiresAt < Date.now() ? undefined : kept;
}

/** Keeps a login; undefined forgets it. */
export function keepSession(session: KeptSession | undefined): void {
  writeJson("session", session);
}

function isKept(value: unknown): value is KeptSession {
  const kept = value as Partial<KeptSession> | null;
  return typeof kept?.token === "string" && typeof kept.server === "string" &&
    typeof kept.expiresAt === "number" && typeof kept.name === "string";
}
