import type { Desired } from "../desired.ts";
import { enrollmentText } from "../enrollment.ts";
import type { LiveDeviceGroup, State } from "../state.ts";
import type { Match } from "./match.ts";
import type { Step } from "./step.ts";

/** Enrolment files that are missing, say something else, or can be read by others. */
export function fileSteps(
  desired: Desired,
  state: State,
  deviceGroups: ReadonlyMap<string, Match<LiveDeviceGroup>>,
): readonly Step[] {
  const names = new Map(desired.deviceGroups.map(({ key, name }) => [key, name]));
  return desired.files.flatMap((file): readonly Step[] => {
    const there = state.files[file.file];
    const id = deviceGroups.get(file.group)?.live.id;
    if (id !== undefined && there?.isPrivate) {
      const group = { id, name: names.get(file.group) ?? file.group };
      if (there.content === enrollmentText(file, group, state.server)) return [];
    }
    return [{ kind: "write-file", ...file, replaces: there !== undefined }];
  });
}
