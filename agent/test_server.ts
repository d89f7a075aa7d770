import {
  type AgentIdentity,
  createAgentIdentity,
  decodeMessage,
  deriveServerId,
  encodeMessage,
  formatHexId,
  formatId,
  type JsonObject,
  type Message,
  ServerHandshake,
} from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { BrowserAgentOptions } from "./mod.ts";

const MESH_ID = new Uint8Array(48).fill(8);
const SERVER_HASH = new Uint8Array(48).fill(7);

/** One identity for each role is enough, and keys take a second to make. */
export const agentIdentity: AgentIdentity = await createAgentIdentity();
/** The server's. */
export const serverIdentity: AgentIdentity = await createAgentIdentity({ commonName: "server" });

/** Milliseconds for a server that refuses: more than a signature takes on a loaded machine. */
export const REFUSAL_TIMEOUT = 1_000;

/** What an agent needs to enrol with a {@linkcode TestServer}; everything quick, nothing repeated. */
export const OPTIONS: BrowserAgentOptions = {
  server: "wss://server.invalid",
  meshId: formatId(MESH_ID),
  serverHash: formatHexId(SERVER_HASH),
  serverId: formatHexId(await deriveServerId(serverIdentity.certificate)),
  name: "tab",
  identity: { load: () => Promise.resolve(agentIdentity) },
  reconnect: false,
  keepAlive: { ticker: () => () => {} },
  timeout: 2_000,
};

/** How a {@linkcode TestServer} goes wrong. */
export interface TestServerOptions {
  /** Fires neither `open` nor anything else. */
  readonly neverOpens?: boolean;
  /** Who the server says it is. */
  readonly identity?: AgentIdentity;
  /** What it says instead of a message; nothing for undefined. */
  readonly says?: (message: Message) => Message | undefined;
  readonly acceptMesh?: boolean;
  readonly acceptServerHash?: boolean;
  /** As if the transport saw the TLS certificate. */
  readonly serverHash?: Uint8Array;
}

/** A WebSocket with a MeshCentral behind it, in memory. */
export class TestServer extends EventTarget {
  binaryType = "blob";
  readyState = 0;
  readonly bufferedAmount = 0;
  readonly serverHash: Uint8Array | undefined;
  /** What the agent said. */
  readonly heard: Message[] = [];
  /** The frames of it that were text. */
  readonly heardAsText: Message[] = [];
  readonly #options: TestServerOptions;
  readonly #handshake: ServerHandshake;
  #work: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};

  constructor(options: TestServerOptions = {}) {
    super();
    this.#options = options;
    this.serverHash = options.serverHash;
    this.#handshake = new ServerHandshake({
      ...options.identity ?? serverIdentity,
      acceptServerHash: () => options.acceptServerHash ?? true,
      acceptMesh: () => options.acceptMesh ?? true,
    });
  }

  /** For an agent's `webSocket`; it opens once the agent can listen. */
  connect(): WebSocketLike {
    if (!this.#options.neverOpens) setTimeout(() => this.#open());
    return this as unknown as WebSocketLike;
  }

  #open(): void {
    if (this.readyState !== 0) return;
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  send(data: string | Uint8Array): void {
    const message = decodeMessage(data, "agent");
    this.heard.push(message);
    if (typeof data === "string") this.heardAsText.push(message);
    this.#wake();
    if (message.command === "json") return;
    const frame = data as Uint8Array;
    this.#work = this.#work.then(async () => {
      for (const answer of await this.#handshake.receive(frame)) {
        const { says = (message) => message } = this.#options;
        const message = says(decodeMessage(answer, "server"));
        if (message !== undefined) this.say(encodeMessage(message));
      }
    });
  }

  /** Sends a frame. */
  say(data: Uint8Array | string): void {
    const frame = typeof data === "string" ? data : new Uint8Array(data).buffer;
    this.dispatchEvent(new MessageEvent("message", { data: frame }));
  }

  /** Sends JSON, in a binary frame as a server does. */
  tell(value: JsonObject): void {
    this.say(encodeMessage({ command: "json", value }));
  }

  /** Resolves with the first message so far, or to come, that is `wanted`. */
  async hears(wanted: (message: Message) => boolean): Promise<Message> {
    while (true) {
      const message = this.heard.find(wanted);
      if (message !== undefined) return message;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** The JSON message of this action. */
  async hearsAction(action: string): Promise<JsonObject> {
    const message = await this.hears((message) =>
      message.command === "json" && message.value.action === action
    );
    return message.command === "json" ? message.value : {};
  }

  /** Ends the connection as a server, or the network, does. */
  drop(code = 1006, reason = ""): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code, reason }));
  }

  close(): void {
    this.drop(1000);
  }
}
