import { base64url } from "jose";
import * as v from "valibot";
import type { DeviceTunnel } from "../backend.ts";
import type { Caller } from "../caller.ts";
import { ApiError } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import {
  type ApiTunnelTicket,
  type OpenTunnelInput,
  type TunnelProtocol,
  tunnelProtocol,
} from "../schemas/tunnels.ts";
import type { ApiStore } from "../stores/store.ts";
import type { Tokens } from "../tokens.ts";
import { callerOf } from "./auth.ts";

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
  await store.set(await key(ticket), content, until);
  return { ticket, protocol, expiresAt: new Date(until).toISOString() };
}

/** Reads whom a ticket lets in at this device, and leaves the ticket good. */
export async function checkTunnelTicket(
  { store, tokens }: TicketContext,
  ticket: string,
  deviceId: string,
  address?: string,
): Promise<Ticket> {
  const content = await read(tokens, await store.get(await key(ticket)));
  if (content === undefined || shortId(content.deviceId) !== shortId(deviceId)) throw refused();
  const caller = await callerOf({ store, tokens }, content.token, address);
  return { caller, deviceId: content.deviceId, protocol: content.protocol };
}

/** Takes a ticket: the next one who shows it is refused. Resolves with what gives it back. */
export async function takeTunnelTicket(
  { store }: Pick<TicketContext, "store">,
  ticket: string,
): Promise<() => Promise<void>> {
  const name = await key(ticket);
  const sealed = await store.take(name);
  if (sealed === undefined) throw refused();
  return () => store.set(name, sealed, Date.now() + TICKET_LIFETIME);
}

/** Opens the tunnel of a ticket. */
export function openTunnel(
  { backend }: Pick<OperationContext, "backend">,
  { caller, deviceId, protocol }: Ticket,
): Promise<DeviceTunnel> {
  return backend.tunnel(caller, deviceId, protocol);
}

const ticketContent = v.object({
  deviceId: v.string(),
  protocol: tunnelProtocol,
  token: v.string(),
});

/** What somebody else wrote into the store is no ticket. */
async function read(
  tokens: Tokens,
  sealed: string | undefined,
): Promise<v.InferOutput<typeof ticketContent> | undefined> {
  if (sealed === undefined) return undefined;
  const content = await tokens.open(sealed).catch(() => undefined);
  const { success, output } = v.safeParse(ticketContent, content);
  return success ? output : undefined;
}

/** Who reads the store's keys learns no ticket. */
async function key(ticket: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(ticket));
  return `ticket ${base64url.encode(new Uint8Array(hash))}`;
}

function refused(): ApiError {
  return new ApiError(
    "unauthorized",
    "The ticket is not good: it was used, is older than 15 s, or is for another device.",
  );
}
