/** Why an agent is not (or no longer) online; stable, to `switch` on. One code per stage. */
export type AgentErrorCode =
  /** Web Crypto is missing: the page is not a secure context. */
  | "insecure-context"
  /** An option is missing or says something impossible. */
  | "bad-options"
  /** The identity could not be loaded or stored. */
  | "identity-unavailable"
  /** The WebSocket never opened. */
  | "connect-failed"
  /** No server hash was given, and the transport cannot see the TLS certificate. */
  | "server-hash-unknown"
  /** No answer to AUTH_REQUEST: the server does not take the server hash. */
  | "server-hash-refused"
  /** The server answered AUTH_REQUEST, but never proved who it is. */
  | "server-proof-missing"
  /** The server's signature does not fit its certificate and this handshake. */
  | "server-signature-invalid"
  /** The server's key is not the one of the pinned ServerID. */
  | "server-id-mismatch"
  /** No AUTH_CONFIRM: the server does not let this agent in. */
  | "enrollment-refused"
  /** The connection ended. */
  | "connection-closed"
  /** The connection is open, but nothing comes back any more. */
  | "connection-silent"
  /** Something threw that never should: a part of the agent, or one that it was given. */
  | "unexpected"
  /** The caller's `AbortSignal` fired, or `close()` was called meanwhile. */
  | "aborted";

/**
 * What every failure of an agent is told with.
 *
 * @example
 * ```ts
 * import { AgentError, BrowserAgent } from "@cs/meshcentral/agent";
 * import assert from "node:assert/strict";
 *
 * const agent = new BrowserAgent({
 *   server: "ws://127.0.0.1:9", // nobody listens there
 *   meshId: "0x" + "00".repeat(48),
 *   serverHash: "unchecked",
 *   trustAnyServer: true,
 * });
 * const error = await agent.connect().catch((error) => error);
 * assert.ok(error instanceof AgentError);
 * assert.equal(error.code, "connect-failed");
 * assert.match(error.hint, /does not listen/);
 * ```
 */
export class AgentError extends Error {
  /** Always `"AgentError"`. */
  override readonly name: string = "AgentError";
  /** Why, to `switch` on. */
  readonly code: AgentErrorCode;
  /** What is likely wrong, the likeliest first, and what to do. For people, in English. */
  readonly hint: string;

  /** An error of `code`; `hint` replaces the hint that belongs to the code. */
  constructor(
    code: AgentErrorCode,
    message: string,
    options: ErrorOptions & { readonly hint?: string | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.hint = options.hint ?? HINTS[code];
  }
}

/** The causes of each code, ranked, as MeshCentral's source and its users' threads have them. */
const HINTS: Readonly<Record<AgentErrorCode, string>> = {
  "insecure-context": "Serve the page over https://, or from http://localhost.",
  "bad-options": "Copy server, meshId, serverId and serverHash from the enrollment file.",
  "identity-unavailable":
    "The browser blocks site data (private window, frame, full disk), or it is damaged: clear it.",
  "connect-failed":
    "1. The server does not listen there, or the network is down. 2. The browser does not trust " +
    "its TLS certificate. 3. A https:// page may not open ws://. 4. A proxy does not forward " +
    "WebSockets. 5. The page's CSP lacks the server in connect-src. 6. Node 20 has no WebSocket: " +
    "pass wsTransport().",
  "server-hash-unknown":
    "A page cannot see the TLS certificate: add serverHash to the enrollment (the server's " +
    "tlshash). Outside a page use wsTransport() and wss://.",
  "server-hash-refused":
    "1. serverHash is of another certificate. Behind a TLS proxy it is the proxy's, and " +
    "MeshCentral must know it: certUrl in its config.json. 2. The certificate was renewed: use " +
    "the new tlshash. 3. This is another server or domain.",
  "server-proof-missing": "The connection is slow (raise timeout), or a proxy drops large frames.",
  "server-signature-invalid":
    "Someone on the way poses as the server, or its agent certificate does not fit its key. The " +
    "mesh id was not sent.",
  "server-id-mismatch":
    "1. serverId is of another server. 2. The server has new keys: enroll again. 3. Someone on the " +
    "way poses as the server. The mesh id was not sent.",
  "enrollment-refused":
    "1. The mesh id is of no device group of this server and domain, or of a deleted one. 2. The " +
    "group is not for agents. 3. The server is at its limit of devices or sessions. 4. Too many " +
    "disconnects: wait two minutes. 5. The agent's signature was damaged on the way.",
  "connection-closed": "The server stopped, the network changed, or a proxy closed it.",
  "connection-silent": "The network went away, or the same identity connected from elsewhere.",
  "unexpected": "A fault of the agent or of its options: see the cause.",
  "aborted": "",
};
