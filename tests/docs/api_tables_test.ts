import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { API_PAGE, apiTables, withTables } from "./api_tables.ts";

/** Without what only pads a table. */
const plain = (markdown: string) => markdown.replace(/ +\|/g, " |").replace(/-{3,}/g, "---");

Deno.test("the tables of docs/api.md are what the code says; deno run -A tests/docs/write.ts writes them", async () => {
  const page = await readFile(API_PAGE, "utf8");
  assert.equal(plain(page), plain(withTables(page, await apiTables())));
});

Deno.test("every route that docs/api.md names beside its tables is one", async () => {
  const page = await readFile(API_PAGE, "utf8");
  const [routes = ""] = /<!-- routes -->[^]*<!-- end of routes -->/.exec(page) ?? [];
  const known = new Set([...routes.matchAll(/`([A-Z]+ \/[^`]*)`/g)].map(([, key]) => key));
  const text = page.replace(routes, "");
  const named = [...text.matchAll(/`(GET|POST|PUT|PATCH|DELETE) (?:\/api)?(\/[\w\/:-]+)`/g)];
  const open = ["/health", "/docs", "/openapi.json"]; // for machines, and for people
  const unknown = named.map(([, method, path = ""]) => ({ key: `${method} ${path}`, path }))
    .filter(({ key, path }) => !known.has(key) && !open.includes(path));
  assert.ok(named.length > 20);
  assert.deepEqual(unknown.map(({ key }) => key), []);
});
