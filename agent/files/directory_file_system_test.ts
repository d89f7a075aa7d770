import assert from "node:assert/strict";
import { directoryFileSystem } from "./directory_file_system.ts";
import { find } from "./find.ts";
import { FilesError } from "./path.ts";
import { removeTree } from "./remove_tree.ts";
import { TestDirectory } from "./test_directory.ts";
import { copy, move, walk, writeBlob } from "./tree.ts";

const never = new AbortController().signal;
const FAULTS = ["NotReadableError", "NotAllowedError", "UnknownError"];

/** `/docs` with the files a, b and c, and the folder deep with the file d. */
function tree() {
  const root = new TestDirectory();
  const docs = root.addFolder("docs");
  for (const name of ["a", "b", "c"]) docs.addFile(name, `text of ${name}`);
  const deep = docs.addFolder("deep");
  deep.addFile("d", "text of d");
  return { root, docs, deep, files: directoryFileSystem(root.handle) };
}

async function pathsBelow(...[files, from]: Parameters<typeof walk>): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path } of walk(files, from, never)) paths.push(path.join("/"));
  return paths.sort();
}

Deno.test("a listing leaves out a file that vanished", async () => {
  const { docs, files } = tree();
  docs.ghosts.push("gone");
  docs.addFile("also gone", "").fault = "NotFoundError";
  const infos = await files.list(["docs"]);
  assert.deepEqual(infos.map(({ name }) => name), ["a", "b", "c", "deep"]);
  assert.equal(await files.stat(["docs", "also gone"]), undefined);
});

Deno.test("a listing names a file that cannot be read, without its size", async () => {
  for (const fault of FAULTS) {
    const { docs, files } = tree();
    docs.addFile("b", "secret").fault = fault;
    assert.deepEqual(await files.list(["docs"]), [
      { name: "a", folder: false, size: 9, modified: 0 },
      { name: "b", folder: false },
      { name: "c", folder: false, size: 9, modified: 0 },
      { name: "deep", folder: true, size: 0 },
    ]);
    assert.deepEqual(await files.stat(["docs", "b"]), { name: "b", folder: false });
  }
});

Deno.test("a listing of 5,000 files has all of them, in the order of the browser", async () => {
  const root = new TestDirectory();
  for (let index = 0; index < 5000; index++) root.addFile(`${index}`, "x".repeat(index % 7));
  const infos = await directoryFileSystem(root.handle).list([]);
  assert.deepEqual(infos.map(({ name }) => name), [...root.entries.keys()]);
  assert.ok(infos.every(({ size }, index) => size === index % 7));
});

Deno.test("a folder that cannot be read has no listing", async () => {
  const { docs, files } = tree();
  docs.fault = "NotAllowedError";
  await assert.rejects(files.list(["docs"]), { name: "NotAllowedError" });
  await assert.rejects(files.list(["none"]), { name: "NotFoundError" });
});

Deno.test("a walk and a search go on after folders that vanish or cannot be read", async () => {
  for (const fault of ["NotFoundError", ...FAULTS]) {
    const { docs, deep, files } = tree();
    docs.addFolder("last").addFile("e.txt", "");
    deep.fault = fault;
    if (fault === "NotFoundError") docs.entries.delete("deep");
    const skipped: string[] = [];
    const found = await Array.fromAsync(
      find(files, [], "?*", never, (path) => skipped.push(path.join("/"))),
    );
    assert.deepEqual(
      found.filter((path) => path !== "docs/deep"),
      ["docs", "docs/a", "docs/b", "docs/c", "docs/last", "docs/last/e.txt"],
    );
    assert.deepEqual(skipped, fault === "NotFoundError" ? [] : ["docs/deep"]);
  }
});

Deno.test("a folder that vanishes during a walk is left out without a word", async () => {
  const { docs, files } = tree();
  const skipped: string[] = [];
  const seen: string[] = [];
  for await (const { name } of walk(files, ["docs"], never, (path) => skipped.push(`${path}`))) {
    seen.push(name);
    if (name === "deep") docs.entries.delete("deep");
  }
  assert.deepEqual([seen, skipped], [["a", "b", "c", "deep"], []]);
});

Deno.test("a copy of a folder goes on after what cannot be read, and names it", async () => {
  for (const fault of FAULTS) {
    const { docs, deep, files } = tree();
    docs.addFile("b", "secret").fault = fault;
    deep.fault = fault;
    docs.ghosts.push("gone");
    const error = await copy(files, ["docs"], ["copy"], never).catch((error) => error);
    assert.ok(error instanceof FilesError);
    assert.match(error.message, /^copied, except for: .*"\/docs\/b" \(/);
    assert.match(error.message, /"\/docs\/deep" \(/);
    assert.doesNotMatch(error.message, /gone|"\/docs\/a"/);
    assert.deepEqual(await pathsBelow(files, ["copy"], never), ["a", "c", "deep"]);
    assert.equal(await (await files.read(["copy", "c"])).text(), "text of c");
  }
});

Deno.test("a folder that cannot be copied as a whole is not moved, and leaves no half copy", async () => {
  const { docs, files } = tree();
  docs.addFile("b", "secret").fault = "NotReadableError";
  await assert.rejects(move(files, ["docs"], ["new"], never), /nothing was moved.+\/docs\/b/);
  assert.equal(await files.stat(["new"]), undefined);
  assert.deepEqual(await pathsBelow(files, ["docs"], never), ["a", "b", "c", "deep", "deep/d"]);
});

Deno.test("a move keeps what came into the folder meanwhile", async () => {
  const { docs, files } = tree();
  const { remove } = files;
  files.remove = async (path, recursive) => {
    if (!docs.entries.has("late")) docs.addFile("late", "late");
    await remove(path, recursive);
  };
  await assert.rejects(move(files, ["docs"], ["new"], never), /still at the old place.+"\/docs"/);
  assert.deepEqual(await pathsBelow(files, ["docs"], never), ["late"]);
  assert.deepEqual(await pathsBelow(files, ["new"], never), ["a", "b", "c", "deep", "deep/d"]);
});

Deno.test("a recursive removal goes on after what is in use, and names it", async () => {
  const { docs, deep, files } = tree();
  deep.addFile("used", "").locked = true;
  docs.addFile("b", "").fault = "NotReadableError"; // to remove it, it need not be read
  const error = await removeTree(files, ["docs"]).catch((error) => error);
  assert.match(error.message, /^could not be deleted: "\/docs\/deep\/used" \(it is in use/);
  assert.deepEqual(await pathsBelow(files, [], never), ["docs", "docs/deep", "docs/deep/used"]);
  deep.addFile("used", "");
  await removeTree(files, ["docs"]);
  assert.deepEqual(await files.list([]), []);
});

Deno.test("names of unfinished files are reserved, and none keeps an empty folder", async () => {
  const { deep, files } = tree();
  await assert.rejects(files.write([".unfinished-x"]), FilesError);
  await assert.rejects(files.makeFolder(["docs", ".unfinished-x"]), FilesError);
  deep.addFile(".unfinished-x", "half");
  await assert.rejects(files.remove(["docs", "deep"], false), { name: "InvalidModificationError" });
  deep.entries.delete("d");
  await files.remove(["docs", "deep"], false);
  assert.equal(await files.stat(["docs", "deep"]), undefined);
});

Deno.test("a file that cannot be opened is not taken for a free name", async () => {
  const { docs, files } = tree();
  const { getFileHandle } = docs;
  docs.getFileHandle = (name, options) =>
    name === "b"
      ? Promise.reject(new DOMException("", "NotAllowedError"))
      : getFileHandle.call(docs, name, options);
  await assert.rejects(move(files, ["docs", "a"], ["docs", "b"], never));
  await assert.rejects(writeBlob(files, ["docs", "b"], new Blob(["new"]), never));
  assert.equal(await (await files.read(["docs", "a"])).text(), "text of a");
});
