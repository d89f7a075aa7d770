/** A project that is type-checked against the installed package. */
export interface TypeProject {
  readonly name: string;
  readonly file: string;
  readonly code: string;
  /** Compiler options, in addition to those that every project has. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What the projects install, with the versions that are tested. */
export const TYPE_PACKAGES: readonly string[] = [
  "@types/node@22",
  "@types/react@19",
  "preact@10",
  "svelte@5",
  "vue@3",
  "hono@4",
];

/** The oldest version of TypeScript that the README promises, and the newest one. */
export const TYPESCRIPT: Readonly<Record<string, string>> = {
  "typescript-oldest": "npm:typescript@~5.7.0",
  "typescript-newest": "npm:typescript@^5.9.0",
};

const PAGE = { lib: ["ES2022", "DOM", "DOM.Iterable"], types: [] };

/** Attributes that a template knows, and one that no template takes. */
const TEMPLATE = (className: string) => `
  export const good = <mesh-agent enrollment="a.json" features="console" autostart persist
    ${className}="x" onstatechange={({ state }) => console.log(state)} />;
  // @ts-expect-error consent is one of three words
  export const bad = <mesh-agent consent="maybe" />;`;

/** Every project. */
export const TYPE_PROJECTS: readonly TypeProject[] = [
  {
    name: "every subpath in a page, with the declarations themselves checked",
    file: "all.ts",
    code: `
      import * as root from "@cs/meshcentral";
      import * as agent from "@cs/meshcentral/agent";
      import * as api from "@cs/meshcentral/api";
      import * as client from "@cs/meshcentral/api/client";
      import * as meshctrl from "@cs/meshcentral/api/meshctrl";
      import * as control from "@cs/meshcentral/control";
      import * as embed from "@cs/meshcentral/embed";
      import * as protocol from "@cs/meshcentral/protocol";
      import * as provision from "@cs/meshcentral/provision";
      import * as simulator from "@cs/meshcentral/simulator";
      import * as ws from "@cs/meshcentral/transport/ws";
      export const all = [root, agent, api, client, meshctrl, control, embed, protocol, provision,
        simulator, ws];
      export const state = document.querySelector("mesh-agent")?.state;
      // @ts-expect-error the client's answers are typed without valibot
      export const wrong: number = (await client.createApiClient("/api").request("GET /me")).name;`,
    options: { ...PAGE, skipLibCheck: false },
  },
  {
    name: "control and transport/ws in Node, without lib DOM",
    file: "operator.ts",
    code: `
      import { ControlClient } from "@cs/meshcentral/control";
      import { wsTransport } from "@cs/meshcentral/transport/ws";
      const client = await ControlClient.connect({ url: "wss://a", username: "b", password: "c",
        webSocket: wsTransport() });
      export const names: string[] = (await client.devices()).map(({ name }) => name);`,
    options: { lib: ["ES2022"], types: ["node"], skipLibCheck: false },
  },
  {
    name: "<mesh-agent> in React",
    file: "react.tsx",
    code: `import "@cs/meshcentral/embed/react";${TEMPLATE("className")}`,
    options: { ...PAGE, jsx: "react-jsx", jsxImportSource: "react" },
  },
  {
    name: "<mesh-agent> in Preact",
    file: "preact.tsx",
    code: `import "@cs/meshcentral/embed/preact";${TEMPLATE("class")}`,
    options: { ...PAGE, jsx: "react-jsx", jsxImportSource: "preact" },
  },
  {
    name: "<mesh-agent> in Vue",
    file: "vue.ts",
    code: `
      import "@cs/meshcentral/embed/vue";
      import type { GlobalComponents } from "vue";
      type Props = InstanceType<GlobalComponents["mesh-agent"]>["$props"];
      export const good: Props = { enrollment: "a.json", autostart: true };
      // @ts-expect-error consent is one of three words
      export const bad: Props = { consent: "maybe" };`,
    options: PAGE,
  },
  {
    name: "<mesh-agent> in Svelte",
    file: "svelte.ts",
    code: `
      import "@cs/meshcentral/embed/svelte";
      import type { SvelteHTMLElements } from "svelte/elements";
      type Props = SvelteHTMLElements["mesh-agent"];
      export const good: Props = { enrollment: "a.json", autostart: true, class: "x" };
      // @ts-expect-error consent is one of three words
      export const bad: Props = { consent: "maybe" };`,
    options: PAGE,
  },
];
