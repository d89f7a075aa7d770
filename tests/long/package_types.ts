import { checkTypes } from "../package/check_types.ts";
import { packTarballs } from "../package/tarballs.ts";
import { TYPE_PACKAGES, TYPE_PROJECTS, TYPESCRIPT } from "../package/type_projects.ts";

Deno.test("the installed package type-checks with the oldest and the newest TypeScript", async (t) => {
  await using tarballs = await packTarballs();
  await checkTypes(t, tarballs, TYPE_PROJECTS, TYPE_PACKAGES, TYPESCRIPT);
});
