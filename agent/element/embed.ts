/**
 * The entry of `dist/embed.js`, one self-contained file: defines `<mesh-agent>`.
 *
 * @module
 */
import { MeshAgentElement } from "./mesh_agent_element.ts";

export { MeshAgentElement };

if (customElements.get("mesh-agent") === undefined) {
  customElements.define("mesh-agent", MeshAgentElement);
}
