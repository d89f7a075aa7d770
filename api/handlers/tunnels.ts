import type { DeviceTunnel } from "../backend.ts";
import type { Caller } from "../caller.ts";
import { ApiError } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type { ApiTunnelTicket, OpenTunnelInput, TunnelProtocol } from "../schemas/tunnels.ts";
import type { ApiStore } from "../store.ts";
import type { Tokens } from "../tokens.ts";
import { checkSession } from "./auth.ts";

/** Milliseconds. */
const TICKET_LIFETIME = 15_000;

/** What tickets need. */
export interface TicketContext {
  /** Where tickets are kept, encrypted. */
  readonly store: ApiStore;
  /** Encrypts them. */
  readonly tokens: Tokens;
}

/** Whom a ticket lets in, where. */
export interface Ticket {
  readonly caller: Caller;
  readonly deviceId: string;
  readonly protocol: TunnelProtocol;
}

/** Makes a ticket for one tunnel: a token has no place in a URL, and a page cannot send headers. */
export async function makeTunnelTicket(
  { backend, caller, store, tokens }: OperationContext & TicketContext,
  { id, protocol }: OpenTunnelInput,
): Promise<ApiTunnelTicket> {
  const operator = await backend.operator(caller);
  const device = await operator.device(id);
  if (!device.online) throw new ApiError("conflict", "The agent of this device is not connected.");
  const ticket = crypto.randomUUID().replaceAll("-", "");
  const until = Date.now() + TICKET_LIFETIME;
  const content = await tokens.seal({ deviceId: device.id, protocol, token: caller.token });
  await store.set(key(ticket), content, until);
  return { ticket, protocol, expiresAt: new Date(until).toISOString() };
}

/** Takes a ticket, for its device only; the next one who shows it is refused. */
export async function takeTunnelTicket(
  { store, tokens }: TicketContext,
  ticket: string,
  deviceId: string,
  address?: string,
): Promise<Ticket> {
  const sealed = await store.take(key(ticket));
  if (sealed === undefined) throw refused();
  const content = await tokens.open(sealed) as {
    readonly deviceId: string;
    readonly protocol: TunnelProtocol;
    readonly token: string;
  };
  if (shortId(content.deviceId) !== shortId(deviceId)) throw refused();
  const caller = await tokens.verify(content.token, address);
  await checkSession(store, caller);
  return { caller, deviceId: content.deviceId, protocol: content.protocol };
}

/** Opens the tunnel of a ticket. */
export function openTunnel(
  { backend }: Pick<OperationContext, "backend">,
  { caller, deviceId, protocol }: Ticket,
): Promise<DeviceTunnel> {
  return backend.tunnel(caller, deviceId, protocol);
}

function key(ticket: string): string {
  return `ticket ${ticket}`;
}

function refused(): ApiError {
  return new ApiError(
    "unauthorized",
    "The ticket is not good: it was used, is older than 15 s, or is for another device.",
  );
}
