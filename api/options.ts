import type { ControlOptions } from "../control/mod.ts";
import { type OptionNames, unknownOption } from "../protocol/unknown_option.ts";
import { ApiConfigError } from "./config_error.ts";
import type { Backend } from "./backend.ts";
import { DEFAULT_LIMITS, type OpenLimits } from "./open_limits.ts";
import type { ApiStore } from "./stores/store.ts";

/** What {@linkcode createApi} is told. */
export interface ApiOptions {
  /** `wss://host[:port][/domain]`. */
  readonly meshcentral: string;
  /**
   * At least 32 bytes, better 48 from `openssl rand -base64 48`. Several, to change it without
   * logging everybody out: the first signs, tokens of the others are good until they expire.
   */
  readonly jwtSecret: string | readonly string[];
  /** Where operations go. @default a ControlBackend for `meshcentral` */
  readonly backend?: Backend;
  /** How MeshCentral is reached; pass `wsTransport()` in Node and Deno. */
  readonly webSocket?: ControlOptions["webSocket"];
  /** What instances share. @default memory, which one instance can do with */
  readonly store?: ApiStore;
  /**
   * Milliseconds for which streams and tunnels that are open stay open while the store is away. New
   * requests are refused meanwhile. @default {60_000}
   */
  readonly storeGrace?: number;
  /** What one login, and one address, may have open at once. */
  readonly limits?: OpenLimits;
  /** Milliseconds in which the next bytes of an upload have to come. @default {30_000} */
  readonly uploadIdle?: number;
  /** Origins of pages that may call the API: `https://console.example.com`. @default none */
  readonly cors?: readonly string[];
  /**
   * Addresses of proxies, or ranges (`10.0.0.0/8`), whose `X-Forwarded-For` or `Forwarded` is
   * believed. @default none
   */
  readonly trustedProxies?: readonly string[];
  /** `iss` of the tokens. @default {"cs-meshcentral"} */
  readonly issuer?: string;
  /** `aud` of the tokens. @default `meshcentral` */
  readonly audience?: string;
  /**
   * That `settings.relayDNS` is set in MeshCentral's config.json. Without it a web relay request
   * kills the server, and nothing that a client can ask tells. @default {false}
   */
  readonly relayDns?: boolean;
  /** Told of every request that was answered, for metrics. */
  readonly onRequest?: (measure: RequestMeasure) => void;
  /** Milliseconds after which a request is answered with 504. @default {30_000} */
  readonly timeout?: number;
}

const NAMES: OptionNames<ApiOptions> = {
  meshcentral: 1,
  jwtSecret: 1,
  backend: 1,
  webSocket: 1,
  store: 1,
  cors: 1,
  trustedProxies: 1,
  issuer: 1,
  audience: 1,
  relayDns: 1,
  onRequest: 1,
  timeout: 1,
  limits: 1,
  storeGrace: 1,
  uploadIdle: 1,
};

/** Refuses an option that does not exist, and limits that are none. @throws {ApiConfigError} */
export function checkApiOptions(options: ApiOptions): void {
  const unknown = unknownOption(options, NAMES);
  if (unknown !== undefined) throw new ApiConfigError(`createApi: ${unknown}`);
  const { limits = {} } = options;
  const unknownLimit = unknownOption(limits, DEFAULT_LIMITS);
  if (unknownLimit !== undefined) throw new ApiConfigError(`createApi, limits: ${unknownLimit}`);
  for (const [name, most] of Object.entries(limits)) {
    if (Number.isSafeInteger(most) && most > 0) continue;
    throw new ApiConfigError(`createApi, limits: ${name} is a whole number of at least 1.`);
  }
}

/** How a request went. */
export interface RequestMeasure {
  /** `GET`, …, or `other`: fit for a label of a metric. */
  readonly method: string;
  /** With `:parameters`, not what stood in their place. */
  readonly route: string;
  /** Of the answer. */
  readonly status: number;
  /** Until the answer began. */
  readonly seconds: number;
}

/** What the runtime knows of a connection, as Deno, `@hono/node-server` or anybody says it. */
export interface ConnectionInfo {
  /** The address of the peer. */
  readonly address?: string | undefined;
  /** As `Deno.serve` says it. */
  readonly remoteAddr?: object;
  /** As `@hono/node-server` says it. */
  readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } };
}

/** An adapter as Hono's runtimes have it: an `UpgradeWebSocket` of `hono/ws`. */
export type WebSocketUpgrade = (...args: never[]) => unknown;

/** The API as a Fetch handler. */
export interface Api extends AsyncDisposable {
  /** Answers a request; bound, so that it can be passed on: `Deno.serve(api.fetch)`. */
  readonly fetch: (request: Request, info?: ConnectionInfo) => Promise<Response>;
  /**
   * Tells how this runtime upgrades a request to a WebSocket: `upgradeWebSocket` of `hono/deno`, of
   * `@hono/node-server`, or of another adapter for Hono. Without it tunnels answer 501.
   */
  readonly upgrade: (adapter: WebSocketUpgrade) => void;
  /** The OpenAPI 3.1 document. */
  readonly openapi: () => Promise<Readonly<Record<string, unknown>>>;
  /** Closes the connections to MeshCentral. */
  close(): Promise<void>;
}
