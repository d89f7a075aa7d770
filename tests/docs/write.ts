/**
 * Writes the tables of docs/api.md from the code: `deno run -A tests/docs/write.ts`.
 *
 * @module
 */
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { API_PAGE, apiTables, withTables } from "./api_tables.ts";

await writeFile(API_PAGE, withTables(await readFile(API_PAGE, "utf8"), await apiTables()));
execFileSync(process.execPath, ["fmt", "--quiet", API_PAGE]);
