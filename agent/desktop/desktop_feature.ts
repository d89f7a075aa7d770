import { Capability } from "../../protocol/mod.ts";
import type { AgentFeature } from "../feature.ts";
import { askPerson } from "../person.ts";
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import { tunnelFeature } from "../tunnel/tunnel_feature.ts";
import { DesktopService } from "./desktop_service.ts";
import { SharedSource } from "./shared_source.ts";
import { screenSource } from "./screen_source.ts";
import { canvasSource, type DesktopCapture, type DesktopSource, videoSource } from "./source.ts";

/** What {@linkcode desktopFeature} may be told. */
export interface DesktopOptions {
  /**
   * What operators see: an element of the page, or a source; several are several displays.
   * @default what the person picks in the browser's own dialog
   */
  readonly source?: SourceLike | readonly SourceLike[];
}

/** Something that a source is made of. */
export type SourceLike = DesktopSource | HTMLCanvasElement | HTMLVideoElement;

/**
 * A desktop in MeshCentral's own viewer: a canvas, a video or a shared screen. All viewers share one
 * capture; only what changed is sent, and to a slow viewer less often.
 */
export function desktopFeature({ source = screenSource() }: DesktopOptions = {}): AgentFeature {
  const given: readonly SourceLike[] = Array.isArray(source) ? source : [source];
  const sources = given.map((source) => new SharedSource(sourceOf(source)));
  const tunnels = new Set<OpenTunnel>();
  return tunnelFeature("desktop", Capability.Desktop, () => ({
    kind: "desktop",
    async open(tunnel) {
      const [first] = sources;
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
      tunnels.add(tunnel);
      tunnel.signal.addEventListener("abort", () => tunnels.delete(tunnel));
      return new DesktopService(tunnel, sources, capture);
    },
    // Viewers show who else is watching.
    users: (users) => tunnels.forEach((tunnel) => tunnel.control({ type: "metadata", users })),
  }));
}

const NOTHING: TunnelReceiver = { data: () => {} };

/** A browser shows its picker only after a click: where the consent was none, there is one now. */
async function openAsking(
  source: SharedSource,
  tunnel: OpenTunnel,
): Promise<DesktopCapture | undefined> {
  try {
    return await source.open();
  } catch (error) {
    if ((error as Error).name !== "InvalidStateError") return undefined;
  }
  const question = {
    title: "Share your screen?",
    text: "Your browser will ask what you want to share.",
  };
  const agreed = await askPerson(tunnel.access, question, tunnel.signal);
  return agreed ? await source.open().catch(() => undefined) : undefined;
}

function sourceOf(source: SourceLike): DesktopSource {
  if ("open" in source) return source;
  return source instanceof HTMLCanvasElement ? canvasSource(source) : videoSource(source);
}
