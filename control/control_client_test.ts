import assert from "node:assert/strict";
import { ControlClient } from "./control_client.ts";
import { fakeLogin, FakeSocket } from "./fake_socket_test.ts";
import type { ControlMessage } from "./types.ts";

type Answers = (message: ControlMessage) => readonly ControlMessage[];

/** A client of a server that answers as the function says; ids are added to the answers. */
async function connect(answers: Answers): Promise<ControlClient> {
  const socket = new FakeSocket();
  socket.onSend = (message) => {
    const { responseid, tag } = message;
    for (const answer of answers(message)) {
      socket.receives(answer.action === "event" ? answer : { responseid, tag, ...answer });
    }
  };
  return await ControlClient.connect({ ...fakeLogin(socket), timeout: 50 });
}

const lab = { _id: "mesh//a", name: "Lab", mtype: 2 };

Deno.test("devices carry the name of their group, and one is found by its short id", async () => {
  await using client = await connect(({ action }) => [
    action === "meshes"
      ? { action, meshes: [lab] }
      : { action, nodes: { "mesh//a": [{ _id: "node//x", name: "X" }] } },
  ]);
  const [device] = await client.devices();
  assert.equal(device?.groupName, "Lab");
  assert.equal((await client.device("x")).name, "X");
  await assert.rejects(client.device("y"), { code: "not-found" });
});

Deno.test("a group is asked for by its full id, and an unknown one is an error", async () => {
  const asked: unknown[] = [];
  await using client = await connect(({ action, meshid }) => {
    if (action === "meshes") return [{ action, meshes: [] }];
    asked.push(meshid);
    return [{ action, result: "Invalid group id" }];
  });
  await assert.rejects(client.devices({ groupId: "a" }), { code: "not-found" });
  assert.deepEqual(asked, ["mesh//a"]);
});

Deno.test("a new group is returned as it was made; a refused one is an error", async () => {
  await using client = await connect(({ action, meshname }) => [
    meshname === ""
      ? { action, result: "Invalid group name" }
      : { action, result: "ok", meshid: "mesh//n", links: { "user//admin": { rights: 1 } } },
  ]);
  const group = await client.addDeviceGroup("New", { description: "d" });
  assert.deepEqual([group.id, group.name, group.description], ["mesh//n", "New", "d"]);
  assert.equal(group.rights.get("user//admin"), 1);
  await assert.rejects(client.addDeviceGroup(""), {
    code: "rejected",
    result: "Invalid group name",
  });
});

Deno.test("devices are removed by an answer (1.1) or by what everybody is told (0.7)", async () => {
  await using client = await connect(({ action, nodeids }) => {
    const [nodeid] = nodeids as string[];
    return nodeid === "node//new"
      ? [{ action, result: "ok" }]
      : [{ action: "event", event: { action: "removenode", nodeid } }];
  });
  await client.removeDevices(["new", "node//old"]);
});

Deno.test("when some devices are not removed, the error counts them", async () => {
  await using client = await connect(({ action, nodeids }) => [
    { action, result: String(nodeids).includes("bad") ? "Denied" : "ok" },
  ]);
  await assert.rejects(client.removeDevices(["a", "bad", "b", "bad2"]), {
    code: "denied",
    message: /^2 of 4 devices were not removed/,
  });
  await assert.rejects(client.removeDevices(["bad"]), {
    message: /^The device bad was not removed/,
  });
});

Deno.test("details that a device never reported are undefined", async () => {
  await using client = await connect(({ action, nodeid, tag }) => {
    const known = nodeid === "node//x";
    if (action === "getsysinfo") {
      return [
        known ? { action, nodeid, tag, hardware: { cpu: 1 } } : { action, tag, noinfo: true },
      ];
    }
    const netif2 = known ? { eth0: [{ address: "10.0.0.7" }] } : null;
    return [{ action, nodeid, netif2, updateTime: 5 }];
  });
  assert.deepEqual((await client.deviceSystemInfo("x"))?.["hardware"], { cpu: 1 });
  assert.equal(await client.deviceSystemInfo("y"), undefined);
  assert.deepEqual(await client.deviceNetworkInfo("x"), {
    updatedAt: 5,
    interfaces: { eth0: [{ address: "10.0.0.7" }] },
  });
  assert.equal(await client.deviceNetworkInfo("y"), undefined);
});
