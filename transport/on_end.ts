import type { WebSocketLike } from "./websocket_like.ts";

/** How a WebSocket ended. */
export interface SocketEnd {
  /** Of the closing handshake; 1006 without one. */
  readonly code: number;
  /** What the other side gave as the reason, mostly empty. */
  readonly reason: string;
  /** What the transport reported, an `Error` or a text; browsers report nothing. */
  readonly error: unknown;
}

/**
 * Calls `ended` once, as soon as a WebSocket has closed or failed. A `close` follows an `error` at
 * once from most transports. Node 22's built-in WebSocket fires none when it cannot connect, and `ws`
 * waits half a minute for the other side first.
 */
export function onEnd(socket: WebSocketLike, ended: (end: SocketEnd) => void): void {
  let over = false;
  let failure: unknown;
  const end = (code: number, reason: string): void => {
    if (over) return;
    over = true;
    ended({ code: code || 1006, reason, error: failure });
  };
  socket.addEventListener("close", ({ code, reason }) => end(code, reason));
  socket.addEventListener("error", ({ error, message }) => {
    failure ??= error ?? message;
    setTimeout(() => {
      if (over) return;
      end(1006, "");
      socket.terminate?.();
    });
  });
}
