import { BrowserAgent, type WebSocketLike } from "../agent/mod.ts";
import {
  Command,
  createAgentIdentity,
  decodeMessage,
  encodeMessage,
  formatHexId,
} from "../protocol/mod.ts";

const ZEROS = new Uint8Array(48);

/**
 * Milliseconds of a whole handshake in which neither network nor cryptography takes time: what is
 * left is our own code, and the runtime's microtasks.
 */
export async function ownCode(count: number): Promise<number[]> {
  const identity = await createAgentIdentity();
  const answers = serverFrames(identity.certificate);
  const restore = stubCryptography();
  try {
    const durations: number[] = [];
    for (let index = 0; index < count; index++) {
      const socket = new FakeSocket(answers);
      const agent = new BrowserAgent({
        server: "wss://fake.invalid",
        meshId: formatHexId(ZEROS),
        serverHash: formatHexId(ZEROS),
        serverId: formatHexId(ZEROS),
        identity: { load: () => Promise.resolve(identity) },
        reconnect: false,
        webSocket: () => socket as unknown as WebSocketLike,
      });
      const online = agent.connect();
      await new Promise((resolve) => setTimeout(resolve)); // until it listens
      const begun = performance.now();
      socket.dispatchEvent(new Event("open"));
      await online;
      durations.push(performance.now() - begun);
      await agent.close();
    }
    return durations;
  } finally {
    restore();
  }
}

/** Answers each frame at once, as if the server had known what comes. */
class FakeSocket extends EventTarget {
  binaryType = "";
  bufferedAmount = 0;
  readonly #answers: ReadonlyMap<number, readonly Uint8Array[]>;

  constructor(answers: ReadonlyMap<number, readonly Uint8Array[]>) {
    super();
    this.#answers = answers;
  }

  send(frame: Uint8Array | string): void {
    const { command } = decodeMessage(frame, "agent");
    for (const answer of this.#answers.get(Number(command)) ?? []) {
      queueMicrotask(() =>
        this.dispatchEvent(new MessageEvent("message", { data: answer.slice().buffer }))
      );
    }
  }

  close(): void {}
}

function serverFrames(certificate: Uint8Array): ReadonlyMap<number, readonly Uint8Array[]> {
  return new Map<number, readonly Uint8Array[]>([
    [Command.AuthRequest, [
      encodeMessage({ command: Command.AuthRequest, serverHash: ZEROS, nonce: ZEROS }),
      encodeMessage({ command: Command.AuthVerify, certificate, signature: new Uint8Array(384) }),
    ]],
    [Command.AuthInfo, [encodeMessage({ command: Command.AuthConfirm })]],
  ]);
}

/** Every digest is zeros, every signature good, and nothing takes time. */
function stubCryptography(): () => void {
  const stubs = {
    digest: () => Promise.resolve(new ArrayBuffer(48)),
    importKey: () => Promise.resolve({}),
    sign: () => Promise.resolve(new ArrayBuffer(384)),
    verify: () => Promise.resolve(true),
  };
  const { subtle } = crypto;
  for (const [name, value] of Object.entries(stubs)) {
    Object.defineProperty(subtle, name, { value, configurable: true });
  }
  return () => {
    for (const name of Object.keys(stubs)) Reflect.deleteProperty(subtle, name);
  };
}
