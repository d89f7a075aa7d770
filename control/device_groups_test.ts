import assert from "node:assert/strict";
import { readDeviceGroup } from "./device_groups.ts";

Deno.test("a group is read with the rights on it", () => {
  const mesh = {
    _id: "mesh//a",
    name: "Lab",
    mtype: 2,
    desc: "ours",
    creation: 1700000000000,
    links: { "user//admin": { name: "admin", rights: 4294967295 }, "ugrp//x": null },
  };
  const group = readDeviceGroup(mesh);
  assert.deepEqual({ ...group, raw: undefined }, {
    id: "mesh//a",
    name: "Lab",
    description: "ours",
    type: 2,
    expireDays: 0,
    flags: 0,
    inviteCodes: [],
    consent: 0,
    createdAt: 1700000000000,
    rights: new Map([["user//admin", 4294967295], ["ugrp//x", 0]]),
    raw: undefined,
  });
});
