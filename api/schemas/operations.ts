import * as v from "valibot";
import { id, type Schema, time } from "./common.ts";

/** What was asked of a device. */
export type OperationKind = "power" | "message" | "toast" | "open-url";

/** How far it is. */
export type OperationStatus =
  /** MeshCentral took it; nothing has been read back so far. */
  | "accepted"
  /** What was read back shows that it happened. */
  | "confirmed"
  /** It cannot have happened; `detail` says why. */
  | "failed"
  /** Nothing was read back in time: it may have happened or not. */
  | "unknown";

/**
 * MeshCentral says `ok` to what may never happen. So an operation is taken first, and then looked
 * after: by the connection state of the device, and by what its agent wrote into the event log.
 */
export interface ApiOperation {
  /** For `GET /operations/:id`. */
  readonly id: string;
  /** What was asked. */
  readonly kind: OperationKind;
  /** How far it is. */
  readonly status: OperationStatus;
  /** In a sentence. */
  readonly detail: string;
  /** Of the device, short. */
  readonly deviceId: string;
  /** When it was asked. */
  readonly startedAt: string;
}

/** See {@linkcode ApiOperation}. */
export const apiOperation: Schema<ApiOperation> = v.object({
  id: v.string(),
  kind: v.picklist(["power", "message", "toast", "open-url"]),
  status: v.picklist(["accepted", "confirmed", "failed", "unknown"]),
  detail: v.string(),
  deviceId: v.string(),
  startedAt: time,
});

/** One operation. */
export interface OperationInput {
  /** As it was answered. */
  readonly id: string;
}

/** See {@linkcode OperationInput}. */
export const operationInput: Schema<OperationInput> = v.object({ id });
