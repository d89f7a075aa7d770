import assert from "node:assert/strict";
import { parseEnrollment } from "../../protocol/mod.ts";
import { enrolmentLink } from "./enrolment_link.ts";

Deno.test("the link has everything an agent needs, and nothing of it outside of the fragment", () => {
  const server = {
    name: "mesh.example.com",
    domain: "",
    port: 443,
    serverId: "ab".repeat(48),
    serverHash: "cd".repeat(48),
    warnings: [],
  };
  const group = { id: "A".repeat(64), name: "Front desks & more" };
  const link = new URL(enrolmentLink("https://console.example.com/a/?x=1#/groups", server, group));
  assert.equal(link.pathname + link.search, "/a/enroll.html");
  assert.deepEqual(parseEnrollment(decodeURIComponent(link.hash.slice(1))), {
    server: "wss://mesh.example.com/agent.ashx",
    meshId: group.id,
    meshName: group.name,
    serverHash: server.serverHash,
    serverId: server.serverId,
  });
});
