import type { FuzzTarget } from "./target.ts";
import { agentTargets } from "./targets/agent.ts";
import { apiTargets } from "./targets/api.ts";
import { apiClientTargets } from "./targets/api_client.ts";
import { controlTargets } from "./targets/control.ts";
import { demoTargets } from "./targets/demo.ts";
import { meshctrlTargets } from "./targets/meshctrl.ts";
import { protocolHandshakes } from "./targets/protocol_handshakes.ts";
import { protocolIdentity } from "./targets/protocol_identity.ts";
import { protocolMessages } from "./targets/protocol_messages.ts";
import { protocolTunnels } from "./targets/protocol_tunnels.ts";
import { simulatorTargets } from "./targets/simulator.ts";

/** Everything that is fuzzed. A new reader of foreign data belongs into one of these lists. */
export const TARGETS: readonly FuzzTarget[] = [
  ...protocolMessages,
  ...protocolTunnels,
  ...protocolIdentity,
  ...protocolHandshakes,
  ...agentTargets,
  ...controlTargets,
  ...meshctrlTargets,
  ...apiTargets,
  ...apiClientTargets,
  ...simulatorTargets,
  ...demoTargets,
];

/**
 * How many inputs each target gets of `total`: as many as it wants, and what is left in equal parts
 * to those that answer at once.
 */
export function shares(total: number): ReadonlyMap<FuzzTarget, number> {
  const wanted = TARGETS.reduce((sum, { inputs = 0 }) => sum + inputs, 0);
  const fast = TARGETS.filter(({ inputs }) => inputs === undefined).length;
  const rest = Math.ceil((total - wanted) / fast);
  return new Map(TARGETS.map((target) => [target, target.inputs ?? rest]));
}
