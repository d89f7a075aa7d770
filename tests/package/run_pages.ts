import assert from "node:assert/strict";
import type { TestServer } from "../test_server.ts";
import { type DocumentedPage, reasonNotToRun } from "./documented_commands.ts";
import { type CommandRuntime, runPage } from "./run_page.ts";
import type { Tarballs } from "./tarballs.ts";

/**
 * Runs the commands of every page that has some, each page on a server without what another left.
 *
 * @returns How many commands were run.
 */
export async function runPages(
  t: Deno.TestContext,
  pages: readonly DocumentedPage[],
  tarballs: Tarballs,
  server: TestServer,
  runtime?: CommandRuntime,
): Promise<number> {
  let sum = 0;
  for (const page of pages) {
    if (page.commands.every((command) => reasonNotToRun(command) !== undefined)) continue;
    await t.step(page.page, async () => {
      const { code, output, count } = await runPage(page, tarballs, server, runtime);
      assert.equal(code, 0, output);
      sum += count;
      await empty(server);
    });
  }
  return sum;
}

/** Removes every account and group but the administrator's. */
async function empty(server: TestServer): Promise<void> {
  await using client = await server.operator();
  for (const { id } of await client.deviceGroups()) await client.removeDeviceGroup(id);
  for (const { id } of await client.userGroups()) await client.removeUserGroup(id);
  for (const { id } of await client.users()) {
    if (id !== client.userInfo._id) await client.removeUser(id);
  }
}
