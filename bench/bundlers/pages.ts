/** A page that is built and weighed. */
export interface WeighedPage {
  readonly name: string;
  readonly code: string;
}

const FEATURES = "clipboardFeature, consoleFeature, desktopFeature, filesFeature, " +
  "guestShareFeature, helpFeature, limitsFeature, messagesFeature, openUrlFeature, terminalFeature";

/** The bundler's own code, of a page that loads one script later. */
export const NOTHING: WeighedPage = {
  name: "no agent: the bundler's own code",
  code: 'globalThis.later = () => import("@cs/meshcentral/api/client");',
};

/** The agent alone. */
export const CORE: WeighedPage = {
  name: "`BrowserAgent`",
  code: 'import { BrowserAgent } from "@cs/meshcentral/agent"; globalThis.agent = BrowserAgent;',
};

/** The agent with every feature. */
export const EVERY_FEATURE: WeighedPage = {
  name: "with every feature",
  code: `import { BrowserAgent, ${FEATURES} } from "@cs/meshcentral/agent";
globalThis.agent = [BrowserAgent, ${FEATURES}];`,
};

/** The element. */
export const ELEMENT: WeighedPage = {
  name: "`<mesh-agent>`",
  code: 'import "@cs/meshcentral/embed";',
};

/** The simulator, which pages with demos use. */
export const SIMULATOR: WeighedPage = {
  name: "simulator",
  code: 'import { MeshSimulator } from "@cs/meshcentral/simulator"; globalThis.s = MeshSimulator;',
};
