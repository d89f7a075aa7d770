import type { Desired, DesiredUser } from "../desired.ts";
import { ProvisionError } from "../errors.ts";
import { MANAGED_KEY, managedGroupName, withMark } from "../marker.ts";
import type { LiveUser, LiveUserGroup, State } from "../state.ts";
import { differences } from "./differences.ts";
import type { Note, Step, UserFields } from "./step.ts";

/** The accounts of this owner that are there. */
export interface ManagedUsers {
  /** The user group whose members they are; undefined = there is none yet. */
  readonly group: LiveUserGroup | undefined;
  /** Their ids; those that an interrupted apply left unfinished too. */
  readonly ids: ReadonlySet<string>;
}

/** Finds the accounts of this owner. */
export function managedUsers(state: State, owner: string): ManagedUsers {
  const groups = state.userGroups.filter(({ mark }) =>
    mark?.owner === owner && mark.key === MANAGED_KEY
  );
  if (groups.length > 1) {
    throw new ProvisionError(
      "ambiguous",
      `${groups.length} user groups carry the mark of the accounts of "${owner}".`,
      { hint: "Remove all but one of them, with its members in it." },
    );
  }
  const unfinished = state.users.filter((user) => user.unfinished === owner).map(({ id }) => id);
  const ids = new Set([...groups[0]?.members ?? [], ...unfinished]);
  ids.delete(state.account);
  return { group: groups[0], ids };
}

/** The id that an account has or will have. */
export function userIdOf(name: string, state: State): string {
  return `user/${state.server.domain}/${name.toLowerCase()}`;
}

/** Accounts that are missing or different. */
export function userSteps(
  desired: Desired,
  state: State,
  managed: ManagedUsers,
): { readonly steps: readonly Step[]; readonly notes: readonly Note[] } {
  const live = new Map(state.users.map((user) => [user.id, user]));
  const steps: Step[] = [];
  const notes: Note[] = [];
  for (const user of desired.users) {
    const id = userIdOf(user.name, state);
    const there = live.get(id);
    if (id === state.account) {
      const message = `The account "${user.name}" is the one this runs as: it is left as it is.`;
      notes.push({ kind: "warning", message });
    } else if (there === undefined) {
      steps.push(create(user, desired.owner));
    } else {
      if (!managed.ids.has(id)) {
        if (!user.adopt) throw notOurs(user);
        notes.push({ kind: "adopted", message: `user ${user.name}` });
      } else if (!managed.group?.members.includes(id)) {
        steps.push({ kind: "add-member", group: MANAGED_KEY, user: user.name.toLowerCase() });
      }
      steps.push(...update(user, there));
    }
  }
  const needsGroup = managed.group === undefined &&
    steps.some(({ kind }) => kind === "create-user" || kind === "add-member");
  if (needsGroup) steps.unshift(createManagedGroup(desired.owner));
  return { steps, notes };
}

function create(user: DesiredUser, owner: string): Step {
  return {
    kind: "create-user",
    name: user.name,
    owner,
    password: user.password,
    realName: user.realName ?? "",
    email: user.email || undefined,
    emailVerified: user.emailVerified,
    siteRights: user.siteRights ?? 0,
    resetPassword: user.resetPassword,
  };
}

function update(user: DesiredUser, live: LiveUser): readonly Step[] {
  const wanted: UserFields = {
    ...(user.realName === undefined ? {} : { realName: user.realName }),
    ...(user.email === undefined ? {} : { email: user.email }),
    ...(user.emailVerified === undefined ? {} : { emailVerified: user.emailVerified }),
    ...(user.siteRights === undefined ? {} : { siteRights: user.siteRights }),
  };
  const { set, changes } = differences(wanted, { ...live, email: live.email.toLowerCase() });
  const unmarked = live.unfinished === undefined
    ? {}
    : { realName: user.realName ?? live.realName };
  const all = { ...unmarked, ...set };
  if (Object.keys(all).length === 0) return [];
  return [{ kind: "update-user", id: live.id, name: user.name, set: all, changes }];
}

function createManagedGroup(owner: string): Step {
  return {
    kind: "create-user-group",
    key: MANAGED_KEY,
    name: managedGroupName(owner),
    description: withMark("Accounts that cs-provision made; it removes only these.", {
      owner,
      key: MANAGED_KEY,
    }),
  };
}

function notOurs({ name }: DesiredUser): ProvisionError {
  return new ProvisionError(
    "not-ours",
    `There is an account "${name}" already, and it was not made by this tool.`,
    {
      hint: `Say \`adopt: true\` at "${name}" to manage it (it is never removed then), or take ` +
        "another name.",
    },
  );
}
