import assert from "node:assert/strict";
import type { CDPSession, Page } from "playwright-core";
import { agentPages } from "../../launcher/agent_page.ts";
import { servePages } from "../../launcher/page_server.ts";
import {
  DesktopViewer,
  FilesViewer,
  type TunnelFrame,
  TunnelProtocol,
  ViewerTunnel,
} from "../../protocol/mod.ts";
import { MeshSimulator } from "../../simulator/mod.ts";
import { launchChromium } from "../chromium.ts";
import { until } from "../until.ts";

/** Tunnels of each kind, and times that the connection is lost, in one round. */
const TUNNELS = 40;
const RECONNECTS = 5;
/** The first rounds load what is loaded on demand, and warm up caches. */
const WARM_UP = 2;
const ROUNDS = 6;

/**
 * What may come with each further round. One tunnel that stayed would be a hundred times as much: its
 * encoder alone has a worker and two pictures.
 */
const BYTES_A_ROUND = 60_000;

const PAGE = `<!doctype html><meta charset="utf-8"><title>leaks</title>
<canvas width="640" height="480"></canvas>
<mesh-agent managed autostart consent="none" enrollment="cs-agent.json" source="canvas"
  features="console terminal files desktop messages limits help share"></mesh-agent>
<script>
  const context = document.querySelector("canvas").getContext("2d");
  setInterval(() => {
    context.fillStyle = "hsl(" + Math.random() * 360 + " 50% 50%)";
    context.fillRect(Math.random() * 600, Math.random() * 400, 90, 90);
  }, 30);
  // A clock that moves fast: however often the connection was lost, it was long ago.
  const now = Date.now, began = now();
  Date.now = () => began + 10_000 * (now() - began);
</script>
<script type="module" src="embed.js"></script>`;

Deno.test({
  name: "hundreds of tunnels and reconnections leave nothing behind: no bytes, nodes or listeners",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using simulator = new MeshSimulator({ groups: ["leaks"] });
    await simulator.listen();
    await using pages = await servePages({
      ...await agentPages(await simulator.enrollment()),
      "/app": { type: "text/html; charset=utf-8", body: PAGE },
    }, 0);
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.goto(`${pages.url}/app`);
      const cdp = await page.context().newCDPSession(page);
      const seen: Usage[] = [];
      for (let round = 0; round < WARM_UP + ROUNDS; round++) {
        const nodeId = await until(() => Promise.resolve(simulator.devices().find((d) => d.online)))
          .then(({ nodeId }) => nodeId);
        for (let count = 0; count < TUNNELS; count++) {
          await visit(simulator, nodeId, TunnelProtocol.Terminal);
          await visit(simulator, nodeId, TunnelProtocol.Files);
          await visit(simulator, nodeId, TunnelProtocol.Desktop);
        }
        for (let count = 0; count < RECONNECTS; count++) await reconnect(simulator, nodeId);
        if (round >= WARM_UP) seen.push(await usage(page, cdp));
      }
      const [first, last] = [seen[0], seen.at(-1)];
      assert.ok(first && last);
      const text = JSON.stringify(seen);
      assert.ok(last.bytes - first.bytes < BYTES_A_ROUND * (ROUNDS - 1), text);
      assert.equal(last.nodes, first.nodes, text);
      assert.equal(last.listeners, first.listeners, text);
      assert.equal(last.workers, first.workers, text);
    } finally {
      await browser.close();
    }
  },
});

interface Usage {
  readonly bytes: number;
  readonly nodes: number;
  readonly listeners: number;
  readonly workers: number;
}

async function usage(page: Page, cdp: CDPSession): Promise<Usage> {
  await new Promise((resolve) => setTimeout(resolve, 1000)); // what is ending has ended
  await cdp.send("HeapProfiler.enable");
  for (let count = 0; count < 3; count++) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
  return {
    bytes: usedSize,
    nodes,
    listeners: jsEventListeners,
    workers: page.workers().length,
  };
}

/** An operator comes, sees something, and goes. */
async function visit(simulator: MeshSimulator, nodeId: string, protocol: number): Promise<void> {
  const socket = await simulator.openTunnel(nodeId, protocol);
  const tunnel = new ViewerTunnel({ protocol });
  const desktop = new DesktopViewer();
  const say = (frames: readonly TunnelFrame[]) => {
    for (const frame of frames) socket.send(frame as Uint8Array<ArrayBuffer>);
  };
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("close", () => reject(new Error("the agent closed the tunnel")));
    socket.addEventListener("message", ({ data }) => {
      const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
      const { send, events } = tunnel.receive(frame);
      say(send);
      for (const event of events) {
        const started = event.type === "started";
        if (started && protocol === TunnelProtocol.Files) say(new FilesViewer().list("").send);
        if (event.type !== "data" || typeof event.frame === "string") continue;
        if (protocol !== TunnelProtocol.Desktop) return resolve();
        const step = desktop.receive(event.frame);
        say(step.send);
        if (step.events.some(({ type }) => type === "tile")) resolve();
      }
    });
  });
  socket.close();
}

async function reconnect(simulator: MeshSimulator, nodeId: string): Promise<void> {
  const back = new Promise<void>((resolve) => {
    const listen = ({ change }: { readonly change: string }) => {
      if (change !== "online") return;
      simulator.removeEventListener("devicechange", listen);
      resolve();
    };
    simulator.addEventListener("devicechange", listen);
  });
  simulator.disconnect(nodeId);
  await back;
}
