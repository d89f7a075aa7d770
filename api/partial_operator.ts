import { type Operator, type OperatorMethod, READS, WRITES } from "./backend.ts";
import { ApiError } from "./errors.ts";

/**
 * The operator of a backend that cannot do everything: the methods that are not there reject with
 * `not_supported`, instead of being undefined.
 *
 * @param why What a person is told of a method that is not there.
 *
 * @example
 * ```ts
 * import { partialOperator } from "@cs/meshcentral/api";
 * import assert from "node:assert/strict";
 *
 * const operator = partialOperator({ devices: () => Promise.resolve([]) }, (name) => `no ${name}`);
 * assert.deepEqual(await operator.devices(), []);
 * await assert.rejects(operator.users(), { code: "not_supported", message: "no users" });
 * ```
 */
export function partialOperator(
  methods: Partial<Operator>,
  why: (name: OperatorMethod) => string,
): Operator {
  const names: readonly OperatorMethod[] = [...READS, ...WRITES, "agentDownloadUrl"];
  const missing = names.map((name) =>
    [name, () => Promise.reject(new ApiError("not_supported", why(name)))] as const
  );
  const operator: unknown = { ...Object.fromEntries(missing), ...methods };
  return operator as Operator;
}
