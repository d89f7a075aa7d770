/**
 * WebSocket clients over the `ws` package, for Node, Deno and Bun: they see the server's TLS
 * certificate (so that an agent needs no provisioned server hash) and can send request headers
 * (so that a control client logs in without a password in the URL).
 *
 * Not for browsers: pass nothing there, and the built-in `WebSocket` is used.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { WebSocket } from "ws";
import { isIP } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { type OptionNames, unknownOption } from "../protocol/unknown_option.ts";
import type { WebSocketFactory, WebSocketLike } from "./websocket_like.ts";

export type {
  WebSocketEventMap,
  WebSocketFactory,
  WebSocketLike,
  WebSocketRequest,
} from "./websocket_like.ts";

/** Which servers a {@linkcode wsTransport} trusts on the TLS level. */
export interface WsTransportOptions {
  /** PEM of the certificate authorities to trust instead of the system's, one or several. */
  readonly ca?: string | readonly string[];
  /**
   * `false` accepts any TLS certificate. An agent is still safe with it when it pins the ServerID:
   * the server then has to prove its agent key over the hash of this very certificate.
   * @default {true}
   */
  readonly rejectUnauthorized?: boolean;
  /**
   * Accepts one TLS certificate, and no other: SHA-384 of it, 96 hex digits, as `serverinfo` and
   * enrolment files have it. Nothing is sent to a server that shows another one.
   */
  readonly tlsHash?: string;
}

const NAMES: OptionNames<WsTransportOptions> = { ca: 1, rejectUnauthorized: 1, tlsHash: 1 };

/**
 * A WebSocket factory for Node, Deno and Bun whose sockets carry `serverHash`, the hash of the TLS
 * certificate that the server showed.
 *
 * @throws {TypeError} if an option does not exist.
 *
 * @example Connect an agent to a server whose certificate only we know
 * ```ts
 * import { wsTransport } from "@cs/meshcentral/transport/ws";
 *
 * const webSocket = wsTransport({ rejectUnauthorized: false });
 * // new BrowserAgent({ server: "wss://mesh.example.com", webSocket, … })
 * ```
 */
export function wsTransport(options: WsTransportOptions = {}): WebSocketFactory {
  const unknown = unknownOption(options, NAMES);
  if (unknown !== undefined) throw new TypeError(`wsTransport: ${unknown}`);
  return (url, request) => {
    let serverHash: Uint8Array | undefined;
    const encrypted = new URL(url).protocol === "wss:";
    const socket = new WebSocket(url, {
      // Our own TLS connection: Bun's `ws` shows no certificate of those that it makes itself.
      ...(encrypted && {
        createConnection: tlsConnector(options, (hash) => serverHash = hash) as never,
      }),
      headers: { ...request?.headers },
      perMessageDeflate: false,
      ...(request?.maxMessageBytes !== undefined && { maxPayload: request.maxMessageBytes }),
    });
    socket.binaryType = "arraybuffer";
    Object.defineProperty(socket, "serverHash", { get: () => serverHash });
    return socket as unknown as WebSocketLike;
  };
}

/**
 * Connects by TLS and reports the hash of the server's certificate. Ends the connection before a byte
 * is sent if another certificate is pinned.
 */
function tlsConnector(
  { ca, rejectUnauthorized = true, tlsHash }: WsTransportOptions,
  onHash: (hash: Uint8Array) => void,
): (options: ConnectionOptions) => TLSSocket {
  return (options) => {
    const socket = connect({
      ...options,
      path: undefined,
      servername: options.host === undefined || isIP(options.host) ? "" : options.host,
      ca: ca === undefined ? undefined : [ca].flat() as string[],
      rejectUnauthorized: tlsHash === undefined && rejectUnauthorized,
    } as ConnectionOptions);
    socket.prependOnceListener("secureConnect", () => {
      const hash = hashLeafCertificate(socket);
      if (hash !== undefined) onHash(hash);
      if (tlsHash === undefined) return;
      if (hash !== undefined && Buffer.from(hash).toString("hex") === tlsHash.toLowerCase()) return;
      const why = hash === undefined
        ? "this runtime shows no TLS certificate to compare with the pinned one: pass ca instead"
        : "the server shows another TLS certificate than the pinned one";
      socket.destroy(new Error(why));
    });
    return socket;
  };
}

/** Undefined if the runtime does not show the certificate. */
function hashLeafCertificate(socket: TLSSocket): Uint8Array | undefined {
  const certificate = socket.getPeerCertificate()?.raw;
  if (certificate === undefined) return undefined;
  return new Uint8Array(createHash("sha384").update(certificate).digest());
}
