import type { MeshSimulator } from "../simulator/mod.ts";
import type { Page } from "./page_server.ts";

/** The simulator's device list, live: what stands in for MeshCentral's own page. */
export function deviceListPages(simulator: MeshSimulator): Record<string, Page> {
  return {
    "/devices": { type: "text/html; charset=utf-8", body: DEVICE_LIST_PAGE },
    "/devices/events": {
      type: "text/event-stream",
      body: "",
      stream(send, signal) {
        const sendDevices = () => {
          const devices = simulator.devices().map(({ name, online, group, nodeId, coreInfo }) => ({
            name,
            online,
            group,
            nodeId,
            system: coreInfo.osdesc ?? "",
          }));
          send(`data: ${JSON.stringify(devices)}\n\n`);
        };
        simulator.addEventListener("devicechange", sendDevices);
        signal.addEventListener("abort", () => {
          simulator.removeEventListener("devicechange", sendDevices);
        });
        sendDevices();
      },
    },
  };
}

const DEVICE_LIST_PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Devices of the simulated server</title>
<style>
  :root { color-scheme: light dark; }
  body {
    font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 6vh auto; padding: 0 1.25rem;
    background: light-dark(#f4f6f9, #0f1318); color: light-dark(#1c2430, #e8edf4);
  }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: start; padding: .5rem .75rem .5rem 0; white-space: nowrap; }
  td:last-child { white-space: normal; overflow-wrap: anywhere; font-size: .875em; }
  tr { border-block-end: 1px solid light-dark(#c9d1db, #3a4553); }
</style>
<h1>Devices of the simulated server</h1>
<p role="status" id="count">Loading…</p>
<table>
  <thead><tr><th>Name<th>State<th>Device group<th>System<th>NodeID</thead>
  <tbody id="devices"></tbody>
</table>
<script type="module">
  const source = new EventSource("/devices/events");
  source.onerror = () => document.getElementById("count").textContent = "The server is gone.";
  source.onmessage = ({ data }) => {
    const devices = JSON.parse(data);
    document.getElementById("count").textContent =
      devices.length === 0 ? "No device yet: open the agent page." : devices.length + " listed";
    document.getElementById("devices").replaceChildren(...devices.map((device) => {
      const row = document.createElement("tr");
      const cells = [device.name, device.online ? "online" : "offline", device.group,
        device.system, device.nodeId];
      row.append(...cells.map((text) => {
        const cell = document.createElement("td");
        cell.textContent = text;
        return cell;
      }));
      return row;
    }));
  };
</script>
</html>
`;
