import assert from "node:assert/strict";
import { everyPage, look } from "./look.ts";
import type { ConsoleStack } from "./stack.ts";

const LOGIN = { username: "nobody", password: "Nobody-password-1" };

/** What a page must say to somebody who may nothing; the others show what is their own. */
const SAYS: Readonly<Record<string, string>> = {
  devices: "No devices yet",
  groups: "No device groups yet",
  quarantine: "No device groups yet",
  "user-groups": "Night shift", // MeshCentral shows their names to everybody
  users: "Your account may not do that.",
  account: "nobody",
};
const HIDDEN = "It does not exist, or your account may not see it.";

/** Somebody who has an account and no rights. */
export function rightsSteps(stack: ConsoleStack): void {
  stack.step(
    "somebody without rights sees on each page what that means, and no device",
    async () => {
      await using operator = await stack.server.operator();
      await operator.addUser(LOGIN);
      const context = await stack.newContext();
      const page = await stack.newPage(context);
      await page.goto(stack.site.url);
      await page.getByLabel("User name").fill(LOGIN.username);
      await page.getByLabel("Password").fill(LOGIN.password);
      await page.getByLabel("Stay logged in").check();
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await page.getByText("Live", { exact: true }).waitFor();
      const found: string[] = [];
      for (const [name, path] of everyPage(stack)) {
        await page.goto(`${stack.site.url}#/${path}`);
        const text = SAYS[name] ?? (path.includes("/") ? HIDDEN : undefined);
        if (text !== undefined) {
          await page.getByText(text).filter({ visible: true }).first().waitFor();
        }
        found.push(...await look(page, `rights-${name}`));
        const shown = await page.locator("#main").innerText();
        if (/native-agent|\[object|undefined/.test(shown)) found.push(`${name}: ${shown}`);
      }
      await context.close();
      assert.deepEqual(found, []);
    },
  );
}
