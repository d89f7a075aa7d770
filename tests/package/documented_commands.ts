import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One command line of a page of the documentation. */
export interface DocumentedCommand {
  /** The page, relative to the project. */
  readonly page: string;
  /** One logical line of shell. */
  readonly line: string;
}

/** A page of the documentation, with what a reader does from top to bottom. */
export interface DocumentedPage {
  readonly page: string;
  /** Among them `cp shown/NAME NAME`, where the page shows the text of a file. */
  readonly commands: readonly DocumentedCommand[];
  /** Files whose text the page shows, by the name in their first line: `# spec.yaml`. */
  readonly files: ReadonlyMap<string, string>;
}

/** Commands that no test runs from the tarball, and why. */
export const NOT_RUN: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^npm (?:ci|start|test|run)\b/, "needs a checkout; continuous integration runs it there"],
  [/^deno (?:test|run -A tests\/)/, "needs a checkout"],
  [/^(?:sudo |cd \/opt\/|read -rsp )/, "changes the machine; tests/deployment runs the same files"],
  [/ --local \/opt\/meshcentral /, "needs a MeshCentral in /opt; tests/provision_native_test.ts"],
];

/** Reads the commands of the README, of every page of `docs/`, and of the small packages' READMEs. */
export async function readPages(): Promise<readonly DocumentedPage[]> {
  const list = async (folder: string) =>
    (await readdir(join(ROOT, folder))).filter((name) => name.endsWith(".md")).sort()
      .map((name) => join(folder, name));
  const pages = [
    "README.md",
    "SECURITY.md",
    ...await list("docs"),
    ...await list("examples"),
    ...await list("packaging/readme"),
  ];
  return await Promise.all(
    pages.map(async (page) => readPage(page, await readFile(join(ROOT, page), "utf8"))),
  );
}

/**
 * Extracts what a page tells its reader to run: blocks of `sh`, `run:` in blocks of `yaml`, and code
 * in the text that begins with the name of a program.
 */
export function readPage(page: string, text: string): DocumentedPage {
  const parts = text.matchAll(/^```(\w*)[^\n]*\n([^]*?)^```$|(?<!`)`([^`]+)`(?!`)/gm);
  const commands: DocumentedCommand[] = [];
  const files = new Map<string, string>();
  for (const [, language, block = "", code] of parts) {
    if (language === "sh") {
      commands.push(...shellLines(block).map((line) => ({ page, line })));
    } else if (language === "yaml") {
      const lines = [...block.matchAll(/^\s*(?:- )?run: (.*)$/gm)];
      commands.push(...lines.map(([, line = ""]) => ({ page, line })));
      const [, name] = /^# ([\w./-]+)\n/.exec(block) ?? [];
      if (name === undefined) continue;
      files.set(name, block);
      commands.push({ page, line: `mkdir -p "$(dirname ${name})" && cp shown/${name} ${name}` });
    } else if (code !== undefined && /^(?:[A-Z_]+=\S* )*(?:npm|npx|deno|node|bun) /.test(code)) {
      commands.push({ page, line: code.replaceAll(/\s+/g, " ") });
    }
  }
  return { page, commands, files };
}

/** Why a command is not run; undefined = it is. */
export function reasonNotToRun({ line }: DocumentedCommand): string | undefined {
  return NOT_RUN.find(([command]) => command.test(line))?.[1];
}

/** Logical lines: without comments, and joined where a backslash or an open quote says so. */
function shellLines(block: string): readonly string[] {
  const lines: string[] = [];
  let open = "";
  for (const physical of block.split("\n")) {
    const line = open + (open === "" ? physical : ` ${physical.trim()}`);
    const whole = line.replace(/(^|\s)#(?![^"']*["']\S).*$/, "").trimEnd();
    open = whole.endsWith("\\") ? whole.slice(0, -1).trimEnd() : "";
    if (open === "" && whole !== "") lines.push(whole);
  }
  return lines;
}
