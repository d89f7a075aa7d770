import type { JsonObject, TunnelKind, TunnelRequest } from "../../protocol/mod.ts";
import { mayOpenTunnel } from "../../protocol/tunnel/rights.ts";
import { tunnelKind, TunnelProtocol } from "../../protocol/tunnel/tunnel_protocol.ts";
import { parseTunnelRequest } from "../../protocol/tunnel/tunnel_request.ts";
import type { WebSocketLike } from "../../transport/websocket_like.ts";
import { consentLevel, type Guest } from "../access.ts";
import { type LogEntry, logEvent } from "../event_log.ts";
import type { AgentSession } from "../feature.ts";
import { askPerson, personOf } from "../person.ts";
import { shortText } from "../reply.ts";
import type { TunnelReceiver, TunnelService } from "./open_tunnel.ts";
import { type Outcome, outcomeEntry } from "./outcome.ts";
import { Tunnel } from "./tunnel.ts";

/** Tunnels at once; a request beyond it is passed over. */
const MAX_TUNNELS = 64;
/** Characters of a name: as long as the server lets a guest's be, beside a login name. */
const MAX_NAME = 200;

/** What the server calls each kind in `sessions` and `endtunnel`. */
const SERVER_NAMES: Readonly<Record<TunnelKind, string>> = {
  desktop: "kvm",
  terminal: "terminal",
  files: "files",
};

const hubs = new WeakMap<AgentSession, TunnelHub>();

/** The one hub of a session, shared by its features. */
export function hubOf(session: AgentSession): TunnelHub {
  const hub = hubs.get(session) ?? new TunnelHub(session);
  hubs.set(session, hub);
  return hub;
}

/** Opens the tunnels that the server asks for, lets them in, and tells who is connected. */
export class TunnelHub {
  readonly #session: AgentSession;
  readonly #services = new Map<TunnelKind, TunnelService>();
  readonly #opening = new Set<Tunnel>();
  readonly #open = new Map<Tunnel, TunnelKind>();

  constructor(session: AgentSession) {
    this.#session = session;
    session.signal.addEventListener("abort", () => this.endAll());
  }

  /** Who is connected. */
  get guests(): readonly Guest[] {
    return [...this.#open].map(([{ request }, kind]) => ({ name: guestName(request), kind }));
  }

  /** From now on tunnels of this kind are served. */
  serve(service: TunnelService): void {
    this.#services.set(service.kind, service);
  }

  /** Takes `msg/tunnel` and `msg/endtunnel`. */
  receive(message: JsonObject): boolean {
    if (message.action !== "msg") return false;
    if (message.type === "tunnel") this.#request(message);
    else if (message.type === "endtunnel") this.#end(message);
    else return false;
    return true;
  }

  /** Ends every session. */
  endAll(): void {
    for (const tunnel of [...this.#opening, ...this.#open.keys()]) tunnel.close();
  }

  #request(message: JsonObject): void {
    let request: TunnelRequest;
    let socket: WebSocketLike;
    try {
      request = parseTunnelRequest(message);
      // A page cannot open a TCP connection, and MeshCentral has no way to be told so.
      if (request.relaysTcp || this.#opening.size + this.#open.size >= MAX_TUNNELS) return;
      socket = this.#session.openSocket(request.path);
    } catch {
      return; // it leads elsewhere than to the server, or where no WebSocket can be opened
    }
    const { access } = this.#session;
    const log = (...entry: LogEntry) => logEvent(this.#session, entry, message);
    const start = (tunnel: Tunnel) => this.#admit(tunnel);
    const tunnel: Tunnel = new Tunnel(socket, request, { access, log }, start);
    this.#opening.add(tunnel);
    tunnel.signal.addEventListener("abort", () => {
      this.#opening.delete(tunnel);
      const kind = this.#open.get(tunnel);
      if (this.#open.delete(tunnel) && kind !== undefined) this.#changed(kind);
    });
  }

  /** Rights first, then the person; the server enforces neither. */
  async #admit(tunnel: Tunnel): Promise<TunnelReceiver | undefined> {
    const { request, protocol } = tunnel;
    const kind = tunnelKind(protocol);
    const service = kind && this.#services.get(kind);
    if (kind === undefined || service === undefined) return refuse(tunnel, "Not available");
    const allowed = mayOpenTunnel(kind, request.rights) &&
      (request.usages?.includes(protocol) ?? true);
    if (!allowed) return refuse(tunnel, "Denied");
    const outcome = await this.#ask(tunnel, kind);
    if (tunnel.signal.aborted) return undefined;
    // A single download says which file it is.
    if (protocol !== TunnelProtocol.SingleFile) {
      tunnel.log(...outcomeEntry(outcome, kind, request.remoteAddress));
    }
    if (outcome === "rejected") return refuse(tunnel, "Denied");
    this.#opening.delete(tunnel);
    this.#open.set(tunnel, kind);
    const receiver = await service.open(tunnel);
    this.#changed(kind);
    return receiver;
  }

  async #ask(tunnel: Tunnel, kind: TunnelKind): Promise<Outcome> {
    const { access } = this.#session;
    const { request, options, protocol } = tunnel;
    const level = consentLevel(access, kind, request.consent | (options.consent ?? 0));
    const what = protocol === TunnelProtocol.SingleFile
      ? `download the file “${options.file ?? ""}”`
      : WHAT[kind];
    const text = `${guestName(request)} ${
      level === "prompt" ? "would like to" : "may now"
    } ${what}.`;
    switch (level) {
      case "none":
        return level;
      case "notify":
        (await personOf(access)).notify("Remote access", text);
        return level;
      case "prompt": {
        // The server reads the first message of a single download as its answer.
        const quiet = protocol === TunnelProtocol.SingleFile;
        const msg = "Waiting for user to grant access...";
        if (!quiet) tunnel.control({ type: "console", msg, msgid: 1 });
        const question = { title: "Allow remote access?", text };
        const agreed = await askPerson(access, question, tunnel.signal, request.consentTimeout);
        if (agreed && !quiet) tunnel.control({ type: "console", msg: null, msgid: 0 });
        return agreed ? "accepted" : "rejected";
      }
    }
  }

  #end({ protocol, xuserid, rights, userid }: JsonObject): void {
    for (const [tunnel, kind] of this.#open) {
      const theirs = rights === 0xffff_ffff || xuserid === userid;
      const meant = tunnel.request.userId === xuserid && SERVER_NAMES[kind] === protocol;
      if (theirs && meant) tunnel.close();
    }
  }

  /** The server wants the whole map of a kind each time. */
  #changed(kind: TunnelKind): void {
    const counts = new Map<string, number>();
    for (const [{ request: { sessionUser } }, open] of this.#open) {
      if (open === kind && sessionUser !== "") {
        counts.set(sessionUser, (counts.get(sessionUser) ?? 0) + 1);
      }
    }
    const users = Object.fromEntries(counts);
    this.#session.send({ action: "sessions", type: SERVER_NAMES[kind], value: users });
    this.#services.get(kind)?.users?.(users);
    const { guests } = this;
    void personOf(this.#session.access).then((person) =>
      person.connected(guests, () => this.endAll())
    );
  }
}

/** Who it is, for people. */
export function guestName({ realName, userName }: TunnelRequest): string {
  return shortText(realName || userName, MAX_NAME) || "An administrator";
}

function refuse(tunnel: Tunnel, msg: string): undefined {
  if (tunnel.protocol === TunnelProtocol.SingleFile) tunnel.send('{"op":"cancel"}');
  else tunnel.control({ type: "console", msg, msgid: 2 });
}

const WHAT: Readonly<Record<TunnelKind, string>> = {
  desktop: "see this and, where it is possible, operate it",
  terminal: "use a terminal in this page",
  files: "see and change the files of this page",
};
