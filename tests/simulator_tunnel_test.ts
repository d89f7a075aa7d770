import assert from "node:assert/strict";
import { BrowserAgent, type Person, terminalFeature } from "../agent/mod.ts";
import { TunnelProtocol, ViewerTunnel } from "../protocol/mod.ts";
import { MeshSimulator } from "../simulator/mod.ts";
import { wsTransport } from "../transport/ws.ts";

const NOBODY: Person = { ask: () => Promise.resolve(true), notify() {}, connected() {} };

for (const where of ["in memory", "over a port"] as const) {
  Deno.test(`a terminal of the agent works through the simulator's relay ${where}`, async () => {
    await using simulator = new MeshSimulator();
    const isPort = where === "over a port";
    if (isPort) await simulator.listen();
    await using agent = new BrowserAgent({
      ...await simulator.enrollment(),
      features: [terminalFeature()],
      webSocket: isPort ? wsTransport() : (url) => simulator.connect(url),
      managed: true,
      consent: "none",
      person: NOBODY,
    });
    await agent.connect();
    const operator = await simulator.openTunnel(agent.nodeId ?? "", TunnelProtocol.Terminal);
    const tunnel = new ViewerTunnel({
      protocol: TunnelProtocol.Terminal,
      options: { cols: 80, rows: 25 },
    });
    let output = "";
    const answered = new Promise<void>((resolve) => {
      operator.addEventListener("message", ({ data }) => {
        const frame = typeof data === "string" ? data : new Uint8Array(data as ArrayBuffer);
        const { send, events } = tunnel.receive(frame);
        for (const answer of send) operator.send(answer as string | Uint8Array<ArrayBuffer>);
        for (const event of events) {
          if (event.type === "started") {
            operator.send(new TextEncoder().encode("echo to-and-fro\r"));
          }
          if (event.type !== "data" || typeof event.frame === "string") continue;
          output += new TextDecoder().decode(event.frame);
          // Once as it is typed, once as the answer.
          if (output.split("to-and-fro").length > 2) resolve();
        }
      });
    });
    await answered;
    const closed = new Promise<void>((resolve) => {
      operator.addEventListener("close", () => resolve());
    });
    await agent.close();
    await closed;
    assert.equal(simulator.devices()[0]?.online, false);
  });
}
