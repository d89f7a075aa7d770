/**
 * An API of made-up answers, for what a real MeshCentral does not let one bring about at will:
 * thousands of devices, hostile agents, expired sessions, second factors.
 *
 * @module
 */
import type { ApiDevice } from "../api/schemas/devices.ts";

/** What a test may change while it runs. */
export interface FakeApi extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly devices: ApiDevice[];
  /** The token that is good; another one has ended. */
  token: string;
  /** Whether a second factor is asked for. */
  secondFactor: boolean;
  /** Whether `token` can be exchanged for another, which is good for another hour. */
  renewable: boolean;
  /** Milliseconds that a token is good. */
  lifetime: number;
  /** Answers in place of the API, where it answers something. */
  override: (method: string, path: string, body: Body) => Response | undefined;
  /** Whether an answer waits for {@linkcode FakeApi.release}. */
  holds: (path: string) => boolean;
  /** Sends every answer that waits. */
  release(): void;
  /** Is the other end of every tunnel. */
  tunnel: (socket: WebSocket) => void;
  /** Requests that came, as `METHOD /path`. */
  readonly seen: string[];
  /** Sends an event to everybody who listens. */
  emit(event: object): void;
}

type Body = Readonly<Record<string, unknown>>;

/** Starts one on loopback; with a port, in the place of one that was there. */
export function startFakeApi(devices: ApiDevice[] = [], port = 0): FakeApi {
  const streams = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  // Another one in the place of this knows nothing of its events.
  const log = crypto.randomUUID().slice(0, 8);
  let events = 0;
  const released = Promise.withResolvers<void>();
  const lastEventId = () => `${log}-${events}`;
  const api = {
    devices,
    token: "token-1",
    secondFactor: false,
    renewable: true,
    lifetime: 3600_000,
    override: (() => undefined) as FakeApi["override"],
    holds: (() => false) as FakeApi["holds"],
    tunnel: (() => {}) as FakeApi["tunnel"],
    seen: [] as string[],
  };

  const server = Deno.serve(
    { port, hostname: "127.0.0.1", onListen: () => {} },
    async (request) => {
      const { pathname } = new URL(request.url);
      const path = decodeURIComponent(pathname.replace(/^\/api/, ""));
      if (request.method === "OPTIONS") return answer(undefined, 204);
      api.seen.push(`${request.method} ${path}`);
      if (path === "/health") return answer({ status: "ok" });
      if (path === "/mobile-auth") return logIn(await request.json());
      if (request.headers.get("upgrade") === "websocket") {
        const { socket, response } = Deno.upgradeWebSocket(request, { protocol: "cs-tunnel" });
        socket.binaryType = "arraybuffer";
        socket.addEventListener("open", () => api.tunnel(socket));
        return response;
      }
      // One that was exchanged stays good until its end.
      const bare = (token: string) => token.replace(/\++$/, "");
      if (bare(request.headers.get("authorization") ?? "") !== `Bearer ${bare(api.token)}`) {
        return problem(401, "session_ended");
      }
      if (path === "/events/stream") return stream(request);
      const body = await request.json().catch(() => ({}));
      if (api.holds(path)) await released.promise;
      return api.override(request.method, path, body) ?? route(request.method, path, body);
    },
  );

  function logIn(body: { username: string; password: string; token?: string }): Response {
    if (body.password !== "secret") return problem(401, "invalid_login");
    if (api.secondFactor && body.token !== "123456") {
      return problem(401, "token_required", { methods: ["email", "sms"] });
    }
    return session(body.username);
  }

  function session(name: string): Response {
    const expiresAt = new Date(Date.now() + api.lifetime).toISOString();
    return answer({ token: api.token, expiresAt, scope: "manage", user: { id: name, name } });
  }

  function renew(): Response {
    if (!api.renewable) return problem(401, "session_ended");
    api.token += "+";
    return session("admin");
  }

  function route(method: string, path: string, body: Body): Response {
    if (path === "/auth/renew") return renew();
    const id = /^\/devices\/([^/]+)/.exec(path)?.[1];
    const device = api.devices.find((device) => device.id === id);
    if (path === "/devices") return answer(api.devices, 200, { "x-event-id": lastEventId() });
    if (id !== undefined && device === undefined) return problem(404, "not_found");
    if (/^\/devices\/[^/]+$/.test(path)) return answer({ ...device, system: SYSTEM });
    if (path.endsWith("/commands")) return answer({ accepted: true, output: "done\n" });
    if (path.endsWith("/tunnel")) return answer({ ticket: "ticket" });
    if (path.endsWith("/notes")) {
      return method === "GET" ? answer({ text: "" }) : answer(undefined, 204);
    }
    if (path.endsWith("/message")) {
      return answer({ id: "1", status: "confirmed", detail: String(body["message"]) });
    }
    return answer(LISTS[path] ?? []);
  }

  function stream({ signal, headers }: Request): Response {
    // It keeps no events: whoever continues after another than the last one has missed some.
    const first = (headers.get("last-event-id") ?? lastEventId()) === lastEventId()
      ? "ready"
      : "reset";
    let mine: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        mine = controller;
        streams.add(controller);
        controller.enqueue(encoder.encode(`event: ${first}\nid: ${lastEventId()}\ndata: {}\n\n`));
      },
      cancel: () => void streams.delete(mine),
    });
    signal.addEventListener("abort", () => streams.delete(mine));
    return new Response(body, { headers: { ...CORS, "content-type": "text/event-stream" } });
  }

  return Object.assign(api, {
    url: `http://127.0.0.1:${(server.addr as Deno.NetAddr).port}/api`,
    port: (server.addr as Deno.NetAddr).port,
    emit(event: object) {
      events++;
      const bytes = encoder.encode(`id: ${lastEventId()}\ndata: ${JSON.stringify(event)}\n\n`);
      for (const controller of streams) controller.enqueue(bytes);
    },
    release: released.resolve,
    async [Symbol.asyncDispose]() {
      released.resolve();
      for (const controller of streams) controller.close();
      streams.clear();
      await server.shutdown();
    },
  });
}

/** A device of this number. */
export function fakeDevice(number: number, change: Partial<ApiDevice> = {}): ApiDevice {
  const group = number % 20;
  const online = number % 3 !== 0;
  return {
    id: String(number).padStart(64, "0"),
    name: `PC-${String(number).padStart(5, "0")}`,
    icon: 1,
    conn: online ? 1 : 0,
    pwr: online ? 1 : 0,
    group: `Site ${group}`,
    groupId: `G${String(group).padStart(63, "0")}`,
    online,
    os: number % 2 === 0 ? "Windows 11 Pro" : "Debian GNU/Linux 13",
    address: `10.0.${number >> 8}.${number & 255}`,
    tags: number % 7 === 0 ? ["kiosk"] : [],
    users: [],
    ...change,
  };
}

const SYSTEM = { hardware: { identifiers: { cpu_name: "An example CPU" } } };
const LISTS: Readonly<Record<string, unknown>> = {
  "/me": { id: "admin", name: "admin", rights: 0xffff_ffff, scope: "manage" },
};
const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "*",
  "access-control-expose-headers": "*",
};

/** An answer as every origin may read it. */
export function answer(body: unknown, status = 200, headers: object = {}): Response {
  const text = body === undefined ? null : JSON.stringify(body);
  const type = { "content-type": "application/json" };
  return new Response(text, { status, headers: { ...CORS, ...type, ...headers } });
}

/** A problem as the API tells it. */
export function problem(status: number, code: string, more: object = {}): Response {
  return answer({ status, code, detail: code, ...more }, status);
}
