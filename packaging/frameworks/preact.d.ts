/** Declares `<mesh-agent>` for JSX of Preact. */
import type { HTMLAttributes } from "preact";
import type { MeshAgentAttributes, MeshAgentElement } from "../agent/element/embed.js";

export * from "../agent/element/embed.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "mesh-agent": Omit<HTMLAttributes<MeshAgentElement>, keyof MeshAgentAttributes> & MeshAgentAttributes;
    }
  }
}
