import assert from "node:assert/strict";
import { readDevices } from "./devices.ts";

Deno.test("the lists of the groups become one list of devices", () => {
  const names = new Map([["mesh//a", "Lab"]]);
  const node = {
    _id: "node//1",
    name: "One",
    rname: "one.local",
    icon: 2,
    conn: 1,
    pwr: 1,
    agent: { id: 17, ver: 3, caps: 15, core: "v1" },
    agct: 1700000000000,
    osdesc: "ChromeOS",
    desc: "by the window",
    tags: ["blue"],
    ip: "10.0.0.7",
    users: ["ada"],
  };
  const devices = readDevices(
    { action: "nodes", nodes: { "mesh//a": [node], "mesh//b": [{ _id: "node//2", conn: 4 }] } },
    names,
  );
  assert.deepEqual(devices[0], {
    id: "node//1",
    name: "One",
    hostName: "one.local",
    groupId: "mesh//a",
    groupName: "Lab",
    online: true,
    connection: 1,
    power: 1,
    icon: 2,
    agent: { id: 17, version: 3, capabilities: 15, core: "v1", connectedAt: 1700000000000 },
    osDescription: "ChromeOS",
    description: "by the window",
    tags: ["blue"],
    address: "10.0.0.7",
    users: ["ada"],
    raw: node,
  });
  assert.equal(devices[1]?.online, false); // AMT alone is not an agent
  assert.equal(devices[1]?.connection, 4);
  assert.equal("agent" in (devices[1] ?? {}), false);
});

Deno.test("whatever a device said about itself, it stays a device of the right shape", () => {
  const hostile = {
    _id: "node//1",
    name: { toString: "x" },
    conn: "1",
    tags: "all",
    users: [{}, "bob"],
    agent: { id: "17", caps: null },
    osdesc: ["<script>"],
    ["__proto__"]: { polluted: true },
  };
  const [device] = readDevices(
    { action: "nodes", nodes: { "mesh//a": [hostile, null, 7] } },
    new Map(),
  );
  assert.equal(device?.name, "");
  assert.equal(device?.online, false);
  assert.deepEqual(device?.tags, []);
  assert.deepEqual(device?.users, ["bob"]);
  assert.deepEqual(device?.agent, { id: 0, version: 0, capabilities: 0 });
  assert.equal(device?.osDescription, undefined);
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
  assert.deepEqual(readDevices({ action: "nodes", nodes: null }, new Map()), []);
});
