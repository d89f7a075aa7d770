import {
  type AgentFeature,
  BrowserAgent,
  filesFeature,
  type FileSystem,
  memoryFileSystem,
  memoryIdentity,
} from "../../agent/mod.ts";
import { Capability, type Enrollment } from "../../protocol/mod.ts";
import type { WebSocketFactory } from "../../transport/ws.ts";
import { type PublicDoor, publicSocket } from "../deployment/public_fetch.ts";

/** Milliseconds until it tries again. After so many restarts an agent alone would wait longer. */
const RETRY = 500;

/** A device that counts what it was told to do, and keeps what it was sent. */
export interface CountingDevice extends AsyncDisposable {
  /** How often each command came. */
  readonly commands: ReadonlyMap<string, number>;
  readonly files: FileSystem;
  /** Of `node//…` without the beginning; undefined until it was online once. */
  readonly nodeId: string | undefined;
}

/** Connects it, and again whenever its connection ends. */
export function startDevice(
  enrollment: Required<Enrollment>,
  door: PublicDoor,
): CountingDevice {
  const webSocket =
    ((url, request) => publicSocket(door, url, { headers: request?.headers })) as WebSocketFactory;
  const commands = new Map<string, number>();
  const files = memoryFileSystem();
  const identity = memoryIdentity();
  const features = [countingFeature(commands), filesFeature({ root: files })];
  const stop = new AbortController();
  let nodeId: string | undefined;
  const connectOnce = async (): Promise<void> => {
    const agent = new BrowserAgent({
      ...enrollment,
      name: "counts",
      managed: true,
      consent: "none",
      identity,
      features,
      webSocket,
      reconnect: false,
    });
    const closed = new Promise<void>((resolve) => {
      const ends = ["idle", "closed"];
      agent.addEventListener("statechange", () => ends.includes(agent.state) && resolve());
    });
    const close = () => void agent.close();
    stop.signal.addEventListener("abort", close);
    await agent.connect().then(() => {
      nodeId = agent.nodeId;
      return closed;
    }, () => {});
    stop.signal.removeEventListener("abort", close);
    await agent.close();
  };
  const running = (async () => {
    while (!stop.signal.aborted) {
      await connectOnce();
      await new Promise((resolve) => setTimeout(resolve, RETRY));
    }
  })();
  return {
    commands,
    files,
    get nodeId() {
      return nodeId;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

/** Counts commands by their text, and answers each as a native agent does. */
function countingFeature(commands: Map<string, number>): AgentFeature {
  return {
    name: "counts",
    capabilities: Capability.Console,
    receive(message, session) {
      if (message["action"] !== "runcommands") return false;
      const command = String(message["cmds"]);
      commands.set(command, (commands.get(command) ?? 0) + 1);
      if (message["reply"] === true) {
        const { responseid, sessionid } = message;
        const answer = { action: "msg", type: "runcommands", result: `ran ${command}` };
        session.send({ ...answer, responseid, sessionid } as Parameters<typeof session.send>[0]);
      }
      return true;
    },
  };
}
