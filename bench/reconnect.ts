import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { BrowserAgent, type ReconnectOptions } from "../agent/mod.ts";
import type { AgentIdentity } from "../protocol/mod.ts";
import { MeshSimulator } from "../simulator/mod.ts";
import { createManyIdentities } from "./many_identities.ts";

const AGENTS = 2_000;
/** Agents that connect at the same time, at first. */
const AT_ONCE = 50;
/** Milliseconds of one line of the histogram. */
const WIDTH = 250;
/** Milliseconds from the reload on that are looked at. */
const LOOKED_AT = 6_000;

/**
 * When agents come back after the proxy before their server was reloaded, and each connection was
 * cut: as they do by default, and beside it with the same wait for all.
 */
export async function reconnects(): Promise<string> {
  const identities = await createManyIdentities(AGENTS);
  const spread = await attemptsAfterReload(identities, {});
  const same = await attemptsAfterReload(identities, { random: () => 0 });
  const lines = Array.from({ length: LOOKED_AT / WIDTH }, (_, index) => {
    const from = index * WIDTH;
    const within = (times: readonly number[]) =>
      times.filter((time) => time >= from && time < from + WIDTH).length;
    return [
      `${(from / 1000).toFixed(2)}–${((from + WIDTH) / 1000).toFixed(2)} s`,
      ...[
        spread,
        same,
      ].map(within),
    ];
  });
  const rows = lines.map(([range, ...counts]) =>
    `| ${range} | ${counts.map((count) => `${count} ${bar(Number(count))}`).join(" | ")} |`
  );
  return [
    `| after the reload | first attempts of ${AGENTS} agents | with the same wait for all |`,
    "| ---: | :--- | :--- |",
    ...rows,
  ].join("\n");
}

function bar(count: number): string {
  return "█".repeat(Math.ceil(count / 50));
}

/** Milliseconds from the reload to the first attempt of each agent, as the proxy sees them. */
async function attemptsAfterReload(
  identities: readonly AgentIdentity[],
  reconnect: ReconnectOptions,
): Promise<readonly number[]> {
  await using simulator = new MeshSimulator({ groups: ["fleet"] });
  const { url } = await simulator.listen({ hostname: "127.0.0.1", port: 0 });
  await using proxy = await startProxy(Number(new URL(url).port));
  const enrollment = await simulator.enrollment();
  const agents = identities.map((identity) =>
    new BrowserAgent({
      ...enrollment,
      server: `ws://127.0.0.1:${proxy.port}`,
      identity: { load: () => Promise.resolve(identity) },
      keepAlive: { ticker: () => () => {} },
      timeout: 60_000,
      reconnect,
    })
  );
  for (let from = 0; from < agents.length; from += AT_ONCE) {
    await Promise.all(agents.slice(from, from + AT_ONCE).map((agent) => agent.connect()));
  }
  const times = await proxy.reload(LOOKED_AT);
  await Promise.all(agents.map((agent) => agent.close()));
  return times;
}

interface Proxy extends AsyncDisposable {
  readonly port: number;
  /** Cuts every connection; the times at which new ones come, in milliseconds from then. */
  reload(during: number): Promise<readonly number[]>;
}

/**
 * A TCP proxy that takes new connections while it is reloaded, as nginx does. It holds them, so that
 * the handshakes of the first to come back do not delay the attempts of the others.
 */
async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let arrived: (() => void) | undefined;
  const server = createServer((incoming) => {
    sockets.add(incoming);
    incoming.on("error", () => {});
    incoming.on("close", () => sockets.delete(incoming));
    if (arrived !== undefined) return arrived();
    const outgoing = connect(target, "127.0.0.1");
    outgoing.on("error", () => {});
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on("close", () => outgoing.destroy());
    outgoing.on("close", () => incoming.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async reload(during) {
      const times: number[] = [];
      const begun = performance.now();
      arrived = () => times.push(performance.now() - begun);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => setTimeout(resolve, during));
      arrived = undefined;
      return times;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
