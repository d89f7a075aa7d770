import {
  type DesktopInput,
  DesktopViewer,
  encodeDesktop,
  TunnelProtocol,
  ViewerTunnel,
} from "../protocol/mod.ts";
import type { MeshSimulator } from "../simulator/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { SessionObserver } from "./demo_session.ts";
import type { Frame } from "./link.ts";
import type { TilePainter } from "./tile_painter.ts";

/** Milliseconds between two measurements of the latency. */
const MEASURED_EVERY = 2000;

/** The operator's end of the tunnel: what MeshCentral's own desktop tab would be. */
export class DemoOperator {
  readonly #socket: WebSocketLike;
  readonly #painter: TilePainter;
  readonly #observer: SessionObserver;
  readonly #tunnel = new ViewerTunnel({ protocol: TunnelProtocol.Desktop });
  readonly #viewer = new DesktopViewer({ quality: 80, frameTimer: 66 });
  readonly #measuring: ReturnType<typeof setInterval>;
  #closed = false;

  /** Asks for the agent's desktop. */
  static async open(
    simulator: MeshSimulator,
    nodeId: string,
    painter: TilePainter,
    observer: SessionObserver,
  ): Promise<DemoOperator> {
    observer.step("tunnel", "begun");
    const socket = await simulator.openTunnel(nodeId, TunnelProtocol.Desktop);
    return new DemoOperator(socket, painter, observer);
  }

  private constructor(socket: WebSocketLike, painter: TilePainter, observer: SessionObserver) {
    this.#socket = socket;
    this.#painter = painter;
    this.#observer = observer;
    socket.addEventListener("message", ({ data }) => {
      if (!this.#closed) this.#receive(data);
    });
    socket.addEventListener("close", () => {
      if (!this.#closed) observer.log("The tunnel is closed.");
    });
    this.#measuring = setInterval(() => this.#measure(), MEASURED_EVERY);
  }

  /** Sends what an operator does; false while there is no tunnel. */
  send(message: DesktopInput): boolean {
    if (!this.#isOpen) return false;
    this.#socket.send(encodeDesktop(message));
    return true;
  }

  /** Ends the tunnel, without a word in the log. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#measuring);
    this.#socket.close();
  }

  get #isOpen(): boolean {
    return this.#socket.readyState === 1 && this.#tunnel.started;
  }

  #receive(data: unknown): void {
    const { step, log, latency } = this.#observer;
    const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
    const { send, events } = this.#tunnel.receive(frame);
    send.forEach((answer) => this.#socket.send(answer as Frame));
    for (const event of events) {
      if (event.type === "started") {
        step("tunnel", "done");
        step("tiles", "begun");
        log("The relay paired both ends; the operator asks for protocol 2, the desktop.");
      }
      if (event.type === "control" && event.control.type === "rtt") {
        latency(performance.now() - event.control.time);
      }
      if (event.type === "data" && typeof event.frame !== "string") this.#show(event.frame);
    }
  }

  #show(frame: Uint8Array): void {
    const { send, events } = this.#viewer.receive(frame);
    send.forEach((bytes) => this.#socket.send(bytes));
    for (const output of events) {
      if (output.type === "screenSize") this.#painter.resize(output.width, output.height);
      if (output.type !== "tile") continue;
      this.#observer.step("tiles", "done");
      this.#painter.draw(output.x, output.y, output.image);
    }
  }

  #measure(): void {
    if (!this.#isOpen) return;
    this.#socket.send(this.#tunnel.measureLatency(Math.round(performance.now())));
  }
}
