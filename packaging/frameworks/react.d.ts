/** Declares `<mesh-agent>` for JSX of React. */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { MeshAgentAttributes, MeshAgentElement } from "../agent/element/embed.js";

export * from "../agent/element/embed.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "mesh-agent": DetailedHTMLProps<
        HTMLAttributes<MeshAgentElement> & MeshAgentAttributes,
        MeshAgentElement
      >;
    }
  }
}
