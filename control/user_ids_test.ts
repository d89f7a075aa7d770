import assert from "node:assert/strict";
import { ControlClient } from "./control_client.ts";
import { fakeLogin, FakeSocket } from "./fake_socket_test.ts";

/** A client of a server with these accounts, and to whom it gave rights. */
async function setUp(...ids: readonly string[]) {
  const socket = new FakeSocket();
  const given: unknown[] = [];
  socket.onSend = ({ action, tag, responseid, userids }) => {
    if (action === "users") {
      const users = ids.map((_id) => ({ _id, name: _id }));
      socket.receives({ action, users, tag, responseid });
    }
    if (action === "addmeshuser") {
      given.push(...userids as string[]);
      socket.receives({ action, success: 1, responseid });
    }
  };
  return { client: await ControlClient.connect(fakeLogin(socket)), given };
}

Deno.test("who writes an own account of MeshCentral with capitals means the one in lower case", async () => {
  const { client, given } = await setUp("user//bob");
  await client.setDeviceGroupUser("group", "Bob", 1);
  assert.deepEqual(given, ["user//bob"]);
  await client.close();
});

Deno.test("an account of LDAP or of single sign-on keeps its capitals", async () => {
  const { client, given } = await setUp("user//Ann", "user//~saml:Bob@Example.com");
  const users = ["Ann", "~saml:Bob@Example.com", "user//~saml:Bob@Example.com", "user//Cy"];
  for (const user of users) await client.setDeviceGroupUser("group", user, 1);
  assert.deepEqual(given, [
    "user//Ann",
    "user//~saml:Bob@Example.com",
    "user//~saml:Bob@Example.com",
    "user//Cy",
  ]);
  await client.close();
});

Deno.test("a user group is a holder of rights by its full id, whose capitals matter", async () => {
  const { client, given } = await setUp();
  await client.setDeviceGroupUser("group", "ugrp//Ab3", 1);
  assert.deepEqual(given, ["ugrp//Ab3"]);
  await client.close();
});
