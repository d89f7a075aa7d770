import type { Device } from "../../control/mod.ts";
import { ApiError } from "../errors.ts";
import { shortId } from "../ids.ts";
import type { OperationContext } from "../operation.ts";
import type { ApiOperation, OperationInput, OperationKind } from "../schemas/operations.ts";
import type { ApiStore } from "../stores/store.ts";
import { readBack } from "./read_back.ts";

/** What operations that are looked after need. */
export interface TrackedContext extends OperationContext {
  /** Where they are kept, for whichever instance is asked. */
  readonly store: ApiStore;
}

/** An operation as it is kept. */
export interface KeptOperation {
  /** As the caller knows it. */
  readonly id: string;
  /** What was asked. */
  readonly kind: OperationKind;
  /** Of power: what was asked. */
  readonly operation?: string;
  /** `node//…` */
  readonly deviceId: string;
  /** `user//…`, whose it is. */
  readonly userId: string;
  /** In milliseconds, by the API's clock. */
  readonly startedAt: number;
  /** When the agent had connected, before. */
  readonly connectedAt?: number;
  /** Whether the agent was connected, before. */
  readonly wasOnline: boolean;
  /** What came of it, once that is known. */
  readonly settled?: Pick<ApiOperation, "status" | "detail">;
}

/** Milliseconds that an operation can be asked for. */
const KEPT = 3_600_000;

/** Sends something to a device, and keeps that it was sent. */
export async function track(
  { backend, caller, store }: TrackedContext,
  deviceId: string,
  what: { readonly kind: OperationKind; readonly operation?: string; readonly offline?: boolean },
  send: (device: Device) => Promise<unknown>,
): Promise<ApiOperation> {
  const operator = await backend.operator(caller);
  const device = await operator.device(deviceId);
  const { kind, operation, offline = false } = what;
  const sent: KeptOperation = {
    id: crypto.randomUUID(),
    kind,
    ...(operation === undefined ? {} : { operation }),
    deviceId: device.id,
    userId: caller.userId,
    startedAt: Date.now(),
    wasOnline: device.online,
    ...(device.agent?.connectedAt === undefined ? {} : { connectedAt: device.agent.connectedAt }),
  };
  const kept: KeptOperation = device.online || offline
    ? (await send(device), sent)
    : { ...sent, settled: { status: "failed", detail: "The agent is not connected." } };
  await store.set(key(kept.id), JSON.stringify(kept), Date.now() + KEPT);
  return apiOperation(kept, { status: "accepted", detail: "MeshCentral took it." });
}

/** How far an operation is, by what can be read back now. */
export async function getOperation(
  context: TrackedContext,
  { id }: OperationInput,
): Promise<ApiOperation> {
  const { store, caller } = context;
  const found = await store.get(key(id));
  const kept = found === undefined ? undefined : JSON.parse(found) as KeptOperation;
  if (kept?.userId !== caller.userId) {
    throw new ApiError("not_found", "There is no such operation, or it is older than an hour.");
  }
  if (kept.settled !== undefined) return apiOperation(kept, kept.settled);
  const state = await readBack(context, kept);
  if (state.status !== "accepted") {
    const settled = JSON.stringify({ ...kept, settled: state });
    await store.set(key(id), settled, kept.startedAt + KEPT);
  }
  return apiOperation(kept, state);
}

function apiOperation(
  { id, kind, deviceId, startedAt, settled }: KeptOperation,
  state: Pick<ApiOperation, "status" | "detail">,
): ApiOperation {
  return {
    id,
    kind,
    ...settled ?? state,
    deviceId: shortId(deviceId),
    startedAt: new Date(startedAt).toISOString(),
  };
}

function key(id: string): string {
  return `operation ${id}`;
}
