import { parsePath } from "../files/path.ts";
import { copy, move, walk } from "../files/tree.ts";
import type { CommandContext, ShellCommand } from "./command.ts";
import { harmless } from "./display_unit.ts";

/** A file longer than this is not for a terminal. */
const MAX_SHOWN = 2 ** 20;

/** `ls`, `cd`, `cat` and the like over the agent's files. */
export const FILE_COMMANDS: readonly ShellCommand[] = [
  {
    name: "ls",
    help: "[folder] – lists a folder",
    async run(context, [path = ""]) {
      const infos = await context.files.list(resolvePath(context, path));
      for (const { name, folder, size, modified } of infos.sort(byName)) {
        const date = modified === undefined ? "" : new Date(modified).toISOString().slice(0, 16);
        context.write(
          `${folder ? "d" : "-"} ${String(size ?? "?").padStart(11)} ${date.padEnd(16)} ${
            harmless(name)
          }
`,
        );
      }
    },
  },
  {
    name: "cd",
    help: "[folder] – goes to a folder",
    async run(context, [path = "/"]) {
      const folder = resolvePath(context, path);
      if (!(await context.files.stat(folder))?.folder) throw new Error("no such folder");
      context.folder = folder;
    },
  },
  {
    name: "pwd",
    help: "– shows the working folder",
    run: (context) => context.write(`/${harmless(context.folder.join("/"))}\n`),
  },
  {
    name: "cat",
    help: "<file> – shows a file",
    async run(context, [path = ""]) {
      const content = await context.files.read(resolvePath(context, path));
      const bytes = await content.slice(0, MAX_SHOWN).arrayBuffer();
      // A character that the limit cuts is left out.
      const text = new TextDecoder().decode(bytes, { stream: content.size > MAX_SHOWN });
      context.write(text.endsWith("\n") ? text : `${text}\n`);
      if (content.size > MAX_SHOWN) {
        context.write(`(the first ${MAX_SHOWN} bytes of ${content.size}; the rest is not shown)\n`);
      }
    },
  },
  {
    name: "mkdir",
    help: "<folder> – makes a folder",
    run: (context, [path = ""]) => context.files.makeFolder(resolvePath(context, path)),
  },
  {
    name: "rm",
    help: "[-r] <path> – removes a file, with -r a folder",
    run(context, words) {
      const [path = ""] = words.filter((word) => word !== "-r");
      return context.files.remove(resolvePath(context, path), words.includes("-r"));
    },
  },
  {
    name: "cp",
    help: "<from> <to> – copies",
    async run(context, words) {
      const [from, to] = await twoPaths(context, words);
      await copy(context.files, from, to, context.signal);
    },
  },
  {
    name: "mv",
    help: "<from> <to> – moves or renames",
    async run(context, words) {
      const [from, to] = await twoPaths(context, words);
      await move(context.files, from, to, context.signal);
    },
  },
  {
    name: "tree",
    help: "[folder] – lists a folder and all below it",
    async run(context, [path = ""]) {
      const from = resolvePath(context, path);
      for await (const { path, name, folder } of walk(context.files, from, context.signal)) {
        context.write(`${"  ".repeat(path.length - 1)}${harmless(name)}${folder ? "/" : ""}\n`);
      }
    },
  },
];

/** A path as it is typed: from the working folder on, `..` goes up, but never above the root. */
export function resolvePath({ folder }: CommandContext, path: string): string[] {
  const names = path.startsWith("/") ? [] : [...folder];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else names.push(...parsePath(name));
  }
  return names;
}

/** Into a folder that is there, as in every shell. */
async function twoPaths(
  context: CommandContext,
  [first = "", second = ""]: readonly string[],
): Promise<[string[], string[]]> {
  const from = resolvePath(context, first);
  const to = resolvePath(context, second);
  const name = from.at(-1);
  if (name === undefined || second === "") throw new Error("from what to what?");
  const into = (await context.files.stat(to))?.folder === true;
  return [from, into ? [...to, name] : to];
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
