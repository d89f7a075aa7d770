import { setImmediate } from "node:timers";
import {
  type AgentFeature,
  BrowserAgent,
  clipboardFeature,
  consoleFeature,
  desktopFeature,
  filesFeature,
  type FileSystem,
  guestShareFeature,
  helpFeature,
  limitsFeature,
  memoryFileSystem,
  messagesFeature,
  openUrlFeature,
  type Person,
  terminalFeature,
  type WebSocketLike,
} from "../../../agent/mod.ts";
import { formatHexId, formatId } from "../../../protocol/mod.ts";
import { TestRelay } from "../../../agent/test_relay.ts";
import type { Frame } from "../frame.ts";
import { agentIdentity, SERVER_HASH, SERVER_ID, serverSide } from "./handshake_parts.ts";

/** The server's end of the agent channel. */
class AgentChannel extends EventTarget {
  binaryType = "";
  readyState = 0;
  readonly bufferedAmount = 0;
  /** Texts of the agent since they were last looked at. */
  heard: string[] = [];
  readonly #handshake = serverSide();
  #work: Promise<void> = Promise.resolve();

  open(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  send(data: string | Uint8Array): void {
    if (typeof data === "string") return void this.heard.push(data);
    if (this.#handshake.state === "confirmed") return;
    this.#work = this.#work.then(async () => {
      for (const answer of await this.#handshake.receive(data)) this.say(answer);
    });
  }

  say(frame: Frame): void {
    const data = typeof frame === "string" ? frame : frame.slice().buffer;
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code: 1000, reason: "" }));
  }
}

/** An agent with every feature, whose server and operators are the test. */
export class OnlineAgent {
  readonly #agent: BrowserAgent;
  readonly #channel: AgentChannel;
  readonly #relays: TestRelay[] = [];
  #files: FileSystem = memoryFileSystem();
  /** Operators who are let in. */
  guests = 0;

  private constructor() {
    const channel = this.#channel = new AgentChannel();
    this.#agent = new BrowserAgent({
      server: "wss://fake.example",
      meshId: formatId(new Uint8Array(48).fill(8)),
      serverHash: formatHexId(SERVER_HASH),
      serverId: formatHexId(SERVER_ID),
      name: "fuzzed",
      identity: { load: () => Promise.resolve(agentIdentity) },
      managed: true,
      consent: "notify",
      person: this.#person(),
      reconnect: false,
      keepAlive: { ticker: () => () => {} },
      features: this.#features(),
      webSocket: (url) => {
        if (!url.includes("agent.ashx")) return this.#openRelay();
        setTimeout(() => channel.open());
        return channel as unknown as WebSocketLike;
      },
    });
  }

  /** Connects one. */
  static async start(): Promise<OnlineAgent> {
    const online = new OnlineAgent();
    await online.#agent.connect();
    return online;
  }

  /** Says frames of the server. */
  say(...frames: readonly Frame[]): void {
    for (const frame of frames) this.#channel.say(frame);
  }

  /** Says frames of an operator in every tunnel that is open. */
  sayInTunnels(frames: readonly Frame[]): void {
    for (const frame of frames) for (const relay of this.#relays) relay.say(frame);
  }

  /** Until everything that waits for no timer has run. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Closes the tunnels, and throws unless the agent is as it was before. */
  async end(): Promise<void> {
    for (const relay of this.#relays.splice(0)) relay.close();
    this.#files = memoryFileSystem();
    this.say('{"action":"ping"}');
    for (let turn = 0; turn < 500; turn++) {
      await this.settle();
      if (!this.#isWell) continue;
      return this.#channel.heard.splice(0).forEach(expectCounts);
    }
    throw new Error(`${this.#agent.state}, ${this.guests} guests: ${this.#channel.heard}`);
  }

  get #isWell(): boolean {
    const answered = this.#channel.heard.some((text) => text.includes('"pong"'));
    return answered && this.guests === 0 && this.#agent.state === "online";
  }

  #person(): Person {
    return {
      ask: () => Promise.resolve(true),
      notify: (title, text) => {
        if (typeof title !== "string" || typeof text !== "string") throw new Error("no text");
      },
      connected: (guests) => {
        this.guests = guests.length;
      },
    };
  }

  #features(): readonly AgentFeature[] {
    const root: FileSystem = {
      list: (path) => this.#files.list(path),
      stat: (path) => this.#files.stat(path),
      read: (path) => this.#files.read(path),
      write: (path, append) => this.#files.write(path, append),
      makeFolder: (path) => this.#files.makeFolder(path),
      remove: (path, recursive) => this.#files.remove(path, recursive),
    };
    return [
      consoleFeature(),
      terminalFeature({ root }),
      filesFeature({ root }),
      desktopFeature({
        source: { open: () => Promise.resolve({ grab: () => Promise.resolve(undefined) }) },
      }),
      messagesFeature(),
      openUrlFeature({ open: () => true }),
      clipboardFeature({
        readText: () => Promise.resolve("copied"),
        writeText: () => Promise.resolve(),
      }),
      helpFeature(),
      guestShareFeature(),
      limitsFeature(),
    ];
  }

  #openRelay(): WebSocketLike {
    const relay = new TestRelay();
    this.#relays.push(relay);
    return relay as unknown as WebSocketLike;
  }
}

/** Of a message `sessions`: how many each user has. */
function expectCounts(text: string): void {
  const { action, type, value } = JSON.parse(text);
  if (action !== "sessions" || type === "help") return;
  for (const count of Object.values(value)) {
    if (!Number.isInteger(count)) throw new Error(`sessions: ${text}`);
  }
}
