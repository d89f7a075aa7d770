import { type OptionNames, unknownOption } from "../protocol/unknown_option.ts";
import { ControlError } from "./errors.ts";
import type { ControlOptions } from "./types.ts";

/** The names of {@linkcode ControlOptions}. */
export const CONTROL_OPTIONS: OptionNames<ControlOptions> = {
  url: 1,
  username: 1,
  password: 1,
  loginToken: 1,
  loginKey: 1,
  cookie: 1,
  domainKey: 1,
  token: 1,
  login: 1,
  headers: 1,
  webSocket: 1,
  signal: 1,
  timeout: 1,
  keepAlive: 1,
};

/**
 * Refuses an option that does not exist. What `addLoginToken()` returns may be a `loginToken` as it is,
 * so that one may have more members.
 *
 * @throws {ControlError} `bad-options`
 */
export function checkControlOptions(options: ControlOptions): void {
  checkOptions(options, CONTROL_OPTIONS);
}

/** Refuses an option that does not exist. @param place What the options belong to. */
export function checkOptions<Options extends object>(
  options: Options | undefined,
  names: OptionNames<Options>,
  place = "",
): void {
  const unknown = unknownOption(options, names);
  if (unknown !== undefined) throw new ControlError("bad-options", place + unknown);
}
