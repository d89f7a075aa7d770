import type { Device } from "../../control/mod.ts";
import type { OperationContext } from "../operation.ts";
import type { ApiOperation, OperationKind } from "../schemas/operations.ts";
import type { KeptOperation } from "./operations.ts";

type State = Pick<ApiOperation, "status" | "detail">;

/** The numbers of the texts that agents write into the event log when they did something. */
const LOGGED: Readonly<Record<Exclude<OperationKind, "power">, number>> = {
  "message": 18,
  "toast": 26,
  "open-url": 20,
};

/** Milliseconds until no trace counts as none. */
const POWER_TIME = 180_000;
const LOG_TIME = 30_000;
/** Milliseconds by which the clocks of API and MeshCentral may differ. */
const CLOCKS = 5_000;

/** What shows now whether an operation happened. */
export async function readBack(context: OperationContext, kept: KeptOperation): Promise<State> {
  return kept.kind === "power" ? await readPower(context, kept) : await readLog(context, kept);
}

async function readPower({ backend, caller }: OperationContext, kept: KeptOperation) {
  const device = await (await backend.operator(caller)).device(kept.deviceId);
  if (happened(device, kept)) return state("confirmed", "The device's connection shows it.");
  if (Date.now() - kept.startedAt < POWER_TIME) return accepted();
  return state("failed", `${POWER_TIME / 1000} s later the device's connection does not show it.`);
}

function happened(device: Device, { operation = "", connectedAt, wasOnline }: KeptOperation) {
  if (operation === "wake" || operation === "amt-on") return device.online || device.power === 1;
  if (operation === "reset" || operation === "amt-reset") {
    return wasOnline && (!device.online || device.agent?.connectedAt !== connectedAt);
  }
  return wasOnline && !device.online;
}

async function readLog({ backend, caller }: OperationContext, kept: KeptOperation) {
  const operator = await backend.operator(caller);
  const events = await operator.listEvents({ deviceId: kept.deviceId, limit: 50 });
  const wanted = LOGGED[kept.kind as keyof typeof LOGGED];
  const since = kept.startedAt - CLOCKS;
  const found = events.some(({ msgid, time }) =>
    msgid === wanted && typeof time === "string" && Date.parse(time) >= since
  );
  if (found) return state("confirmed", "The agent wrote it into the event log.");
  if (Date.now() - kept.startedAt < LOG_TIME) return accepted();
  return state("unknown", `${LOG_TIME / 1000} s later the agent has written nothing about it.`);
}

function accepted(): State {
  return state("accepted", "MeshCentral took it; nothing shows so far.");
}

function state(status: ApiOperation["status"], detail: string): State {
  return { status, detail };
}
