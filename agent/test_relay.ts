import type { JsonObject, TunnelFrame } from "../protocol/mod.ts";
import type { WebSocketLike } from "../transport/websocket_like.ts";
import type { AccessOptions, Guest, Person } from "./access.ts";
import type { AgentFeature, AgentSession } from "./feature.ts";
// What a page loads when it is needed is there already: a busy machine takes its time to.
import "./files/serve_files.ts";
import "./terminal/serve_terminal.ts";
import "./tunnel/direct_link.ts";

/** A relay WebSocket whose other end is the test. */
export class TestRelay extends EventTarget {
  binaryType = "";
  readyState = 1;
  bufferedAmount = 0;
  readonly sent: TunnelFrame[] = [];

  send(frame: TunnelFrame): void {
    this.sent.push(frame);
  }

  /** What the operator, or the server, sends. */
  say(frame: TunnelFrame): void {
    const data = typeof frame === "string" ? frame : frame.slice().buffer;
    this.dispatchEvent(new MessageEvent("message", { data }));
  }

  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code: 1000 }));
  }

  /** The JSON messages that were sent, text or binary. */
  get json(): JsonObject[] {
    return this.sent.map((frame) =>
      typeof frame === "string" ? frame : new TextDecoder().decode(frame)
    ).filter((text) => text.startsWith("{")).map((text) => JSON.parse(text));
  }
}

/** Who says yes, unless told otherwise. */
export class TestPerson implements Person {
  answer: (signal: AbortSignal) => boolean | Promise<boolean> = () => true;
  readonly asked: string[] = [];
  readonly told: string[] = [];
  guests: readonly Guest[] = [];
  endAll: () => void = () => {};

  async ask({ text, signal }: { text: string; signal: AbortSignal }): Promise<boolean> {
    this.asked.push(text);
    return await this.answer(signal);
  }
  notify(_title: string, text: string): void {
    this.told.push(text);
  }
  connected(guests: readonly Guest[], endAll: () => void): void {
    this.guests = guests;
    this.endAll = endAll;
  }
}

/** Features that are online with a server that is the test. */
export class TestOnline {
  readonly person: TestPerson = new TestPerson();
  /** What the server was told. */
  readonly told: JsonObject[] = [];
  readonly relays: TestRelay[] = [];
  readonly #life = new AbortController();
  readonly #session: AgentSession;
  readonly #features: readonly AgentFeature[];

  constructor(features: readonly AgentFeature[], access: AccessOptions = {}) {
    this.#features = features;
    this.#session = {
      nodeId: "node",
      signal: this.#life.signal,
      access: { person: this.person, ...access },
      refreshDeviceInfo: () => {},
      send: (message) => this.told.push(message),
      openSocket: () => {
        const relay = new TestRelay();
        this.relays.push(relay);
        return relay as unknown as WebSocketLike;
      },
    };
    for (const feature of features) feature.start?.(this.#session, features);
  }

  /** A message of the server. */
  tell(message: JsonObject): boolean {
    return this.#features.some((feature) => feature.receive(message, this.#session));
  }

  /** A tunnel of this protocol, right after its number; `request` overrides the usual one. */
  async tunnel(protocol: number, request: JsonObject = {}): Promise<TestRelay> {
    const relay = this.openRelay({ usage: protocol, ...request });
    relay.say("c");
    relay.say(String(protocol));
    await settled();
    return relay;
  }

  /** A tunnel in which nothing was said yet. */
  openRelay(request: JsonObject = {}): TestRelay {
    this.tell({
      action: "msg",
      type: "tunnel",
      value: "*/meshrelay.ashx?id=1",
      usage: 5,
      userid: "user//admin",
      username: "admin",
      rights: 0xffff_ffff,
      consent: 0,
      ...request,
    });
    const relay = this.relays.at(-1);
    if (relay === undefined) throw new Error("no tunnel was opened");
    return relay;
  }

  /** The connection to the server is gone. */
  drop(): void {
    this.#life.abort();
  }
}

/** Until everything that waits for nothing has run. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 15));
}
