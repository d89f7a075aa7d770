/**
 * MeshCentral's English results, as errors.
 *
 * @module
 */
import { ControlError, type ControlErrorCode } from "./errors.ts";
import { text } from "./json.ts";
import type { ControlMessage } from "./types.ts";

const meanings: readonly (readonly [RegExp, ControlErrorCode])[] = [
  [/denied/i, "denied"],
  [/already exists/i, "exists"],
  [/^unable to route|^agent not connected/i, "device-offline"],
  [
    /^(unknown|invalid (group|device|node|device share) ?id(entifier)?)|does not exist|not found|not in group/i,
    "not-found",
  ],
];

/**
 * Throws unless the result of an answer is `ok`, in either case.
 *
 * @param what was not done, as the start of a sentence.
 */
export function expectOk(answer: ControlMessage, what: string): void {
  const result = text(answer["result"]);
  if (result?.toLowerCase() === "ok") return;
  throw rejection(result, what);
}

/** The error for a result that is not `ok`. */
export function rejection(result: string | undefined, what: string): ControlError {
  const code = meanings.find(([pattern]) => pattern.test(result ?? ""))?.[1] ?? "rejected";
  return new ControlError(code, `${what}: the server says "${result ?? "nothing"}".`, { result });
}
