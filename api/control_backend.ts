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
import type { TunnelProtocol } from "./schemas/tunnels.ts";
import { openDeviceTunnel } from "./tunnels/device_tunnel.ts";

/** Where MeshCentral is, and how it is reached. */
export interface ControlBackendOptions
  extends Pick<ControlOptions, "url" | "webSocket" | "timeout"> {
  /** Milliseconds after which a connection that nobody uses is closed. @default {60_000} */
  readonly idleTime?: number;
}

/** So that ours are told from those that people made. */
const TOKEN_NAME = "cs-api ";

/** A backend over `/control.ashx`, with a connection for each token that is in use. */
export class ControlBackend implements Backend {
  readonly #options: ControlBackendOptions;
  readonly #pool: ConnectionPool;

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
    return {
      userId: client.userInfo._id,
      name: client.userInfo.name,
      credentials: await makeCredentials(client, login.sessionId, login.lifetime),
    };
  }

  async renew(caller: Caller, lifetime: number): Promise<Credentials> {
    const client = await this.#pool.client(caller);
    return await makeCredentials(client, caller.sessionId, lifetime);
  }

  async logout(caller: Caller): Promise<void> {
    try {
      // A cookie cannot be revoked, and a server that made none lists no login tokens either.
      if ((await caller.credentials()).kind === "cookie") return;
      const client = await this.#pool.client(caller);
      const name = tokenName(caller.sessionId);
      const ours = (await client.loginTokens()).filter((token) => token.name === name);
      await client.removeLoginTokens(ours.map(({ username }) => username));
    } catch (error) {
      // What MeshCentral does not accept any more needs no removal.
      if (apiError(error).code !== "session_ended") throw error;
    } finally {
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
    await this.#pool.close();
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

/** What a control client needs of credentials, and none of the rest. */
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
