import type { Enrollment } from "../protocol/mod.ts";
import { bundleEmbed } from "./embed_bundle.ts";
import type { Page } from "./page_server.ts";

/**
 * The page whose tab becomes a device, with the files that it loads. `managed`: it is opened on
 * purpose by who started the server, so nobody needs to be asked.
 */
export async function agentPages(enrollment: Enrollment): Promise<Record<string, Page>> {
  return {
    "/": { type: "text/html; charset=utf-8", body: AGENT_PAGE },
    "/embed.js": { type: "text/javascript; charset=utf-8", body: await bundleEmbed() },
    "/cs-agent.json": { type: "application/json", body: JSON.stringify(enrollment, null, 2) },
  };
}

const AGENT_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>This tab is a managed device</title>
<style>
  :root { color-scheme: light dark; }
  body {
    font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 10vh auto; padding: 0 1.25rem;
    background: light-dark(#f4f6f9, #0f1318); color: light-dark(#1c2430, #e8edf4);
  }
  h1 { font-size: 1.5rem; line-height: 1.25; }
</style>
<h1>This browser tab is a device</h1>
<p>It signs in to MeshCentral by the same protocol as the native agent, and is listed there like any
other machine: with a terminal, files, a console, and a desktop, for which it asks what you share.
Close the tab, and the device goes offline.</p>
<mesh-agent enrollment="cs-agent.json" autostart persist managed consent="notify"
  features="console terminal files desktop messages clipboard openurl"></mesh-agent>
<script type="module" src="embed.js"></script>
</html>
`;
