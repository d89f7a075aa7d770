import type { JsonObject, Message } from "../protocol/mod.ts";
import { Command } from "../protocol/command.ts";
import { AgentError } from "./agent_error.ts";
import type { Connection } from "./connection.ts";
import type { AgentSession } from "./feature.ts";
import type { ResolvedOptions, Ticker } from "./options.ts";

/**
 * What an agent says and answers while it is online: what its device is, that it is still there,
 * and what its features make of the server's messages.
 *
 * @param signal Fires when the connection ends.
 * @returns Takes each message of the server.
 */
export function startSession(
  connection: Connection,
  options: ResolvedOptions,
  nodeId: string,
  signal: AbortSignal,
): (message: Message) => void {
  const { features, coreHash } = options;
  // What the device is takes time to find out, and must not be in the way of coming online.
  const online = import("./online.ts");
  const session: AgentSession = {
    nodeId,
    signal,
    access: options.access,
    refreshDeviceInfo: () => void online.then((it) => it.tellDevice(session, options)),
    send: (json) => connection.sendJson(json),
    // Put together, not resolved: what follows the first slash cannot lead to another host.
    openSocket: (path) => options.webSocket(new URL(options.url).origin + path),
  };
  void online.then(({ introduce, setWorkerFile }) => {
    setWorkerFile(options.workerUrl);
    return introduce(session, options);
  });
  for (const feature of features) feature.start?.(session, features);
  const heard = keepAlive(connection, options, online, signal);

  return (message) => {
    heard();
    switch (message.command) {
      case "json":
        return receiveJson(message.value);
      case Command.CoreModule:
        // A short one asks to clear the core, which is as good as having none. A pushed core is
        // for the native agent's runtime, and dropped.
        if (message.hash === undefined) connection.send({ command: Command.CoreHash });
        return;
      case Command.CoreHash:
        return connection.send({
          command: Command.CoreHash,
          ...(coreHash === "custom" && { hash: new Uint8Array(48) }),
        });
    }
  };

  function receiveJson(message: JsonObject): void {
    if (message.action === "ping") return session.send({ action: "pong" });
    if (message.action === "sysinfo") {
      return void online.then(({ answerSystemInfo }) =>
        answerSystemInfo(session, options, message.hash)
      );
    }
    features.find((feature) => feature.receive(message, session));
  }
}

/**
 * Pings, so that the server does not drop an idle agent, and ends a connection on which nothing
 * came back by the next ping.
 *
 * @returns To be called at every message.
 */
function keepAlive(
  connection: Connection,
  { ticker, keepAliveInterval }: ResolvedOptions,
  online: Promise<typeof import("./online.ts")>,
  signal: AbortSignal,
): () => void {
  let heard = true;
  const tick = () => {
    if (!heard) {
      return connection.end(new AgentError("connection-silent", "the server answers no ping"));
    }
    heard = false;
    connection.sendJson({ action: "ping" });
  };
  const begin = (ticker: Ticker) => {
    if (!signal.aborted) signal.addEventListener("abort", ticker(keepAliveInterval, tick));
  };
  if (ticker === undefined) void online.then(({ workerTicker }) => begin(workerTicker));
  else begin(ticker);
  return () => heard = true;
}
