import type { Executor } from "./executor/executor.ts";
import { type Files, noFiles } from "./files.ts";
import type { Spec } from "./spec/spec.ts";
import type { LiveFile, State } from "./state.ts";

/** What {@linkcode readState} may be told. */
export interface ReadStateOptions {
  /** Its enrolment files are read too. */
  readonly spec?: Spec;
  /** Where they are. */
  readonly files?: Files;
  /** Counts the devices of each group, without which none is removed. @default {true} */
  readonly countDevices?: boolean;
}

/** Reads a server as it is. Writes nothing. */
export async function readState(
  executor: Executor,
  options: ReadStateOptions = {},
): Promise<State> {
  const { spec, files = noFiles, countDevices = true } = options;
  const found: Record<string, LiveFile> = {};
  for (const { file } of spec?.enrollment ?? []) {
    const content = await files.read(file);
    if (content !== undefined) found[file] = content;
  }
  return {
    server: await executor.server(),
    account: await executor.account(),
    deviceGroups: await executor.deviceGroups({ countDevices }),
    invisibleGroups: await executor.invisibleGroups(),
    users: await executor.users(),
    userGroups: await executor.userGroups(),
    files: found,
  };
}
