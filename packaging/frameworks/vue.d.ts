/** Declares `<mesh-agent>` for templates of Vue. */
import type { DefineComponent } from "vue";
import type { MeshAgentAttributes } from "../agent/element/embed.js";

export * from "../agent/element/embed.js";

declare module "vue" {
  interface GlobalComponents {
    "mesh-agent": DefineComponent<MeshAgentAttributes>;
  }
}
