import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ApiErrorCode, createApi } from "../../api/mod.ts";
import { statusOf } from "../../api/errors.ts";
import { routes } from "../../api/routes/mod.ts";
import { VARIABLES } from "../../examples/serve-api-variables.ts";

/** A table of a page, and the name that stands in the comments around it. */
export interface DocTable {
  readonly name: string;
  readonly text: string;
}

const ROOT = new URL("../../", import.meta.url);

/** Where the tables are. */
export const API_PAGE: string = fileURLToPath(new URL("docs/api.md", ROOT));

/** The tables of docs/api.md, as the code has it. */
export async function apiTables(): Promise<readonly DocTable[]> {
  return [
    { name: "variables", text: variableTable() },
    { name: "errors", text: await errorTable() },
    { name: "routes", text: await routeTable() },
  ];
}

/** The page with these tables in their places. */
export function withTables(page: string, tables: readonly DocTable[]): string {
  return tables.reduce((text, table) => {
    const [begin, end] = [`<!-- ${table.name} -->`, `<!-- end of ${table.name} -->`];
    const [before, rest] = split(text, begin);
    const [, after] = split(rest, end);
    return `${before}${begin}\n\n${table.text}\n\n${end}${after}`;
  }, page);
}

function split(text: string, at: string): readonly [string, string] {
  const index = text.indexOf(at);
  if (index < 0) throw new Error(`the page has no ${at}`);
  return [text.slice(0, index), text.slice(index + at.length)];
}

function variableTable(): string {
  return markdown(
    ["variable", "meaning"],
    Object.entries(VARIABLES).map(([name, meaning]) => [`\`${name}\``, meaning]),
  );
}

/** What the comments in `api/errors.ts` say of each code. */
async function errorTable(): Promise<string> {
  const source = await readFile(new URL("api/errors.ts", ROOT), "utf8");
  const codes = [...source.matchAll(/\/\*\* (\d+): ([^*]+) \*\/\n {2}\| "(\w+)"/g)]
    .map(([, status, meaning = "", code = ""]) => {
      if (Number(status) !== statusOf(code as ApiErrorCode)) {
        throw new Error(`the comment of ${code} says ${status}`);
      }
      return { status: Number(status), code, meaning };
    })
    .sort((one, other) => one.status - other.status);
  const named = source.match(/^ {2}\| "\w+"/gm)?.length;
  if (named !== codes.length) {
    throw new Error(`${named} codes, of which ${codes.length} have a comment`);
  }
  return markdown(
    ["status", "`code`", "means"],
    codes.map(({ status, code, meaning }) => [`${status}`, `\`${code}\``, meaning]),
  );
}

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
}

/** The OpenAPI document, with the scope that each route needs. */
async function routeTable(): Promise<string> {
  await using api = createApi({ meshcentral: "wss://mesh.example.com", jwtSecret: "x".repeat(48) });
  const { paths } = await api.openapi() as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary, tags }]) => {
      const key = `${method.toUpperCase()} ${
        path.replace(/^\/api/, "").replace(/\{(\w+)\}/g, ":$1")
      }`;
      return { chapter: tags[0] ?? "", key, summary, scope: scopeOf(key) };
    })
  );
  const chapters = [...new Set(rows.map(({ chapter }) => chapter))];
  rows.sort((one, other) => chapters.indexOf(one.chapter) - chapters.indexOf(other.chapter));
  return markdown(
    ["route", "does", "needs"],
    rows.map(({ key, summary, scope }) => [`\`${key}\``, summary, scope]),
  );
}

/** Streams are no operations of the table of routes. */
const STREAMED: Readonly<Record<string, string>> = {
  "GET /events/stream": "`read`",
  "GET /devices/:id/files/content": "`operate`",
  "PUT /devices/:id/files/content": "`operate`",
  "GET /devices/:id/tunnel": "a ticket",
};

function scopeOf(key: string): string {
  const route = (routes as Readonly<Record<string, { readonly scope?: string | undefined }>>)[key];
  if (route === undefined) {
    const scope = STREAMED[key];
    if (scope === undefined) throw new Error(`nobody says what ${key} needs`);
    return scope;
  }
  return route.scope === undefined ? "nothing" : `\`${route.scope}\``;
}

function markdown(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  return [line(head), line(head.map(() => "---")), ...escaped.map(line)].join("\n");
}
