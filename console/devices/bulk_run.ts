/**
 * The same for many devices: a few at a time, each with its own result.
 *
 * @module
 */
import type { ApiOperation, PowerOperation } from "./bulk_types.ts";
import { request } from "../session/session.ts";

/** What can be done with many. */
export type BulkKind = "message" | "toast" | "command" | "move" | "power";

/** What is to be done. */
export type BulkAction =
  | { readonly kind: "message" | "toast"; readonly title: string; readonly message: string }
  | { readonly kind: "command"; readonly command: string }
  | { readonly kind: "move"; readonly groupId: string }
  | { readonly kind: "power"; readonly operation: PowerOperation };

/** How far a device is. */
export type BulkResult =
  | { readonly status: "waiting" | "running" }
  | { readonly status: "done" | "unsure"; readonly text: string }
  | { readonly status: "failed"; readonly problem: unknown };

/** Requests on their way at a time. */
const AT_ONCE = 6;
/** Times and milliseconds that an operation is looked after. */
const LOOKS = 12;
const LOOK = 1_500;

/** Does it with every device, and tells of each how it goes. */
export async function runBulk(
  ids: readonly string[],
  action: BulkAction,
  tell: (id: string, result: BulkResult) => void,
  signal: AbortSignal,
): Promise<void> {
  const queue = [...ids];
  const work = async () => {
    for (let id = queue.shift(); id !== undefined && !signal.aborted; id = queue.shift()) {
      tell(id, { status: "running" });
      try {
        tell(id, await runOne(id, action, signal));
      } catch (problem) {
        tell(id, { status: "failed", problem });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function runOne(id: string, action: BulkAction, signal: AbortSignal): Promise<BulkResult> {
  switch (action.kind) {
    case "command": {
      const { command } = action;
      const answer = await request("POST /devices/:id/commands", { id, command, wait: true });
      return { status: answer.accepted ? "done" : "unsure", text: answer.output ?? "" };
    }
    case "move":
      await request("POST /devices/:id/move", { id, groupId: action.groupId });
      return { status: "done", text: "" };
    case "power": {
      const { operation } = action;
      return await follow(await request("POST /devices/:id/power", { id, operation }), signal);
    }
    default: {
      const { title, message } = action;
      const body = { id, message, ...(title === "" ? {} : { title }) };
      const sent = action.kind === "message"
        ? await request("POST /devices/:id/message", body)
        : await request("POST /devices/:id/toast", body);
      return await follow(sent, signal);
    }
  }
}

/** MeshCentral says yes to what may never happen: looks after it until it is known. */
async function follow(begun: ApiOperation, signal: AbortSignal): Promise<BulkResult> {
  let operation = begun;
  for (let look = 0; operation.status === "accepted" && look < LOOKS; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    if (signal.aborted) break;
    operation = await request("GET /operations/:id", { id: begun.id });
  }
  const { status, detail } = operation;
  if (status === "failed") throw new Error(detail);
  return { status: status === "confirmed" ? "done" : "unsure", text: detail };
}
