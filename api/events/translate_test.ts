import assert from "node:assert/strict";
import { translate } from "./translate.ts";

Deno.test("other people's addresses and links, command lines and links to devices stay behind", () => {
  const secrets = {
    email: "x@secret.example",
    links: { "mesh//secret": { rights: 8 } },
    cmds: "echo secret",
    url: "https://secret.example",
  };
  for (
    const action of [
      "accountchange",
      "accountcreate",
      "nodeconnect",
      "changenode",
      "meshchange",
      "runcommands",
      "addedDeviceShare",
      "loginTokenAdded",
      "usergroupchange",
      "anything",
    ]
  ) {
    const event = translate({
      action,
      ...secrets,
      account: { _id: "user//bob", ...secrets },
      node: { _id: "node//n", meshid: "mesh//m", name: "n", ...secrets },
      deviceShares: [secrets],
      newToken: secrets,
      userid: "user//admin",
      nodeid: "node//n",
    }, 0);
    assert.ok(!JSON.stringify(event ?? "").includes("secret"), action);
  }
});

Deno.test("a device that connects is told with its state", () => {
  const told = translate(
    { action: "nodeconnect", nodeid: "node//n", meshid: "mesh//m", conn: 1, pwr: 1 },
    0,
  );
  assert.deepEqual(told, {
    type: "device.connection",
    time: "1970-01-01T00:00:00.000Z",
    deviceId: "n",
    groupId: "m",
    conn: 1,
    pwr: 1,
    online: true,
  });
});

Deno.test("an account is named by who it is, not by who changed it", () => {
  const told = translate({
    action: "accountchange",
    userid: "user//admin",
    account: { _id: "user//bob" },
    time: "2026-01-01T00:00:00.000Z",
  }, 0);
  assert.deepEqual([told?.type, told?.userid, told?.by], ["user.changed", "bob", "admin"]);
});
