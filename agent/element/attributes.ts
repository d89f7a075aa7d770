import type { ConsentLevel } from "../access.ts";
import type { AgentStateEvent } from "../browser_agent.ts";

/** Attributes of `<mesh-agent>`, as templates of React, Preact, Vue and Svelte set them. */
export interface MeshAgentAttributes {
  /** URL of an enrollment file, or its text (JSON or `.msh`). */
  readonly enrollment?: string | undefined;
  /** The device's name. @default a name from browser and operating system */
  readonly name?: string | undefined;
  /** Names of features, separated by spaces. */
  readonly features?: string | undefined;
  /** Whether it connects by itself. */
  readonly autostart?: boolean | undefined;
  /** Whether it stays the same device after a reload. */
  readonly persist?: boolean | undefined;
  /** Whether this is a managed browser, in which the person is not asked to enroll. */
  readonly managed?: boolean | undefined;
  /** Whether the person is asked when an operator wants in. Other values need `managed`. */
  readonly consent?: ConsentLevel | undefined;
  /** CSS selector of each `<canvas>` and `<video>` that the feature `desktop` shows. */
  readonly source?: string | undefined;
  /** Called when the agent's state changes. In Vue: `@statechange`. */
  readonly onstatechange?: ((event: AgentStateEvent) => void) | undefined;
}
