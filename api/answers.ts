import { onEnd } from "../transport/on_end.ts";
import { ControlError, type ControlOptions } from "../control/mod.ts";

/** Milliseconds. */
const TIMEOUT = 5_000;

/**
 * Whether a MeshCentral takes WebSockets at its operator channel: nobody logs in, nothing is logged,
 * and the TLS certificate is checked as for any other connection.
 */
export function answers(
  { url, webSocket = (address) => new WebSocket(address) }: Pick<
    ControlOptions,
    "url" | "webSocket"
  >,
): Promise<void> {
  const address = new URL(url);
  address.protocol = address.protocol.replace("http", "ws");
  address.pathname = `${address.pathname.replace(/\/(control\.ashx)?$/, "")}/control.ashx`;
  address.searchParams.set("moreargs", "1"); // it waits for who we are, instead of refusing nobody
  return new Promise((resolve, reject) => {
    const fail = (): void =>
      reject(new ControlError("connect-failed", "MeshCentral takes no WebSocket."));
    const timer = setTimeout(fail, TIMEOUT);
    const socket = webSocket(address.href, {});
    socket.addEventListener("open", () => {
      resolve();
      clearTimeout(timer);
      if (socket.terminate !== undefined) socket.terminate();
      else socket.close();
    });
    onEnd(socket, () => {
      clearTimeout(timer);
      fail();
    });
  });
}
