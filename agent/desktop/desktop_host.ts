/**
 * What the desktop feature needs once an operator opens the first one; loaded then.
 *
 * @module
 */
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import type { DesktopOptions, SourceLike } from "./desktop_feature.ts";
import { DesktopService } from "./desktop_service.ts";
import { openAsking } from "./open_asking.ts";
import { screenSource } from "./screen_source.ts";
import { SharedSource } from "./shared_source.ts";
import { canvasSource, type DesktopSource, videoSource } from "./source.ts";

/** The sources of one feature, and all who watch them. */
export class DesktopHost {
  readonly #sources: readonly SharedSource[];
  readonly #tunnels = new Set<OpenTunnel>();

  constructor({ source = screenSource() }: DesktopOptions) {
    const given: readonly SourceLike[] = Array.isArray(source) ? source : [source];
    this.#sources = given.map((source) => new SharedSource(sourceOf(source)));
  }

  /** Serves one tunnel, once there is a picture; ends it when there is none. */
  async open(tunnel: OpenTunnel): Promise<TunnelReceiver> {
    const [first] = this.#sources;
    const capture = first && await openAsking(first, tunnel);
    if (first === undefined || capture === undefined) {
      const msg = "Unable to capture display";
      tunnel.control({ type: "console", msg, msgid: 6 });
      tunnel.close();
      return NOTHING;
    }
    if (tunnel.signal.aborted) {
      first.close();
      return NOTHING;
    }
    this.#tunnels.add(tunnel);
    tunnel.signal.addEventListener("abort", () => this.#tunnels.delete(tunnel));
    return new DesktopService(tunnel, this.#sources, capture);
  }

  /** Viewers show who else is watching. */
  tellUsers(users: Readonly<Record<string, number>>): void {
    for (const tunnel of this.#tunnels) tunnel.control({ type: "metadata", users });
  }
}

const NOTHING: TunnelReceiver = { data: () => {} };

function sourceOf(source: SourceLike): DesktopSource {
  if ("open" in source) return source;
  return source instanceof HTMLCanvasElement ? canvasSource(source) : videoSource(source);
}
