import type { JsonObject, TunnelKind } from "../../protocol/mod.ts";
import type { AgentFeature, AgentSession } from "../feature.ts";
import { type AccessOptions, consentLevel } from "../access.ts";
import { AgentError } from "../agent_error.ts";
import { hubOf } from "./hub.ts";
import type { TunnelService } from "./open_tunnel.ts";

/** A feature that serves one kind of tunnels, and maybe takes other messages, too. */
export function tunnelFeature(
  name: TunnelKind,
  capabilities: number,
  service: (session: AgentSession) => TunnelService,
  receive: (message: JsonObject, session: AgentSession) => boolean = () => false,
): AgentFeature {
  return {
    name,
    capabilities,
    check: (access) => checkSomebodyIsAsked(name, access),
    start: (session) => hubOf(session).serve(service(session)),
    // Whichever comes first takes the request: what it is for is said inside the tunnel.
    receive: (message, session) => hubOf(session).receive(message) || receive(message, session),
  };
}

/** Without a page nobody can be asked, and every operator would be refused. */
function checkSomebodyIsAsked(kind: TunnelKind, access: AccessOptions): void {
  const isPage = typeof document !== "undefined";
  if (isPage || access.person !== undefined || consentLevel(access, kind, 0) !== "prompt") return;
  const what = `the feature ${kind} needs consent, and outside a page there is nobody to ask`;
  throw new AgentError("bad-options", what, {
    hint: 'Pass managed: true with consent: "none" if operators need not ask, or a person to ask.',
  });
}
