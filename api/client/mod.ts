/**
 * A typed client of the REST API, for browsers, Node and Deno: nothing but `fetch`.
 *
 * @module
 */
import { withoutLastSlashes } from "../../protocol/channel_path.ts";
import { parseJson } from "../../protocol/parse_json.ts";
import type { ApiSession, LogInInput } from "../schemas/auth.ts";
import type { ApiRoutes } from "../schemas/routes.ts";
import type { TunnelProtocol } from "../schemas/tunnels.ts";
import { type ApiStreamItem, followEvents } from "./follow_events.ts";
import { isPrintable } from "./printable.ts";
import { ApiProblem } from "./problem.ts";

export { ApiProblem } from "./problem.ts";
export type { ApiStreamItem } from "./follow_events.ts";
export type * from "../schemas/routes.ts";
export type { ApiEvent, ApiEventDevice, ApiEventType } from "../schemas/events.ts";
export type { ApiSession, LogInInput } from "../schemas/auth.ts";
export type { TunnelProtocol } from "../schemas/tunnels.ts";

/** What {@linkcode createApiClient} may be told. */
export interface ApiClientOptions {
  /** Of an earlier login. */
  readonly token?: string | undefined;
  /** Sends a request. @default the global `fetch` */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What a request may be told. */
export interface ApiRequestOptions {
  /** Gives up. */
  readonly signal?: AbortSignal | undefined;
}

/** What following the events may be told. */
export interface ApiEventsOptions {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** The last event that is known already; without it the first item is a `reset`. */
  readonly after?: string | undefined;
}

/** A part of a list. */
export interface ApiPage<Item> {
  /** This part. */
  readonly items: readonly Item[];
  /** How many there are in all. */
  readonly total: number;
  /** The last event that this knows of, to follow the events after it; not of every list. */
  readonly lastEventId: string | undefined;
}

/** `METHOD /path` of a route. */
export type ApiRoute = keyof ApiRoutes;
/** Of a route that answers with a list. */
export type ApiListRoute = {
  [K in ApiRoute]: ApiRoutes[K]["output"] extends readonly unknown[] ? K : never;
}[ApiRoute];
/** What a route is called with; the input may be left out where nothing in it must be there. */
export type ApiArguments<K extends ApiRoute> = Partial<ApiRoutes[K]["input"]> extends
  ApiRoutes[K]["input"] ? [input?: ApiRoutes[K]["input"], options?: ApiRequestOptions]
  : [input: ApiRoutes[K]["input"], options?: ApiRequestOptions];

/** A client of one API. Everything rejects with an {@linkcode ApiProblem}. */
export interface ApiClient {
  /** The API's address, without a slash at the end. */
  readonly url: string;
  /** Sent with every request; of the last login. Set it to continue an earlier one. */
  token: string | undefined;
  /** Logs in, and uses the token from now on. */
  logIn(input: LogInInput, options?: ApiRequestOptions): Promise<ApiSession>;
  /** Gets a token with another hour, and uses it from now on. */
  renew(options?: ApiRequestOptions): Promise<ApiSession>;
  /** Ends the session, also when the API cannot be told. */
  logOut(options?: ApiRequestOptions): Promise<void>;
  /** Calls a route: `request("GET /devices/:id", { id })`. */
  request<K extends ApiRoute>(route: K, ...args: ApiArguments<K>): Promise<ApiRoutes[K]["output"]>;
  /** The same for a list, with how long it is in all. */
  page<K extends ApiListRoute>(
    route: K,
    ...args: ApiArguments<K>
  ): Promise<ApiPage<ApiRoutes[K]["output"][number]>>;
  /**
   * What happens, from now on, or after an event that a page of a list named: reconnects by itself,
   * and ends when the signal is aborted. Rejects when the session has ended.
   */
  events(options: ApiEventsOptions): AsyncGenerator<ApiStreamItem, undefined>;
  /**
   * Opens a tunnel. Its frames are those of MeshCentral's relay, from `c` on: `ViewerTunnel` and
   * `FilesViewer` of `@cs/meshcentral/protocol` speak with it.
   */
  tunnel(deviceId: string, protocol: TunnelProtocol): Promise<WebSocket>;
}

/**
 * A client of the API at this URL, with or without `/api`.
 *
 * @example
 * ```ts
 * import { createApi } from "@cs/meshcentral/api";
 * import { createApiClient } from "@cs/meshcentral/api/client";
 * import assert from "node:assert/strict";
 *
 * await using api = createApi({
 *   meshcentral: "ws://127.0.0.1:9", // nobody listens there
 *   jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
 * });
 * const client = createApiClient("https://mesh.example.com/api", { fetch: api.fetch });
 * const problem = await client.logIn({ username: "admin", password: "…" }).catch((e) => e);
 * assert.deepEqual([problem.status, problem.code], [503, "unavailable"]);
 * ```
 */
export function createApiClient(url: string, options: ApiClientOptions = {}): ApiClient {
  const [unknown] = Object.keys(options).filter((name) => !/^(token|fetch)$/.test(name));
  if (unknown !== undefined) {
    throw new TypeError(`createApiClient: ${unknown}: not an option; there are token, fetch`);
  }
  const base = withoutLastSlashes(url);
  const send = options.fetch ?? ((request: Request) => fetch(request));

  async function respond(
    route: string,
    input: object = {},
    { signal }: ApiRequestOptions = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const [method = "", path = ""] = route.split(" ");
    const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
    const filled = path.replace(/:(\w+)/g, (_, name) => {
      const value = String(rest.get(name));
      rest.delete(name);
      return encodeURIComponent(value);
    });
    const hasBody = /^P/.test(method) && rest.size > 0;
    const query = hasBody ? "" : String(new URLSearchParams([...rest] as [string, string][]));
    const request = new Request(`${base}${filled}${query && `?${query}`}`, {
      method,
      headers: {
        ...headers,
        ...(client.token === undefined ? {} : { authorization: `Bearer ${client.token}` }),
        ...(hasBody ? { "content-type": "application/json" } : {}),
      },
      ...(hasBody ? { body: JSON.stringify(Object.fromEntries(rest)) } : {}),
      ...(signal === undefined ? {} : { signal }),
      credentials: "omit",
    });
    const response = await send(request).catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new ApiProblem(0, { code: "network", detail: "The API cannot be reached." }, 1, cause);
    });
    if (response.ok) return response;
    const retryAfter = Number(response.headers.get("retry-after")) || undefined;
    const body = await response.text().catch(() => "");
    throw new ApiProblem(response.status, parseJson(body), retryAfter);
  }

  async function read(response: Response, signal?: AbortSignal): Promise<unknown> {
    if (response.status === 204) return undefined;
    const text = await response.text().catch((cause: unknown) => {
      signal?.throwIfAborted();
      throw new ApiProblem(0, { code: "network", detail: "The answer broke off." }, 1, cause);
    });
    const body = parseJson(text);
    if (body === undefined) throw unreadable(response);
    // What other backends of this API say of credentials that are no good.
    if (isListOfNothing(body)) {
      throw new ApiProblem(401, { code: "session_ended", detail: "The session has ended." });
    }
    return body;
  }

  const begin = async (route: ApiRoute, input?: object, options?: ApiRequestOptions) => {
    const response = await respond(route, input, options);
    const session = await read(response, options?.signal) as Partial<ApiSession> | null;
    // It is sent in a header, which takes no other characters.
    if (!isPrintable(session?.token)) throw unreadable(response);
    client.token = session?.token;
    return session as ApiSession;
  };

  const client: ApiClient = {
    url: base,
    token: options.token,
    logIn: (input, options) => begin("POST /mobile-auth", input, options),
    renew: (options) => begin("POST /auth/renew", {}, options),
    logOut: async (options) => {
      try {
        await respond("POST /auth/logout", {}, options);
      } finally {
        client.token = undefined;
      }
    },
    request: async (route, input?: object, options?: ApiRequestOptions) =>
      await read(await respond(route, input, options), options?.signal) as never,
    page: async (route, input?: object, options?: ApiRequestOptions) => {
      const response = await respond(route, input, options);
      const items = await read(response, options?.signal);
      if (!Array.isArray(items)) throw unreadable(response);
      const { headers } = response;
      const total = Number(headers.get("x-total-count") ?? NaN);
      return {
        items: items as never[],
        total: Number.isSafeInteger(total) ? total : items.length,
        lastEventId: headers.get("x-event-id") ?? undefined,
      };
    },
    events: ({ signal, after }) =>
      followEvents(
        (last, signal) => {
          const headers = last === undefined ? undefined : { "last-event-id": last };
          return respond("GET /events/stream", {}, { signal }, headers);
        },
        signal,
        after,
      ),
    tunnel: async (deviceId, protocol) => {
      const { ticket } = await client.request("POST /devices/:id/tunnel", {
        id: deviceId,
        protocol,
      });
      const address = new URL(
        `${base}/devices/${encodeURIComponent(deviceId)}/tunnel`,
        globalThis.location?.href,
      );
      address.protocol = address.protocol.replace("http", "ws");
      const socket = new WebSocket(address, ["cs-tunnel", `ticket.${ticket}`]);
      socket.binaryType = "arraybuffer";
      // Node 22 fires no `close` when it cannot connect, for which its user would wait.
      socket.onerror = () =>
        setTimeout(() => {
          if (socket.readyState > 0) return;
          const end = { code: 1006, reason: "", wasClean: false };
          socket.dispatchEvent(Object.assign(new Event("close"), end));
        });
      return socket;
    },
  };
  return client;
}

/** Mostly something before the API has answered: a proxy, or a captive portal. */
function unreadable({ status }: Response): ApiProblem {
  const detail = "The answer is not one of the API. A proxy may have answered: check the URL.";
  return new ApiProblem(status, { code: "unreadable", detail });
}

function isListOfNothing(body: unknown): boolean {
  if (!Array.isArray(body) || body.length !== 1) return false;
  const [only]: unknown[] = body;
  return typeof only === "object" && only !== null && Object.keys(only).length === 0;
}
