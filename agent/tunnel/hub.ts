import type { JsonObject, TunnelKind, TunnelRequest } from "../../protocol/mod.ts";
import { mayOpenTunnel } from "../../protocol/tunnel/rights.ts";
import { tunnelKind, TunnelProtocol } from "../../protocol/tunnel/tunnel_protocol.ts";
import { parseTunnelRequest } from "../../protocol/tunnel/tunnel_request.ts";
import type { WebSocketLike } from "../../transport/websocket_like.ts";
import type { Guest } from "../access.ts";
import { type Admission, admit, isRefusal, type Wish } from "../admit.ts";
import { type LogEntry, logEvent } from "../event_log.ts";
import type { AgentSession } from "../feature.ts";
import { oneLine } from "../outside_text.ts";
import { personOf } from "../person.ts";
import { REASONS, reportRefusal } from "../refusal.ts";
import { operatorOf, plain, quoted } from "../said.ts";
import type { TunnelReceiver, TunnelService } from "./open_tunnel.ts";
import { outcomeEntry } from "./outcome.ts";
import { Tunnel } from "./tunnel.ts";

/** Tunnels at once; a request beyond it is passed over. */
const MAX_TUNNELS = 64;
/** Characters of a file's name and of its folder that the person is shown. */
const MAX_PATH = 200;

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
    return [...this.#open].map(([{ operator: who }, kind]) => ({ name: plain(who), who, kind }));
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
      if (this.#opening.size + this.#open.size >= MAX_TUNNELS) return;
      // A page cannot open a TCP connection.
      if (request.relaysTcp) {
        return reportRefusal(
          this.#session,
          message,
          "Request to relay a port",
          REASONS.unavailable,
        );
      }
      socket = this.#session.openSocket(request.path);
    } catch {
      return; // it leads elsewhere than to the server, or where no WebSocket can be opened
    }
    const { access } = this.#session;
    const log = (...entry: LogEntry) => logEvent(this.#session, entry, message);
    const start = (tunnel: Tunnel) => this.#admit(tunnel);
    const operator = operatorOf(message);
    const tunnel: Tunnel = new Tunnel(socket, request, { operator, access, log }, start);
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
    if (kind === undefined || service === undefined) {
      return refuse(tunnel, REASONS.unavailable);
    }
    const allowed = mayOpenTunnel(kind, request.rights) &&
      (request.usages?.includes(protocol) ?? true);
    if (!allowed) return refuse(tunnel, "Denied", DENIED);
    const outcome = await this.#ask(tunnel, kind);
    if (tunnel.signal.aborted) return undefined;
    // A single download says which file it is.
    if (protocol !== TunnelProtocol.SingleFile) {
      tunnel.log(...outcomeEntry(outcome, kind, request.remoteAddress));
    }
    if (isRefusal(outcome)) {
      return refuse(tunnel, REASONS[outcome], outcome === "refused" ? DENIED : 0);
    }
    this.#opening.delete(tunnel);
    this.#open.set(tunnel, kind);
    const receiver = await service.open(tunnel);
    this.#changed(kind);
    return receiver;
  }

  async #ask(tunnel: Tunnel, kind: TunnelKind): Promise<Admission> {
    const { request, options, protocol, signal } = tunnel;
    // The server reads the first message of a single download as its answer.
    const quiet = protocol === TunnelProtocol.SingleFile;
    const msg = "Waiting for user to grant access...";
    const admission = await admit(this.#session.access, kind, wishOf(tunnel, kind), {
      flags: request.consent | (options.consent ?? 0),
      signal,
      seconds: request.consentTimeout,
      asking: () => quiet || tunnel.control({ type: "console", msg, msgid: 1 }),
    });
    if (admission === "allowed" && !quiet) tunnel.control({ type: "console", msg: null, msgid: 0 });
    return admission;
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

function wishOf({ operator, protocol, options }: Tunnel, kind: TunnelKind): Wish {
  const title = "Allow remote access?";
  const who = { label: "Operator", value: operator };
  if (protocol !== TunnelProtocol.SingleFile) return { title, what: WHAT[kind], facts: [who] };
  const [, folder = "", name = ""] = /^(.*\/)?(.*)$/s.exec(options.file ?? "") ?? [];
  const facts = [
    who,
    { label: "File", value: quoted(oneLine(name, MAX_PATH)) },
    { label: "Folder", value: quoted(oneLine(folder || "/", MAX_PATH)) },
  ];
  return { title, what: "download the file named here", facts };
}

/** The id of "Denied" in MeshCentral's viewer; it shows other texts as they are. */
const DENIED = 2;

function refuse(tunnel: Tunnel, msg: string, msgid = 0): undefined {
  if (tunnel.protocol === TunnelProtocol.SingleFile) tunnel.send('{"op":"cancel"}');
  else tunnel.control({ type: "console", msg, msgid });
}

const WHAT: Readonly<Record<TunnelKind, string>> = {
  desktop: "see this and, where it is possible, operate it",
  terminal: "use a terminal in this page",
  files: "see and change the files of this page",
};
