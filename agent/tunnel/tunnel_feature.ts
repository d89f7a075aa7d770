import type { JsonObject } from "../../protocol/mod.ts";
import type { AgentFeature, AgentSession } from "../feature.ts";
import { hubOf } from "./hub.ts";
import type { TunnelService } from "./open_tunnel.ts";

/** A feature that serves one kind of tunnels, and maybe takes other messages, too. */
export function tunnelFeature(
  name: string,
  capabilities: number,
  service: (session: AgentSession) => TunnelService,
  receive: (message: JsonObject, session: AgentSession) => boolean = () => false,
): AgentFeature {
  return {
    name,
    capabilities,
    start: (session) => hubOf(session).serve(service(session)),
    // Whichever comes first takes the request: what it is for is said inside the tunnel.
    receive: (message, session) => hubOf(session).receive(message) || receive(message, session),
  };
}
