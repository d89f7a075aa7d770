import assert from "node:assert/strict";
import fc from "fast-check";
import { apply } from "../apply/apply.ts";
import { ApplyError } from "../apply/apply_error.ts";
import { ModelExecutor, ModelFiles } from "../model_executor_test.ts";
import { readState } from "../read_state.ts";
import { consents, groupFeatures, groupRights, groupRoles, siteRoles } from "../rights.ts";
import { parseSpec } from "../spec/parse_spec.ts";
import type { Spec } from "../spec/spec.ts";
import type { State } from "../state.ts";
import { plan, type PlanOptions } from "./plan.ts";

const password = () => Promise.resolve("secret");

class World {
  readonly server = new ModelExecutor();
  readonly files = new ModelFiles();

  state(spec: Spec): Promise<State> {
    return readState(this.server, { spec, files: this.files });
  }

  async apply(spec: Spec, options?: PlanOptions): Promise<void> {
    const steps = plan(spec, await this.state(spec), options);
    await apply(steps, this.server, { password, files: this.files });
  }
}

const keys = ["a", "b", "c", "d"];
const anyNames = (of: Readonly<Record<string, number>>) => fc.subarray(Object.keys(of));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Something that checks would let pass: every name leads somewhere, nothing is there twice. */
const specs: fc.Arbitrary<Spec> = fc.record({
  groups: fc.subarray(keys),
  users: fc.subarray(keys),
  teams: fc.subarray(keys),
}).chain(({ groups, users, teams }) =>
  fc.record({
    deviceGroups: dictionary(
      groups,
      (key) =>
        fc.record({
          name: fc.constantFrom(undefined, `Group ${key}`),
          description: maybe(fc.constantFrom("", "remark", "two words", "a block\n")),
          features: maybe(anyNames(groupFeatures)),
          consent: maybe(anyNames(consents)),
          invite: fc.constantFrom(undefined, false as const, { codes: [`${key}1`, `${key}0`] }),
        }),
    ),
    users: dictionary(users, () =>
      fc.record({
        realName: maybe(fc.constantFrom("", "A Name")),
        email: maybe(fc.constantFrom("A@example.com", "b@example.com")),
        role: maybe(fc.constantFrom(...Object.keys(siteRoles))),
      })),
    userGroups: dictionary(
      teams,
      (key) =>
        fc.record({
          name: fc.constantFrom(undefined, `Team ${key}`),
          description: maybe(fc.constantFrom("", "remark")),
          members: fc.subarray(users),
        }),
    ),
    memberships: fc.subarray(
      groups.flatMap((group) => [
        ...users.map((user) => ({ group, user })),
        ...teams.map((userGroup) => ({ group, userGroup })),
      ]),
    ).chain((pairs) =>
      fc.tuple(...pairs.map((pair) =>
        fc.oneof(
          fc.constantFrom(...Object.keys(groupRoles)),
          anyNames(groupRights),
          fc.integer({ min: 0, max: 0xffff_ffff }),
        ).map((rights) => ({ ...pair, rights }))
      ))
    ),
    enrollment: fc.subarray(
      groups.flatMap((
        group,
      ) => [{ group, file: `${group}.json` }, { group, file: `${group}.msh` }]),
    ),
  })
);

function dictionary<T>(
  names: readonly string[],
  value: (name: string) => fc.Arbitrary<T>,
): fc.Arbitrary<Record<string, T>> {
  return fc.record(Object.fromEntries(names.map((name) => [name, value(name)])));
}

Deno.test("what a plan leads to plans to nothing, from nothing and from any other state", async () => {
  await fc.assert(
    fc.asyncProperty(specs, specs, fc.boolean(), async (before, spec, prune) => {
      const world = new World();
      await world.apply(before);
      await world.apply(spec, { prune });
      assert.deepEqual(plan(spec, await world.state(spec), { prune }).steps, []);
    }),
  );
});

Deno.test("with prune nothing is left that the specification does not list", async () => {
  await fc.assert(fc.asyncProperty(specs, specs, async (before, spec) => {
    const [twice, once] = [new World(), new World()];
    await twice.apply(before);
    await twice.apply(spec, { prune: true });
    await once.apply(spec);
    assert.deepEqual(skeleton(await twice.state(spec)), skeleton(await once.state(spec)));
  }));
});

Deno.test("an apply that is killed after any write, and run again, ends in the same state", async () => {
  await fc.assert(
    fc.asyncProperty(specs, specs, fc.nat(60), async (before, spec, diesAfter) => {
      const [killed, whole] = [new World(), new World()];
      for (const world of [killed, whole]) await world.apply(before);
      killed.server.diesAfter = killed.server.writes + diesAfter;
      await killed.apply(spec, { prune: true }).catch((error) => {
        assert.ok(error instanceof ApplyError, error);
        assert.equal((error.cause as Error).message, "killed");
      });
      killed.server.diesAfter = Infinity;
      await killed.apply(spec, { prune: true });
      await whole.apply(spec, { prune: true });
      assert.deepEqual(names(await killed.state(spec)), names(await whole.state(spec)));
      assert.deepEqual(plan(spec, await killed.state(spec), { prune: true }).steps, []);
    }),
  );
});

Deno.test("the order of a specification does not matter", async () => {
  await fc.assert(fc.asyncProperty(specs, specs, async (before, spec) => {
    const world = new World();
    await world.apply(before);
    const state = await world.state(spec);
    assert.deepEqual(
      plan(reversed(spec), state, { prune: true }),
      plan(spec, state, { prune: true }),
    );
  }));
});

Deno.test("the newline that ends a block in YAML is no part of a description", async () => {
  const world = new World();
  await world.server.createDeviceGroup({ name: "By hand", description: "", flags: 0, consent: 0 });
  const spec = parseSpec(`
deviceGroups:
  kiosks:
    description: |
      In the hall

  byhand:
    name: By hand
    description: |
      In the yard
    adopt: true
userGroups:
  team:
    description: |
      All
`);
  await world.apply(spec);
  const state = await world.state(spec);
  assert.deepEqual(plan(spec, state).steps, []);
  const groups = [...state.deviceGroups, ...state.userGroups];
  assert.deepEqual(groups.map(({ description }) => description).toSorted(), [
    "All",
    "In the hall",
    "In the yard",
  ]);
});

const sorted = (values: readonly unknown[]) => values.map((v) => JSON.stringify(v)).toSorted();

/** What there is and who is linked to it: fields that a specification does not name may differ. */
function skeleton(state: State): unknown {
  const by = new Map([...state.users, ...state.userGroups].map(({ id, name }) => [id, name]));
  return {
    users: sorted(state.users.map(({ id }) => id)),
    userGroups: sorted(state.userGroups.map(({ mark, members }) => [mark, [...members].sort()])),
    deviceGroups: sorted(state.deviceGroups.map(({ mark, rights }) => [
      mark,
      sorted(Object.entries(rights).map(([id, sum]) => [by.get(id), sum])),
    ])),
  };
}

/** What there is, by name: ids differ from server to server. */
function names(state: State): unknown {
  const by = new Map([...state.users, ...state.userGroups].map(({ id, name }) => [id, name]));
  return {
    users: sorted(state.users.map(({ id, realName, email, siteRights, unfinished }) => //
    [id, realName, email, siteRights, unfinished])),
    userGroups: sorted(
      state.userGroups.map((
        { name, description, mark, members },
      ) => [name, description, mark, [...members].sort()]),
    ),
    deviceGroups: sorted(state.deviceGroups.map(({ id: _, rights, ...group }) => [
      group.name,
      group.description,
      group.mark,
      group.flags,
      group.consent,
      group.invite,
      sorted(Object.entries(rights).map(([id, sum]) => [by.get(id), sum])),
    ])),
  };
}

function reversed(spec: Spec): Spec {
  const turn = <T>(value: T): T => {
    if (Array.isArray(value)) return value.map(turn).reverse() as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, turn(member)]).reverse(),
    ) as T;
  };
  return turn(spec);
}
