/**
 * The part of the WHATWG `WebSocket` that this library uses. The `WebSocket` of every browser, of
 * Deno and of Node ≥ 22 has it, and so has the `ws` package.
 *
 * @module
 */

/** What {@linkcode WebSocketLike} events carry; the browser's event classes satisfy it. */
export interface WebSocketEventMap {
  /** The connection is open: {@linkcode WebSocketLike.send} may be called. */
  open: unknown;
  /** One frame: a string for a text frame, an `ArrayBuffer` for a binary one. */
  message: { readonly data: unknown };
  /** The connection ended, or never came to be (code 1006). */
  close: { readonly code: number; readonly reason: string };
  /** Something failed; a `close` follows. Browsers say nothing about the cause. */
  error: { readonly message?: string; readonly error?: unknown };
}

/** A client WebSocket as this library sees it. */
export interface WebSocketLike {
  /** Set to `"arraybuffer"` before the first frame arrives. */
  binaryType: string;
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  /** Bytes that were given to `send` and have not left yet. */
  readonly bufferedAmount: number;
  /**
   * SHA-384 of the TLS leaf certificate that the server showed, 48 bytes, where the transport can
   * see it (`wsTransport`); a browser's WebSocket never can. Known from the `open` event on.
   */
  readonly serverHash?: Uint8Array | undefined;
  /** Sends one frame: text for a string, binary for bytes. */
  send(data: string | Uint8Array<ArrayBuffer>): void;
  /** Starts the closing handshake. */
  close(code?: number, reason?: string): void;
  /**
   * Ends the connection without a closing handshake, where the transport can (the `ws` package). It
   * matters when the server has stopped reading: a handshake would wait 30 s then.
   */
  terminate?(): void;
  /** Reads no more until {@linkcode WebSocketLike.resume}, where the transport can (the `ws` package). */
  pause?(): void;
  /** Reads on. */
  resume?(): void;
  /** Listens to one kind of event. */
  addEventListener<K extends keyof WebSocketEventMap>(
    type: K,
    listener: (event: WebSocketEventMap[K]) => void,
    options?: { readonly once?: boolean },
  ): void;
}

/** What a factory may be asked for in addition to the URL. */
export interface WebSocketRequest {
  /**
   * Largest message to accept, in bytes; the connection ends with code 1009 before a larger one is
   * read. Only transports outside a browser can refuse one so early.
   */
  readonly maxMessageBytes?: number;
  /** Request headers; only transports outside a browser can send them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a WebSocket. `(url) => new WebSocket(url)` is one; `wsTransport()` makes another. */
export type WebSocketFactory = (url: string, request?: WebSocketRequest) => WebSocketLike;
