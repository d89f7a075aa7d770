import {
  AgentHandshake,
  type AgentIdentity,
  type AuthInfoMessage,
  Command,
  decodeMessage,
  encodeJson,
  encodeMessage,
  type Enrollment,
  type JsonObject,
  type Message,
  parseId,
} from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { MeshSimulator } from "./mesh_simulator.ts";

/** How a {@linkcode TestAgent} differs from a tab named "tab" that can do nothing. */
export interface TestAgentOptions extends Partial<Omit<AuthInfoMessage, "command" | "meshId">> {
  readonly identity: AgentIdentity;
  readonly enrollment: Enrollment;
  /** Sent before AUTH_REQUEST, as text. */
  readonly before?: readonly string[];
}

/** An agent that connects to `simulator` in memory. */
export async function connectAgent(
  simulator: MeshSimulator,
  options: Partial<TestAgentOptions> & Pick<TestAgentOptions, "identity">,
): Promise<TestAgent> {
  const enrollment = await simulator.enrollment();
  return new TestAgent(simulator.connect(), { enrollment, ...options });
}

/** The same, once it is confirmed and was told what an agent is told then. */
export async function enrolAgent(
  ...args: Parameters<typeof connectAgent>
): Promise<TestAgent> {
  const agent = await connectAgent(...args);
  await agent.confirmed;
  await agent.roundTrip();
  return agent;
}

/** An agent for tests: does the handshake over any socket and keeps what comes after it. */
export class TestAgent {
  /** Fulfilled at AUTH_CONFIRM. */
  readonly confirmed: Promise<void>;
  /** Fulfilled with the code of the close. */
  readonly closed: Promise<number>;
  /** What came after AUTH_CONFIRM. */
  readonly received: Message[] = [];
  readonly handshake: AgentHandshake;
  readonly #socket: WebSocketLike;
  #work: Promise<void> = Promise.resolve();
  #wake: () => void = () => {};
  #taken = 0;

  constructor(socket: WebSocketLike, options: TestAgentOptions) {
    const { identity, enrollment: { meshId, serverHash = "", serverId = "" }, before } = options;
    this.#socket = socket;
    this.handshake = new AgentHandshake({
      identity,
      serverHash: serverHash === "unchecked" ? serverHash : parseId(serverHash),
      serverId: parseId(serverId),
      info: {
        agentId: options.agentId ?? 17,
        agentVersion: options.agentVersion ?? 1,
        platformType: options.platformType ?? 1,
        capabilities: options.capabilities ?? 0,
        name: options.name ?? "tab",
        meshId: parseId(meshId),
      },
    });
    socket.binaryType = "arraybuffer";
    this.closed = new Promise((resolve) => {
      socket.addEventListener("close", ({ code }) => resolve(code));
    });
    this.confirmed = new Promise((resolve) => {
      socket.addEventListener("message", ({ data }) => {
        this.#work = this.#work.then(() => this.#receive(data as ArrayBuffer, resolve));
      });
    });
    socket.addEventListener("error", () => {});
    socket.addEventListener("open", () => {
      before?.forEach((text) => socket.send(text));
      this.handshake.start().forEach((frame) => this.sendBytes(frame));
    });
  }

  /** The next message after those that were taken before. */
  async next(): Promise<Message> {
    while (this.#taken === this.received.length) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    return this.received[this.#taken++] ?? { command: Command.CoreOk };
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  send(message: JsonObject): void {
    this.#socket.send(encodeJson(message));
  }

  sendMessage(message: Message): void {
    this.sendBytes(encodeMessage(message));
  }

  sendBytes(frame: Uint8Array): void {
    this.#socket.send(new Uint8Array(frame));
  }

  /** Asks the server something and waits for its answer, so that all before it was handled. */
  async roundTrip(): Promise<void> {
    this.send({ action: "ping" });
    while (true) {
      const message = await this.next();
      if (message.command === "json" && message.value.action === "pong") return;
    }
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  async #receive(data: ArrayBuffer, confirm: () => void): Promise<void> {
    const frame = new Uint8Array(data);
    if (this.handshake.state === "confirmed") {
      this.received.push(decodeMessage(frame, "server"));
      return this.#wake();
    }
    (await this.handshake.receive(frame)).forEach((answer) => this.sendBytes(answer));
    if ((this.handshake.state as string) === "confirmed") confirm();
  }
}
