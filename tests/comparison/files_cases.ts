import type { JsonObject } from "../../protocol/mod.ts";
import type { Conversation } from "./device.ts";

/** One request to the files of a device, sent alike to both agents. */
export interface FilesCase {
  readonly name: string;
  /** Files of the case's own folder; without it, {@linkcode FILES}. */
  readonly files?: Readonly<Record<string, string>>;
  /** Sends it; `path` is the folder of the case. */
  readonly run: (to: Conversation, path: string) => Promise<void>;
}

const FILES = { "a.txt": "one", "b.txt": "two", "empty/": "", "sub/": "", "sub/c.txt": "three" };

/** A case of one command. */
function command(name: string, make: (path: string) => JsonObject): FilesCase {
  return { name, files: FILES, run: (to, path) => to.json({ reqid: 1, ...make(path) }) };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const saying = (word: string) => (frame: string | Uint8Array) =>
  (typeof frame === "string" ? frame : new TextDecoder().decode(frame)).includes(word);

/** An upload, its blocks sent as soon as the device is ready. */
function upload(name: string, start: (path: string) => JsonObject, ...blocks: Uint8Array[]) {
  return {
    name,
    files: FILES,
    async run(to: Conversation, path: string) {
      await to.json({ action: "upload", reqid: "u", ...start(path) });
      await to.quiet(saying("upload"));
      await to.send(...blocks);
      await to.quiet();
      await to.json({ action: "uploaddone", reqid: "u" });
    },
  } satisfies FilesCase;
}

/** A download, its blocks asked for one by one. */
function download(name: string, file: string, ...then: JsonObject[]): FilesCase {
  return {
    name,
    files: FILES,
    async run(to, path) {
      await to.json({ action: "download", sub: "start", id: 7, path: `${path}/${file}` });
      await to.quiet(saying("download"));
      for (const message of then) await to.json({ action: "download", id: 7, ...message });
    },
  };
}

/** Every action of the files protocol, in the forms in which clients send it. */
export const FILES_CASES: readonly FilesCase[] = [
  command("ls: a folder", (path) => ({ action: "ls", path })),
  command("ls: a path that ends with /", (path) => ({ action: "ls", path: `${path}/` })),
  command("ls: a path with // in it", (path) => ({ action: "ls", path: `${path}//sub` })),
  command("ls: a path without the first /", (path) => ({ action: "ls", path: path.slice(1) })),
  command("ls: an empty folder", (path) => ({ action: "ls", path: `${path}/empty` })),
  command("ls: a folder that is not there", (path) => ({ action: "ls", path: `${path}/none` })),
  command("ls: a file", (path) => ({ action: "ls", path: `${path}/a.txt` })),
  {
    name: "ls: without a reqid, in a binary frame",
    files: FILES,
    run: (to, path) => to.send(bytes(JSON.stringify({ action: "ls", path }))),
  },
  command("mkdir: a new folder", (path) => ({ action: "mkdir", path: `${path}/new` })),
  command("mkdir: a folder that is there", (path) => ({ action: "mkdir", path: `${path}/sub` })),
  command("mkdir: below a folder that is not there", (path) => ({
    action: "mkdir",
    path: `${path}/none/new`,
  })),
  command("rename: a file", (path) => ({
    action: "rename",
    path,
    oldname: "a.txt",
    newname: "n.txt",
  })),
  command("rename: a folder", (path) => ({ action: "rename", path, oldname: "sub", newname: "n" })),
  command("rename: a file that is not there", (path) => ({
    action: "rename",
    path,
    oldname: "none",
    newname: "n.txt",
  })),
  command("rename: onto another file", (path) => ({
    action: "rename",
    path,
    oldname: "a.txt",
    newname: "b.txt",
  })),
  command("rm: a file", (path) => ({ action: "rm", path, delfiles: ["a.txt"], rec: false })),
  command("rm: two files, one of them not there", (path) => ({
    action: "rm",
    path,
    delfiles: ["none", "a.txt"],
    rec: false,
  })),
  command("rm: a folder that is not empty, not recursively", (path) => ({
    action: "rm",
    path,
    delfiles: ["sub"],
    rec: false,
  })),
  command("rm: a folder, recursively", (path) => ({
    action: "rm",
    path,
    delfiles: ["sub"],
    rec: true,
  })),
  command("copy: a file into another folder", (path) => ({
    action: "copy",
    scpath: path,
    dspath: `${path}/sub`,
    names: ["a.txt"],
  })),
  command("copy: a folder into another folder", (path) => ({
    action: "copy",
    scpath: `${path}/sub`,
    dspath: path,
    names: ["c.txt"],
  })),
  command("copy: a file that is not there", (path) => ({
    action: "copy",
    scpath: path,
    dspath: `${path}/sub`,
    names: ["none"],
  })),
  command("move: a file into another folder", (path) => ({
    action: "move",
    scpath: path,
    dspath: `${path}/sub`,
    names: ["a.txt"],
  })),
  command("move: a folder", (path) => ({
    action: "move",
    scpath: path,
    dspath: `${path}/sub`,
    names: ["sub"],
  })),
  {
    name: "move: onto another file",
    files: { "a.txt": "one", "sub/": "", "sub/a.txt": "other" },
    run: (to, path) =>
      to.json({ action: "move", scpath: path, dspath: `${path}/sub`, names: ["a.txt"] }),
  },
  upload("upload: a new file", (path) => ({ path, name: "up.txt" }), bytes("hello")),
  upload("upload: over a file", (path) => ({ path, name: "a.txt" }), bytes("hello")),
  upload("upload: name null", (path) => ({ path: `${path}/up.txt`, name: null }), bytes("hello")),
  upload("upload: name empty", (path) => ({ path: `${path}/up.txt`, name: "" }), bytes("hello")),
  upload("upload: without a name", (path) => ({ path: `${path}/up.txt` }), bytes("hello")),
  upload("upload: in three blocks", (path) => ({ path, name: "up.txt" }), ...[
    bytes("one"),
    bytes("two"),
    bytes("three"),
  ]),
  upload(
    "upload: bytes that begin with { and 0, escaped",
    (path) => ({ path, name: "up.txt" }),
    ...[
      bytes("\0{x"),
      bytes("\0\0x"),
    ],
  ),
  upload("upload: an empty file", (path) => ({ path, name: "up.txt" })),
  upload("upload: appended", (path) => ({ path, name: "a.txt", append: true }), bytes("more")),
  upload("upload: into a folder that is not there", (path) => ({
    path: `${path}/none`,
    name: "up.txt",
  }), bytes("hello")),
  {
    name: "upload: given up",
    files: FILES,
    async run(to, path) {
      await to.json({ action: "upload", reqid: "u", path, name: "up.txt" });
      await to.quiet(saying("uploadstart"));
      await to.send(bytes("hello"));
      await to.quiet();
      await to.json({ action: "uploadcancel", reqid: "u" });
    },
  },
  command("uploaddone: without an upload", () => ({ action: "uploaddone" })),
  command("uploadcancel: without an upload", () => ({ action: "uploadcancel" })),
  command("uploadhash: a file", (path) => ({ action: "uploadhash", path, name: "a.txt", tag: 5 })),
  command("uploadhash: name null", (path) => ({
    action: "uploadhash",
    path: `${path}/a.txt`,
    name: null,
    tag: null,
  })),
  command("uploadhash: a file that is not there", (path) => ({
    action: "uploadhash",
    path,
    name: "none",
    tag: {},
  })),
  download("download: a file", "a.txt", { sub: "startack", ack: 1 }),
  download("download: stopped before it starts", "a.txt", { sub: "stop" }, { sub: "startack" }),
  download("download: a file that is not there", "none"),
  download("download: a folder", "sub"),
  command("download: without a path", () => ({ action: "download", sub: "start", id: 7 })),
  {
    name: "findfile: two files",
    files: FILES,
    async run(to, path) {
      await to.json({ action: "findfile", path, filter: "*.txt", reqid: 3 });
      await to.quiet(saying('"r":null'));
    },
  },
  {
    name: "findfile: nothing",
    files: FILES,
    async run(to, path) {
      await to.json({ action: "findfile", path, filter: "*.none", reqid: 3 });
      await to.quiet(saying('"r":null'));
    },
  },
  command("cancelfindfile: without a search", () => ({ action: "cancelfindfile" })),
  {
    name: "zip, then unzip",
    files: FILES,
    async run(to, path) {
      await to.json({ action: "zip", path, files: ["a.txt", "b.txt"], output: "z.zip" });
      await to.quiet(saying("refresh"));
      await to.json({ action: "unzip", input: `${path}/z.zip`, dest: `${path}/sub` });
      await to.quiet((frame) => saying("refresh")(frame) && saying("unzip")(frame));
    },
  },
  command("zip: of files that are not there", (path) => ({
    action: "zip",
    path,
    files: ["none"],
    output: "z.zip",
  })),
  command("unzip: a file that is not an archive", (path) => ({
    action: "unzip",
    input: `${path}/a.txt`,
    dest: path,
  })),
  command("cancel: without a task", () => ({ action: "cancel" })),
  command("an unknown action", () => ({ action: "nosuchaction" })),
  { name: "text that is not JSON", files: FILES, run: (to) => to.send("{no json") },
  { name: "a JSON array", files: FILES, run: (to) => to.send("[1]") },
  {
    name: "rtt and ping",
    files: FILES,
    run: (to) =>
      to.send(
        '{"ctrlChannel":"102938","type":"rtt","time":17}',
        '{"ctrlChannel":102938,"type":"ping"}',
      ),
  },
  {
    name: "control messages that are malformed or unknown",
    files: FILES,
    async run(to, path) {
      await to.send('{"ctrlChannel":"102938","type":"nosuch"}', '{"ctrlChannel":"102938"}');
      await to.json({ action: "ls", path, reqid: 9 });
    },
  },
];
