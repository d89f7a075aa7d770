import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BrowserAgent } from "../agent/mod.ts";
import { ControlClient } from "../control/mod.ts";
import { installMeshCentral } from "../launcher/meshcentral/install.ts";
import { serverFolders, spawnMeshCentral } from "../launcher/meshcentral/process.ts";
import { waitUntilReady } from "../launcher/meshcentral/ready.ts";
import { scriptedAgent } from "./scripted_agent.ts";
import { startTestServer, type TestServer } from "./test_server.ts";
import { until } from "./until.ts";

/** Runs the server's data again, with a second domain that is a path. */
async function withDomain(test: TestServer, domain: string): Promise<AsyncDisposable> {
  const { server } = test;
  await server.kill();
  const folders = await serverFolders(
    await installMeshCentral({ version: server.version }),
    server.dataFolder,
  );
  const file = join(folders.data, "config.json");
  const config = JSON.parse(await readFile(file, "utf8"));
  config.settings.manageCrossDomain = [`user//${server.admin.username}`];
  config.domains[domain] = { allowedOrigin: ["127.0.0.1"] };
  await writeFile(file, JSON.stringify(config));
  const child = spawnMeshCentral(folders);
  await waitUntilReady(child, { url: server.url, timeout: 60_000 });
  return {
    async [Symbol.asyncDispose]() {
      await child.end("SIGINT");
    },
  };
}

Deno.test("a domain that is a path has its own users, groups, devices and tunnels", async () => {
  await using test = await startTestServer();
  await using _child = await withDomain(test, "lab");
  await using admin = await test.operator();
  const made = await admin.request({
    action: "adduser",
    username: "Bob",
    pass: "one",
    domain: "lab",
    siteadmin: 0xffff_ffff,
  });
  assert.equal(made["result"], "ok");

  const url = `${test.server.webSocketUrl}/lab`;
  await using bob = await ControlClient.connect({ url, username: "bob", password: "one" });
  assert.equal(bob.userInfo._id, "user/lab/bob");
  assert.equal(bob.serverInfo.domain, "lab");
  await assert.rejects(
    ControlClient.connect({ url: test.server.webSocketUrl, username: "bob", password: "one" }),
    { code: "login-refused" },
  );
  const group = await bob.addDeviceGroup("in the lab");
  assert.match(group.id, /^mesh\/lab\//);
  assert.deepEqual((await bob.users()).map(({ id }) => id), ["user/lab/bob"]);
  assert.equal((await bob.editUser("bob", { realName: "B" })).realName, "B");
  await bob.setUserPassword("bob", "two");
  const team = await bob.addUserGroup("team");
  assert.deepEqual((await bob.addUserGroupMembers(team.id, ["bob"])).members, ["user/lab/bob"]);
  const { auth } = await bob.tunnelCookies();
  await (await ControlClient.connect({ url, cookie: auth })).close();
  const download = await fetch(bob.agentDownloadUrl(group.id, { type: 6 }));
  assert.equal(download.status, 200);
  await download.body?.cancel();

  const { feature } = scriptedAgent(test.server.webSocketUrl);
  const agent = new BrowserAgent({
    ...test.enrollment,
    server: `${url}/agent.ashx`,
    meshId: group.id,
    features: [feature],
  });
  await agent.connect();
  const id = `node/lab/${agent.nodeId}`;
  await until(async () => (await bob.devices()).find((device) => device.id === id));
  await bob.setNotes(agent.nodeId ?? "", "noted");
  await using tunnel = await bob.openTunnel(id, { protocol: "files" });
  await tunnel.send("hello");
  for await (const frame of tunnel) if (frame === "hello") break;
  await agent.close();

  const forms = ["/lab", "/lab/", "/lab//", "/lab/control.ashx", "/lab/agent.ashx"];
  for (const form of forms) {
    const server = test.server.webSocketUrl + form;
    await using again = new BrowserAgent({ ...test.enrollment, server, meshId: group.id });
    await again.connect();
    await using client = await ControlClient.connect({
      url: server,
      username: "bob",
      password: "two",
    });
    assert.equal(client.serverInfo.domain, "lab", form);
  }
  for (const domain of ["nosuch", "lab2", "my%20lab"]) {
    const server = `${test.server.webSocketUrl}/${domain}`;
    const hint = new RegExp(`no domain “${domain}”`);
    const stranger = new BrowserAgent({ ...test.enrollment, server });
    await assert.rejects(stranger.connect(), { code: "connection-closed", hint });
    const login = { username: "bob", password: "two" };
    await assert.rejects(ControlClient.connect({ url: server, ...login }), {
      code: "connection-closed",
      hint,
    });
  }
});
