import { ControlError } from "../../../control/mod.ts";
import {
  expectDone,
  expectLogin,
  parseDeviceGroups,
  parseDeviceGroupUsers,
  parseDevices,
  parseSessions,
  parseUserGroups,
  parseUsers,
} from "../../../control/meshctrl/mod.ts";
import { expectFields, expectTexts } from "../expect.ts";
import { textOf } from "../frame.ts";
import { recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";

/** What meshctrl prints; names in it are those of devices and people. */
export const meshctrlTargets: readonly FuzzTarget[] = [
  reader("parseDevices", parseDevices, (devices) => {
    for (const device of devices) {
      expectFields(device, { id: "string", name: "string", icon: "number", conn: "number" });
    }
  }),
  reader("parseUsers", parseUsers, (users) => {
    for (const user of users) expectFields(user, { id: "string", name: "string" });
  }),
  reader("parseDeviceGroups", parseDeviceGroups, (groups) => {
    for (const group of groups) expectFields(group, { id: "string", name: "string" });
  }),
  reader("parseDeviceGroupUsers", parseDeviceGroupUsers, (users) => {
    for (const { id, rights } of users) expectTexts([id, ...rights]);
  }),
  reader("parseSessions", parseSessions, (sessions) => {
    for (const [id, count] of sessions) {
      expectFields({ id, count }, { id: "string", count: "number" });
    }
  }),
  reader("parseUserGroups", parseUserGroups, (groups) => {
    for (const group of groups) {
      expectFields(group, { id: "string", name: "string", "description?": "string" });
      expectTexts([...group.users, ...group.rights.keys()]);
    }
  }),
  reader("expectDone", (output) => expectDone(output, "It was not done"), (id) => {
    if (id !== undefined) expectTexts([id]);
  }),
  reader("expectLogin", expectLogin, () => {}),
];

function reader<T>(
  name: string,
  read: (output: string) => T,
  expectValue: (value: T) => void,
): FuzzTarget {
  return {
    name: `control/meshctrl ${name}`,
    covers: [name],
    seeds: single(recorded("texts/meshctrl")),
    most: 1,
    inputs: 100_000,
    run([frame = ""]) {
      let value: T;
      try {
        value = read(textOf(frame));
      } catch (error) {
        if (error instanceof ControlError) return;
        throw error;
      }
      expectValue(value);
    },
  };
}
