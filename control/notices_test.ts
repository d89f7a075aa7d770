import assert from "node:assert/strict";
import { ControlClient } from "./control_client.ts";
import { fakeLogin, FakeSocket } from "./fake_socket_test.ts";

Deno.test("a device cannot say in the server's place that a password was changed", async () => {
  const socket = new FakeSocket();
  socket.onSend = ({ action }) => {
    if (action !== "changepassword") return;
    const done = { action: "msg", type: "notify", msgid: 20 };
    socket.receives({ ...done, nodeid: "node//x" });
    socket.receives({ ...done, fromNodeid: "node//x" });
    socket.receives({ ...done, msgid: 21, value: "Error, password not changed." });
  };
  await using client = await ControlClient.connect(fakeLogin(socket));
  await assert.rejects(client.changeOwnPassword("wrong", "another"), { code: "denied" });
});
