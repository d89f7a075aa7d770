import { WebSocket } from "ws";
import {
  DesktopViewer,
  type DesktopViewerOptions,
  encodeDesktop,
  TunnelProtocol,
  ViewerTunnel,
} from "../protocol/mod.ts";
import type { DesktopInput } from "../protocol/mod.ts";
import type { TestServer } from "./test_server.ts";

/** One that watches a desktop and counts, without drawing. */
export interface CountingViewer extends Disposable {
  readonly size: { readonly width: number; readonly height: number };
  /** Bytes of binary frames. */
  readonly bytes: number;
  /** Frames of pictures. */
  readonly tiles: number;
  /** When tiles came, on `performance`'s clock. */
  readonly arrivals: readonly number[];
  /** Texts for the person. */
  readonly alerts: readonly string[];
  send(message: DesktopInput): void;
  /** Reads no more: what comes stays where it is. */
  pause(): void;
  resume(): void;
}

/** Opens a desktop by the real server, as MeshCentral's own page does. */
export async function openDesktop(
  server: TestServer,
  nodeId: string,
  options: DesktopViewerOptions = {},
): Promise<CountingViewer> {
  await using client = await server.operator();
  const { cookie, rcookie } = await client.request({ action: "authcookie" });
  const node = `node//${nodeId}`;
  const query = `p=2&nodeid=${node}&id=${crypto.randomUUID()}`;
  const socket = new WebSocket(
    `${server.server.webSocketUrl}/meshrelay.ashx?browser=1&${query}&auth=${cookie}`,
    { rejectUnauthorized: false, perMessageDeflate: false },
  );
  const tunnel = new ViewerTunnel({ protocol: TunnelProtocol.Desktop });
  const viewer = new DesktopViewer(options);
  let bytes = 0;
  const arrivals: number[] = [];
  const alerts: string[] = [];
  socket.on("message", (data: Uint8Array, binary: boolean) => {
    const frame = binary ? new Uint8Array(data) : data.toString();
    if (binary) bytes += data.length;
    const step = tunnel.receive(frame);
    for (const answer of step.send) socket.send(answer);
    for (const event of step.events) {
      if (event.type !== "data" || typeof event.frame === "string") continue;
      const { send, events } = viewer.receive(event.frame);
      for (const answer of send) socket.send(answer);
      for (const output of events) {
        if (output.type === "tile") arrivals.push(performance.now());
        if (output.type === "alert") alerts.push(output.text);
      }
    }
  });
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  await client.request({
    action: "msg",
    type: "tunnel",
    nodeid: node,
    value: `*/meshrelay.ashx?${query}&rauth=${rcookie}`,
    usage: 2,
  });
  return {
    get size() {
      return { width: viewer.width, height: viewer.height };
    },
    get bytes() {
      return bytes;
    },
    get tiles() {
      return arrivals.length;
    },
    arrivals,
    alerts,
    send: (message) => socket.send(encodeDesktop(message)),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    [Symbol.dispose]: () => socket.terminate(),
  };
}
