import { checkTypes } from "./package/check_types.ts";
import { packTarballs } from "./package/tarballs.ts";
import { TYPE_PROJECTS, TYPESCRIPT } from "./package/type_projects.ts";

// tests/long/package_types.ts has the frameworks, and the newest TypeScript.
Deno.test("the installed package type-checks with the oldest TypeScript, with and without a page", async (t) => {
  await using tarballs = await packTarballs();
  const { "typescript-oldest": oldest = "" } = TYPESCRIPT;
  const projects = TYPE_PROJECTS.slice(0, 2);
  await checkTypes(t, tarballs, projects, ["@types/node@22", "hono@4"], {
    "typescript-oldest": oldest,
  });
});
