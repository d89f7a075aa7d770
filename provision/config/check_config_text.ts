import type { Problem } from "../errors.ts";
import { readSource } from "../spec/source.ts";
import { checkConfig } from "./check_config.ts";

/** Everything in the text of a config.json that MeshCentral would refuse, or ignore silently. */
export function checkConfigText(text: string, file = "config.json"): readonly Problem[] {
  const source = readSource(text, file.endsWith(".json") ? file : `${file}.json`);
  if (source.problems.length > 0) return source.problems;
  if (typeof source.value !== "object" || source.value === null || Array.isArray(source.value)) {
    return [source.problem([], "config.json must be an object")];
  }
  return checkConfig(source.value as Readonly<Record<string, unknown>>)
    .map(({ path, message }) => source.problem(path, message));
}
