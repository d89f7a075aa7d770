import { fullId } from "./ids.ts";
import { text } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/**
 * To some requests the server says `ok` at once, and that it refuses them only when it has looked up
 * the rights. Does a task and returns with its result the refusals that came late, by the
 * `responseid` of their request. Another request, answered after them, shows that there are no more.
 */
export async function withLateRefusals<T>(
  session: Session,
  action: string,
  options: CallOptions,
  task: () => Promise<T>,
): Promise<readonly [T, ReadonlyMap<unknown, string>]> {
  const refused = ({ action: other, responseid, result }: ControlMessage): boolean =>
    other === action && responseid !== undefined && typeof result === "string" && !isOk(result);
  const late = session.messages(refused);
  try {
    const result = await task();
    const nobody = fullId("node", session.serverInfo.domain, "none");
    await session.request({ action: "nodes", id: nobody }, options); // looks up rights as well
    late.end();
    const refusals = new Map<unknown, string>();
    for await (const { responseid, result } of late) refusals.set(responseid, text(result) ?? "");
    return [result, refusals];
  } finally {
    late.end();
  }
}

/** Whether the server says so, in either case. */
export function isOk(result: unknown): boolean {
  return typeof result === "string" && result.toLowerCase() === "ok";
}
