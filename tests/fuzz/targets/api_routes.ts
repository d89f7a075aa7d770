import { setImmediate } from "node:timers";
import { type Api, createApi } from "../../../api/mod.ts";
import { FakeSocket } from "../../../control/fake_socket_test.ts";
import type { ControlMessage } from "../../../control/mod.ts";
import { type Frame, type Input, textOf } from "../frame.ts";
import { honestAnswer, IDS, LOGIN, REQUEST_ID } from "./fake_server.ts";

const device = encodeURIComponent(IDS.device.slice("node//".length));

/** Routes whose answers are made from many of MeshCentral's. */
export const GET_ROUTES: readonly string[] = [
  "/devices",
  "/devices/:id",
  "/devices/:id/shares",
  "/users",
  "/users/somebody",
  "/device-groups",
  "/user-groups",
  "/events",
];

/** Turns of the queue of microtasks in which a request comes to its end. */
const TURNS = 400;

/** An API whose MeshCentral is the test, and one of its routes. */
export class RouteUnderTest {
  readonly #path: string;
  #answers: (Frame | undefined)[] | undefined;
  readonly #recorded: string[] = [];
  readonly #sockets = new Set<FakeSocket>();
  readonly #api: Api;
  #token: Promise<string> | undefined;

  constructor(path: string) {
    this.#path = path.replace(":id", device);
    this.#api = createApi({
      meshcentral: "wss://fake.example",
      jwtSecret: "a secret for tests that has enough bytes",
      webSocket: () => this.#openSocket(),
    });
  }

  /** What the recorded server answers to the requests that the route makes. */
  async recordAnswers(): Promise<Input> {
    this.#answers = undefined;
    await this.ask(undefined);
    return this.#recorded.splice(0);
  }

  /** Asks the route, while MeshCentral answers with these frames; then it goes away. */
  async ask(answers: Input | undefined): Promise<Response> {
    const token = await (this.#token ??= this.#logIn());
    this.#answers = answers && [...answers];
    this.#recorded.length = 0;
    let response: Response | undefined;
    const headers = { authorization: `Bearer ${token}` };
    const asking = this.#api.fetch(new Request(`http://localhost${this.#path}`, { headers }))
      .then((answer) => response = answer);
    for (let turn = 0; turn < TURNS && response === undefined; turn++) {
      // Tokens are verified by Web Crypto, which takes a task.
      if (turn % 8 === 7) await new Promise((resolve) => setImmediate(resolve));
      else await undefined;
      if (turn > TURNS / 2) this.#leave();
    }
    this.#leave();
    return await asking;
  }

  #leave(): void {
    for (const socket of this.#sockets) socket.serverCloses(1006);
    this.#sockets.clear();
  }

  async #logIn(): Promise<string> {
    this.#answers = undefined;
    const response = await this.#api.fetch(
      new Request("http://localhost/mobile-auth", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ username: "admin", password: "secret" }),
      }),
    );
    const { token } = await response.json();
    if (typeof token !== "string") throw new Error(`no token: ${response.status}`);
    this.#leave();
    return token;
  }

  #openSocket(): FakeSocket {
    const socket = new FakeSocket();
    this.#sockets.add(socket);
    queueMicrotask(() => {
      socket.opens();
      for (const text of LOGIN) socket.receives(text);
    });
    socket.onSend = (request) => {
      const answer = this.#answer(request);
      if (answer === undefined) return;
      const id = String(request["responseid"] ?? "");
      queueMicrotask(() => socket.receives(answer.replaceAll(REQUEST_ID, id)));
    };
    return socket;
  }

  /** The changed answer that is for this request, if there is one left; else the recorded one. */
  #answer(request: ControlMessage): string | undefined {
    const honest = honestAnswer(request);
    if (this.#answers === undefined) {
      if (honest !== undefined) this.#recorded.push(honest);
      return honest;
    }
    const named = `"action":"${request.action}"`;
    const at = this.#answers.findIndex((frame) => textOf(frame ?? "").includes(named));
    if (at < 0) return honest;
    return textOf(this.#answers.splice(at, 1)[0] ?? "");
  }
}

const made = new Map<string, RouteUnderTest>();

/** The one for this path. */
export function routeWith(path: string): RouteUnderTest {
  const route = made.get(path) ?? new RouteUnderTest(path);
  made.set(path, route);
  return route;
}
