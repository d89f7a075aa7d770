import type { Desired } from "../desired.ts";
import { withMark } from "../marker.ts";
import type { LiveUserGroup, State } from "../state.ts";
import { differences } from "./differences.ts";
import { markedDescription } from "./live_fields.ts";
import type { Match } from "./match.ts";
import type { Note, Step } from "./step.ts";
import { userIdOf } from "./user_steps.ts";

/** User groups that are missing or different, and members that are missing. */
export function userGroupSteps(
  desired: Desired,
  state: State,
  matches: ReadonlyMap<string, Match<LiveUserGroup>>,
): { readonly steps: readonly Step[]; readonly notes: readonly Note[] } {
  const groups: Step[] = [];
  const members: Step[] = [];
  const notes: Note[] = [];
  for (const group of desired.userGroups) {
    const { key, name } = group;
    const mark = { owner: desired.owner, key };
    const found = matches.get(key);
    if (found === undefined) {
      const description = withMark(group.description ?? "", mark);
      groups.push({ kind: "create-user-group", key, name, description });
    } else {
      const { live, ours } = found;
      if (!ours) notes.push({ kind: "adopted", message: `user group ${name}` });
      const current = { name: live.name, description: markedDescription(live) };
      const wanted = {
        name,
        description: markedDescription({
          description: group.description ?? live.description,
          mark: ours ? mark : live.mark,
        }),
      };
      const { set, changes } = differences(wanted, current);
      if (changes.length > 0) {
        groups.push({ kind: "update-user-group", key, id: live.id, set, changes });
      }
    }
    for (const user of group.members ?? []) {
      const id = userIdOf(user, state);
      if (id === state.account) {
        const message = `The account "${user}" is the one this runs as: it is put into no group.`;
        notes.push({ kind: "warning", message });
      } else if (!found?.live.members.includes(id)) {
        members.push({ kind: "add-member", group: key, user });
      }
    }
  }
  return { steps: [...groups, ...members], notes };
}
