import { type OptionNames, unknownOption } from "../protocol/unknown_option.ts";
import { AgentError } from "./agent_error.ts";

/**
 * Refuses an option that does not exist.
 *
 * @param place The function or option that the options belong to, as the error names it.
 * @throws {AgentError} `bad-options`
 */
export function checkOptions<Options extends object>(
  options: Options | undefined,
  names: OptionNames<Options>,
  place: string,
): void {
  const unknown = unknownOption(options, names);
  if (unknown !== undefined) throw new AgentError("bad-options", place + unknown);
}
