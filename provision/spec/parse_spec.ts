import { ProvisionError } from "../errors.ts";
import { checkSpec } from "./check_spec.ts";
import { type Environment, substitute } from "./environment.ts";
import type { Wrong } from "./issues.ts";
import { readSource } from "./source.ts";
import type { Spec } from "./spec.ts";

/** What {@linkcode parseSpec} may be told. */
export interface ParseSpecOptions {
  /** The name of the file: `.json` and `.jsonc` are JSON with comments, all else is YAML. */
  readonly file?: string;
  /** What `${NAME}` stands for. Absent = nothing: each is an error. */
  readonly environment?: Environment;
}

/**
 * A specification from the text of its file.
 *
 * @throws {ProvisionError} `bad-spec`, with every place that is wrong: file, line, path, and what is
 * likely meant.
 *
 * @example
 * ```ts
 * import { parseSpec } from "@cs/meshcentral/provision";
 * import assert from "node:assert/strict";
 *
 * const spec = parseSpec("deviceGroups:\n  kiosks:\n    name: ${SITE} kiosks\n", {
 *   file: "spec.yaml",
 *   environment: { SITE: "Berlin" },
 * });
 * assert.equal(spec.deviceGroups?.kiosks?.name, "Berlin kiosks");
 * ```
 */
export function parseSpec(text: string, options: ParseSpecOptions = {}): Spec {
  const { file = "spec.yaml", environment = {} } = options;
  const source = readSource(text, file);
  if (source.problems.length > 0) throw badSpec(file, source.problems);
  const { value, unset } = substitute(source.value, environment);
  const wrong: readonly Wrong[] = unset.length > 0 ? unset : checkSpec(value);
  if (wrong.length > 0) {
    throw badSpec(file, wrong.map(({ path, message }) => source.problem(path, message)));
  }
  return value as Spec;
}

function badSpec(file: string, problems: ProvisionError["problems"]): ProvisionError {
  const count = problems.length === 1 ? "one thing is" : `${problems.length} things are`;
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  return new ProvisionError("bad-spec", `${file} was not applied: ${count} wrong in it.`, {
    problems: sorted,
  });
}
