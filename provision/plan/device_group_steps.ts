import type { Desired, DesiredDeviceGroup } from "../desired.ts";
import { withMark } from "../marker.ts";
import type { LiveDeviceGroup, Mark } from "../state.ts";
import { differences } from "./differences.ts";
import { markedDescription } from "./live_fields.ts";
import type { Match } from "./match.ts";
import type { DeviceGroupFields, Note, Step } from "./step.ts";

/** Device groups that are missing or different. */
export function deviceGroupSteps(
  desired: Desired,
  matches: ReadonlyMap<string, Match<LiveDeviceGroup>>,
): { readonly steps: readonly Step[]; readonly notes: readonly Note[] } {
  const steps: Step[] = [];
  const notes: Note[] = [];
  for (const group of desired.deviceGroups) {
    const mark = { owner: desired.owner, key: group.key };
    const found = matches.get(group.key);
    if (found === undefined) {
      steps.push(create(group, mark));
      continue;
    }
    const { live, ours } = found;
    if (!ours) notes.push({ kind: "adopted", message: `device group ${group.name}` });
    const { set, changes } = differences(
      fieldsOf(group, live, ours ? mark : live.mark),
      currentOf(live),
    );
    if (changes.length > 0) {
      steps.push({ kind: "update-device-group", key: group.key, id: live.id, set, changes });
    }
  }
  return { steps, notes };
}

function create(group: DesiredDeviceGroup, mark: Mark): Step {
  return {
    kind: "create-device-group",
    key: group.key,
    name: group.name,
    description: withMark(group.description ?? "", mark),
    flags: group.flags ?? 0,
    consent: group.consent ?? 0,
    invite: group.invite || undefined,
  };
}

function fieldsOf(
  group: DesiredDeviceGroup,
  live: LiveDeviceGroup,
  mark: Mark | undefined,
): DeviceGroupFields {
  return {
    name: group.name,
    description: markedDescription({ description: group.description ?? live.description, mark }),
    ...(group.flags === undefined ? {} : { flags: group.flags }),
    ...(group.consent === undefined ? {} : { consent: group.consent }),
    ...(group.invite === undefined ? {} : { invite: group.invite }),
  };
}

function currentOf(live: LiveDeviceGroup): Required<DeviceGroupFields> {
  const { name, description, mark, flags, consent, invite } = live;
  return {
    name,
    description: markedDescription({ description, mark }),
    flags,
    consent,
    invite: invite === undefined ? false : { codes: invite.codes.toSorted(), flags: invite.flags },
  };
}
