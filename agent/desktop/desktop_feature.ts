import { Capability } from "../../protocol/capability.ts";
import { checkOptions } from "../check_options.ts";
import type { AgentFeature } from "../feature.ts";
import { returnAddress } from "../reply.ts";
import { tunnelFeature } from "../tunnel/tunnel_feature.ts";
import type { DesktopHost } from "./desktop_host.ts";
import type { DesktopSource } from "./source.ts";

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
export function desktopFeature(options: DesktopOptions = {}): AgentFeature {
  checkOptions(options, { source: 1 }, "desktopFeature: ");
  let loaded: Promise<DesktopHost> | undefined;
  const host = () =>
    loaded ??= import("./desktop_host.ts").then((it) => new it.DesktopHost(options));
  return tunnelFeature("desktop", Capability.Desktop, () => ({
    kind: "desktop",
    open: async (tunnel) => await (await host()).open(tunnel),
    users: (users) => void loaded?.then((host) => host.tellUsers(users)),
  }), (message, session) => {
    if (message.action !== "msg" || message.type !== "userSessions") return false;
    // No session of another user; the UI connects at once, and would wait for ever without a word.
    session.send({ action: "msg", type: "userSessions", data: {}, ...returnAddress(message) });
    return true;
  });
}
