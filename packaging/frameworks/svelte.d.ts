/** Declares `<mesh-agent>` for templates of Svelte. */
import type { HTMLAttributes } from "svelte/elements";
import type { MeshAgentAttributes, MeshAgentElement } from "../agent/element/embed.js";

export * from "../agent/element/embed.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "mesh-agent": HTMLAttributes<MeshAgentElement> & MeshAgentAttributes;
  }
}
