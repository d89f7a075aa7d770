/**
 * The entry of `dist/embed.js`, one self-contained file: defines `<mesh-agent>`. Outside a page it
 * defines nothing, so that a server which renders pages can import it.
 *
 * @module
 */
import { MeshAgentElement } from "./mesh_agent_element.ts";

export { MeshAgentElement };
export type { MeshAgentAttributes } from "./attributes.ts";

declare global {
  /** Elements by their tag names. */
  interface HTMLElementTagNameMap {
    /** Makes its page a device of a MeshCentral server. */
    "mesh-agent": MeshAgentElement;
  }
}

if (typeof customElements === "object" && customElements.get("mesh-agent") === undefined) {
  customElements.define("mesh-agent", MeshAgentElement);
}
