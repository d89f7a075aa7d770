import { ControlClient, ControlError, type ControlOptions } from "../control/mod.ts";
import type {
  Backend,
  BackendLogin,
  BackendSession,
  DeviceTunnel,
  Feed,
  Operator,
} from "./backend.ts";
import type { Caller, Credentials } from "./caller.ts";
import { answers } from "./answers.ts";
import { ConnectionPool } from "./connection_pool.ts";
import { ApiError, apiError } from "./errors.ts";
import { pause } from "./pause.ts";
import type { TunnelProtocol } from "./schemas/tunnels.ts";
import { SessionEnds } from "./sessions/session_ends.ts";
import { openDeviceTunnel } from "./tunnels/device_tunnel.ts";

/** Where MeshCentral is, and how it is reached. */
export interface ControlBackendOptions
  extends Pick<ControlOptions, "url" | "webSocket" | "timeout"> {
  /** Milliseconds after which a connection that nobody uses is closed. @default {60_000} */
  readonly idleTime?: number;
}

/** Milliseconds before a token expires, in which a connection is made with it. */
const BEFORE_END = 15_000;
/** Milliseconds after which MeshCentral, whose clock is another, takes it for expired, too. */
const AFTER_END = 2_000;

/** So that ours are told from those that people made. */
const TOKEN_NAME = "cs-api ";

/** A backend over `/control.ashx`, with a connection for each token that is in use. */
export class ControlBackend implements Backend {
  readonly #options: ControlBackendOptions;
  readonly #pool: ConnectionPool;
  readonly #ends = new SessionEnds();
  readonly #renewals = new Map<string, Promise<void>>();

  /** Connects when there is something to ask. */
  constructor(options: ControlBackendOptions) {
    this.#options = options;
    this.#pool = new ConnectionPool({
      ...(options.idleTime === undefined ? {} : { idleTime: options.idleTime }),
      connect: async (credentials, address) => {
        const client = await this.#connect(credentials, address);
        if (credentials.kind === "login-token") sweep(client);
        return client;
      },
    });
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#pool.size;
  }

  async login(login: BackendLogin): Promise<BackendSession> {
    const { username, password, token, address } = login;
    await using client = await this.#connect(
      { username, password, ...(token && { token }) },
      address,
    )
      .catch((error: unknown) => {
        if (!(error instanceof ControlError) || error.code !== "login-refused") throw error;
        throw new ApiError("invalid_login", "The user name or the password is wrong.");
      });
    const credentials = await makeCredentials(client, login.sessionId, login.lifetime);
    this.#sweepAtEnd(login.sessionId, credentials, login.lifetime);
    return { userId: client.userInfo._id, name: client.userInfo.name, credentials };
  }

  /** One renewal of a session after the other: each removes what the one before has made. */
  async renew(
    caller: Caller,
    lifetime: number,
    use: (made: Credentials) => Promise<void>,
  ): Promise<Credentials> {
    const { sessionId } = caller;
    const before = this.#renewals.get(sessionId) ?? Promise.resolve();
    const renewal = before.then(() => this.#renew(caller, lifetime, use));
    const settled = renewal.then(() => {}, () => {});
    this.#renewals.set(sessionId, settled);
    try {
      return await renewal;
    } finally {
      if (this.#renewals.get(sessionId) === settled) this.#renewals.delete(sessionId);
    }
  }

  async logout(caller: Caller): Promise<void> {
    try {
      // A cookie cannot be revoked, and a server that made none lists no login tokens either.
      if ((await caller.credentials()).kind === "cookie") return;
      const client = await this.#pool.client(caller);
      await client.removeLoginTokens(await tokensOf(client, caller));
    } catch (error) {
      // What MeshCentral does not accept any more needs no removal.
      if (apiError(error).code !== "session_ended") throw error;
    } finally {
      this.#ends.cancel(caller.sessionId);
      await this.#pool.drop(caller.sessionId);
    }
  }

  async feed(caller: Caller): Promise<Feed> {
    const held = await this.#pool.hold(caller);
    return {
      events: held.events,
      closed: held.client.closed,
      [Symbol.dispose]: () => held[Symbol.dispose](),
    };
  }

  lastEventId(caller: Caller): string {
    return this.#pool.lastEventId(caller);
  }

  async tunnel(
    caller: Caller,
    deviceId: string,
    protocol: TunnelProtocol,
  ): Promise<DeviceTunnel> {
    const held = await this.#pool.hold(caller);
    try {
      return await openDeviceTunnel(held, deviceId, protocol);
    } catch (error) {
      held[Symbol.dispose]();
      throw error;
    }
  }

  operator(caller: Caller, fresh = false): Promise<Operator> {
    return this.#pool.operator(caller, fresh);
  }

  ready(): Promise<void> {
    return answers(this.#options);
  }

  /** Closes every connection. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ends.close();
    await this.#pool.close();
  }

  async #renew(
    caller: Caller,
    lifetime: number,
    use: (made: Credentials) => Promise<void>,
  ): Promise<Credentials> {
    const client = await this.#pool.client(caller);
    const old = await tokensOf(client, caller);
    const made = await makeCredentials(client, caller.sessionId, lifetime);
    try {
      await use(made);
    } catch (error) {
      if (made.kind === "login-token") await client.removeLoginTokens([made.username]);
      throw error;
    }
    if (old.length > 0) await client.removeLoginTokens(old);
    this.#sweepAtEnd(caller.sessionId, made, lifetime);
    return made;
  }

  /** Has MeshCentral forget the token of a session that nobody logs out of, when it has expired. */
  #sweepAtEnd(sessionId: string, credentials: Credentials, lifetime: number): void {
    if (credentials.kind === "cookie") return;
    this.#ends.schedule(sessionId, lifetime * 1000 - BEFORE_END, async () => {
      await using client = await this.#connect(credentials);
      await pause(BEFORE_END + AFTER_END, new AbortController().signal);
      await client.loginTokens();
    });
  }

  #connect(
    credentials: Credentials | { username: string; password: string; token?: string },
    address?: string,
  ): Promise<ControlClient> {
    const { url, webSocket, timeout } = this.#options;
    return ControlClient.connect({
      url,
      ...loginOf(credentials),
      // Every version knows the header; only a transport that is injected can send it.
      ...(webSocket === undefined ? {} : { webSocket }),
      ...(webSocket === undefined || "cookie" in credentials ? {} : { login: "header" as const }),
      ...(webSocket === undefined || address === undefined
        ? {}
        : { headers: { "x-forwarded-for": address } }),
      ...(timeout === undefined ? {} : { timeout }),
    });
  }
}

/** The user names of a session's login tokens. */
async function tokensOf(client: ControlClient, caller: Caller): Promise<readonly string[]> {
  // A server that made none lists none either.
  if ((await caller.credentials()).kind === "cookie") return [];
  const name = tokenName(caller.sessionId);
  return (await client.loginTokens()).filter((token) => token.name === name)
    .map(({ username }) => username);
}

/** Picks what a control client takes of credentials, which refuses other options. */
function loginOf(
  credentials: Credentials | { username: string; password: string; token?: string },
): Pick<ControlOptions, "cookie" | "username" | "password" | "token"> {
  if ("cookie" in credentials) return { cookie: credentials.cookie };
  const { username, password } = credentials;
  const token = "token" in credentials ? credentials.token : undefined;
  return { username, password, ...(token === undefined ? {} : { token }) };
}

/**
 * Sessions that nobody logged out of leave login tokens behind. MeshCentral drops those that have
 * expired when it is asked for the list, and not before. Nobody waits for it.
 */
function sweep(client: ControlClient): void {
  client.loginTokens().catch(() => {});
}

/**
 * A login token of MeshCentral that expires with ours; where the server makes none, its cookie, which
 * is good for an hour and cannot be revoked, so that only our own list of ended sessions ends it.
 */
async function makeCredentials(
  client: ControlClient,
  sessionId: string,
  lifetime: number,
): Promise<Credentials> {
  try {
    const { username, password } = await client.addLoginToken({
      name: tokenName(sessionId),
      expireMinutes: Math.ceil(lifetime / 60),
    });
    return { kind: "login-token", username, password };
  } catch (error) {
    const refused = error instanceof ControlError && ["denied", "rejected"].includes(error.code);
    if (!refused) throw error;
    return { kind: "cookie", cookie: (await client.tunnelCookies()).auth };
  }
}

function tokenName(sessionId: string): string {
  return TOKEN_NAME + sessionId;
}
