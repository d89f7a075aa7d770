import { agentUrl } from "../protocol/enrollment.ts";
import { ProtocolError } from "../protocol/errors.ts";
import type { OptionNames } from "../protocol/unknown_option.ts";
import { parseId } from "../protocol/ids.ts";
import type { WebSocketFactory } from "../transport/websocket_like.ts";
import type { AccessOptions } from "./access.ts";
import { AgentError } from "./agent_error.ts";
import { checkOptions } from "./check_options.ts";
import { defaultDeviceIcon, defaultDeviceName } from "./device_facts.ts";
import type { DeviceInfoSource } from "./device_info.ts";
import type { AgentFeature } from "./feature.ts";
import { type IdentityStore, memoryIdentity } from "./identity_store.ts";
import type { ReconnectOptions } from "./reconnect.ts";

/** Calls `tick` every `interval` milliseconds until the returned function is called. */
export type Ticker = (interval: number, tick: () => void) => () => void;

/** How an agent keeps its connection open. */
export interface KeepAliveOptions {
  /**
   * Milliseconds between two pings. A server drops an agent idle for 150 s (`agentIdleTimeout`);
   * a connection that answers nothing until the next ping counts as dead. @default {60000}
   */
  readonly interval?: number;
  /** What ticks. @default a timer in a worker, which a hidden tab does not slow down */
  readonly ticker?: Ticker;
}

/** What a {@linkcode BrowserAgent} is made from. */
export interface BrowserAgentOptions extends AccessOptions {
  /** `wss://host[:port]`; `/agent.ashx` is added when the path is empty. */
  readonly server: string;
  /** The device group to join: 64 characters, hex, 0xhex or `mesh//…`. */
  readonly meshId: string;
  /** The group's name; for people only. */
  readonly meshName?: string;
  /**
   * SHA-384 of the TLS certificate that the server (or the proxy before it) shows, as 96 hex
   * digits; `"unchecked"` for a server with `ignoreAgentHashCheck`. Left out, it is read from the
   * transport, which no browser allows.
   */
  readonly serverHash?: string;
  /** Pins the server's agent certificate: 96 hex digits or 64 characters. */
  readonly serverId?: string;
  /** Instead of a `serverId`: enrol with whoever answers. See `AgentHandshakeOptions`. */
  readonly trustAnyServer?: boolean;
  /** Host name that the device gets. @default browser and platform */
  readonly name?: string;
  /** MeshCentral's icon of a new device: 1 desktop, 2 laptop, 3 phone, 4 server. */
  readonly icon?: number;
  /** Where the identity comes from. @default {@linkcode memoryIdentity} */
  readonly identity?: IdentityStore;
  /** What the agent can do beyond being listed. @default {[]} */
  readonly features?: readonly AgentFeature[];
  /** What opens the WebSocket. @default `(url) => new WebSocket(url)` */
  readonly webSocket?: WebSocketFactory;
  /** How it comes back after a lost connection; `false`: not at all. */
  readonly reconnect?: ReconnectOptions | false;
  /** How it stays connected. */
  readonly keepAlive?: KeepAliveOptions;
  /**
   * URL of `cs-mesh-worker.js`, which the package has in `dist/`, on the page's own origin. Needed only
   * if the page's content policy forbids workers from blobs (`worker-src 'self'`); see
   * docs/content-policy.md. A setting of the page: with several agents the last one online counts.
   * @default workers start from blobs
   */
  readonly workerUrl?: string | URL;
  /**
   * What to show about the device in addition to, or instead of, what the agent finds out itself. A
   * feature has the same hook; this option wins.
   */
  readonly deviceInfo?: DeviceInfoSource;
  /** Milliseconds that each stage of connecting may take. @default {15000} */
  readonly timeout?: number;
  /**
   * The answer when a server asks for the core's hash: `"custom"`, 48 zero bytes, with which it is
   * content; `"none"`, the system reference's empty answer, after which a real server pushes its
   * native core (dropped here). @default {"custom"}
   */
  readonly coreHash?: "custom" | "none";
  /** Closes the agent when it fires. */
  readonly signal?: AbortSignal;
}

/** The options with every default filled in and every id read. */
export interface ResolvedOptions {
  readonly access: AccessOptions;
  readonly url: string;
  readonly meshId: Uint8Array;
  readonly serverHash: Uint8Array | "unchecked" | undefined;
  readonly serverId: Uint8Array | undefined;
  readonly trustAnyServer: boolean;
  readonly name: string;
  readonly icon: number;
  readonly identity: IdentityStore;
  readonly features: readonly AgentFeature[];
  readonly capabilities: number;
  readonly webSocket: WebSocketFactory;
  readonly reconnect: ReconnectOptions | false;
  readonly keepAliveInterval: number;
  readonly ticker: Ticker | undefined;
  readonly workerUrl: string | undefined;
  readonly deviceInfo: DeviceInfoSource | undefined;
  readonly timeout: number;
  readonly coreHash: "custom" | "none";
  readonly signal: AbortSignal | undefined;
}

// `url`: what MeshSimulator.listen() resolves with may be spread, beside `server`.
const NAMES: OptionNames<BrowserAgentOptions & { readonly url?: string }> = {
  server: 1,
  meshId: 1,
  meshName: 1,
  serverHash: 1,
  serverId: 1,
  trustAnyServer: 1,
  name: 1,
  icon: 1,
  identity: 1,
  features: 1,
  webSocket: 1,
  reconnect: 1,
  keepAlive: 1,
  workerUrl: 1,
  deviceInfo: 1,
  timeout: 1,
  coreHash: 1,
  signal: 1,
  consent: 1,
  managed: 1,
  person: 1,
  url: 1,
};

/** @throws {AgentError} `bad-options` or `insecure-context`. */
export function resolveOptions(options: BrowserAgentOptions): ResolvedOptions {
  if (globalThis.crypto?.subtle === undefined) {
    throw new AgentError("insecure-context", "this page has no Web Crypto");
  }
  checkOptions(options, NAMES, "");
  checkOptions(options.keepAlive, { interval: 1, ticker: 1 }, "keepAlive.");
  if (options.reconnect) {
    checkOptions(options.reconnect, { minDelay: 1, maxDelay: 1, random: 1 }, "reconnect.");
  }
  const { serverHash, serverId, trustAnyServer = false, features = [], keepAlive } = options;
  if (serverId === undefined && !trustAnyServer) {
    throw new AgentError("bad-options", "serverId: missing, and no trustAnyServer: true");
  }
  for (const feature of features) feature.check?.(options);
  return {
    access: options,
    url: read("server", agentUrl, options.server),
    meshId: read("meshId", parseId, options.meshId),
    serverHash: serverHash === undefined || serverHash === "unchecked"
      ? serverHash
      : read("serverHash", parseId, serverHash),
    serverId: serverId === undefined ? serverId : read("serverId", parseId, serverId),
    trustAnyServer,
    name: options.name || defaultDeviceName(),
    icon: options.icon ?? defaultDeviceIcon(),
    identity: options.identity ?? memoryIdentity(),
    features,
    capabilities: features.reduce((bits, feature) => bits | feature.capabilities, 0),
    webSocket: options.webSocket ?? ((url) => new WebSocket(url)),
    reconnect: options.reconnect ?? {},
    keepAliveInterval: keepAlive?.interval ?? 60_000,
    ticker: keepAlive?.ticker,
    workerUrl: options.workerUrl === undefined ? undefined : String(options.workerUrl),
    deviceInfo: options.deviceInfo,
    timeout: options.timeout ?? 15_000,
    coreHash: options.coreHash ?? "custom",
    signal: options.signal,
  };
}

function read<T>(option: string, reader: (text: string) => T, text: string): T {
  try {
    return reader(text);
  } catch (cause) {
    const problem = cause instanceof ProtocolError ? cause.message : "missing";
    throw new AgentError("bad-options", `${option}: ${problem}`, { cause });
  }
}
