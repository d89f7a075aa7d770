import assert from "node:assert/strict";
import type { FileInfo, FileSystem } from "./file_system.ts";
import { memoryFileSystem } from "./memory_file_system.ts";
import { FilesError } from "./path.ts";
import { copy, move, walk, writeBlob } from "./tree.ts";

const never = new AbortController().signal;

/** As a folder of Windows or macOS is: names are kept, and found in any case and Unicode form. */
function caselessFileSystem(): FileSystem {
  const memory = memoryFileSystem();
  const same = (name: string) => name.normalize().toLowerCase();
  const real = async (path: readonly string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const name of path) {
      const infos = await memory.list(found).catch((): FileInfo[] => []);
      found.push(infos.find((info) => same(info.name) === same(name))?.name ?? name);
    }
    return found;
  };
  return {
    list: async (path) => await memory.list(await real(path)),
    stat: async (path) => await memory.stat(await real(path)),
    read: async (path) => await memory.read(await real(path)),
    write: async (path, append) => await memory.write(await real(path), append),
    makeFolder: async (path) => await memory.makeFolder(await real(path)),
    remove: async (path, recursive) => await memory.remove(await real(path), recursive),
  };
}

async function put(files: FileSystem, ...path: string[]): Promise<void> {
  for (let depth = 1; depth < path.length; depth++) await files.makeFolder(path.slice(0, depth));
  await writeBlob(files, path, new Blob(["content"]), never);
}

/** Every path below the root; of files that still have what was put into them. */
async function all(files: FileSystem): Promise<string[]> {
  const paths: string[] = [];
  for await (const { path, folder } of walk(files, [], never)) {
    if (!folder) assert.equal(await (await files.read(path)).text(), "content");
    paths.push(path.join("/"));
  }
  return paths;
}

Deno.test("a new name that differs by case or Unicode form keeps what has it", async () => {
  for (const files of [caselessFileSystem(), memoryFileSystem()]) {
    await put(files, "report.txt");
    await put(files, "cafe\u0301");
    await put(files, "docs", "sub", "x");
    await move(files, ["report.txt"], ["Report.txt"], never);
    await move(files, ["cafe\u0301"], ["caf\u00e9"], never);
    await move(files, ["docs"], ["Docs"], never);
    assert.deepEqual(await all(files), [
      "Report.txt",
      "caf\u00e9",
      "Docs",
      "Docs/sub",
      "Docs/sub/x",
    ]);
  }
});

Deno.test("nothing that exists is replaced by a move or a copy, whatever the two are", async () => {
  for (const files of [caselessFileSystem(), memoryFileSystem()]) {
    await put(files, "file");
    await put(files, "other");
    await put(files, "folder", "a");
    await put(files, "filled", "a");
    await files.makeFolder(["empty"]);
    const before = await all(files);
    for (const from of ["file", "folder"]) {
      for (const to of ["other", "filled", "empty"]) {
        for (const work of [move, copy]) {
          const error = await work(files, [from], [to], never).catch((error) => error);
          assert.ok(error instanceof FilesError);
          assert.match(error.message, /"\/\w+" already exists; choose another name/);
        }
      }
    }
    assert.deepEqual(await all(files), before);
  }
});

Deno.test("where case counts, a file of the other case is another file", async () => {
  const files = memoryFileSystem();
  await put(files, "a");
  await writeBlob(files, ["A"], new Blob(["other"]), never);
  await assert.rejects(move(files, ["a"], ["A"], never), /"\/A" already exists/);
  await assert.rejects(copy(files, ["A"], ["a"], never), /"\/a" already exists/);
  assert.equal(await (await files.read(["A"])).text(), "other");
});

Deno.test("where case does not count, another spelling of an existing name is refused", async () => {
  const files = caselessFileSystem();
  await put(files, "a");
  await put(files, "Docs", "b");
  await assert.rejects(move(files, ["a"], ["DOCS"], never), FilesError);
  await assert.rejects(copy(files, ["a"], ["docs", "B"], never), FilesError);
  await assert.rejects(move(files, ["Docs", "b"], ["docs", "b"], never), FilesError);
  assert.deepEqual(await all(files), ["a", "Docs", "Docs/b"]);
});

Deno.test("of two that take the same new name at once, one is refused and loses nothing", async () => {
  for (const work of [move, copy]) {
    for (const kind of ["file", "folder"]) {
      const files = memoryFileSystem();
      const names = ["first", "second"];
      for (const name of names) await put(files, ...kind === "file" ? [name] : [name, "inside"]);
      const results = await Promise.allSettled(
        names.map((name) => work(files, [name], ["new"], never)),
      );
      const refused = results.findIndex(({ status }) => status === "rejected");
      assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
      const left = (await files.list([])).map(({ name }) => name).sort();
      assert.deepEqual(
        left,
        work === copy ? ["first", "new", "second"] : ["new", `${names[refused]}`].sort(),
      );
      await all(files);
    }
  }
});

Deno.test("a copy does not replace what an upload has put in its place meanwhile", async () => {
  const files = memoryFileSystem();
  await put(files, "a");
  const { write } = files;
  files.write = async (path, append) => {
    const writer = await write(path, append);
    if (path[0] !== "new") return writer;
    return {
      ...writer,
      async write(bytes) {
        await writer.write(bytes);
        files.write = write;
        await writeBlob(files, ["new"], new Blob(["uploaded"]), never);
      },
    };
  };
  await assert.rejects(move(files, ["a"], ["new"], never), /"\/new" already exists/);
  assert.equal(await (await files.read(["new"])).text(), "uploaded");
  assert.equal(await (await files.read(["a"])).text(), "content");
});

Deno.test("a copy that is canceled, or cannot be written, leaves nothing", async () => {
  const files = memoryFileSystem();
  for (const name of ["a", "b", "c"]) await put(files, "from", "deep", name);
  const abort = new AbortController();
  const { write } = files;
  files.write = async (path, append) => {
    if (path.at(-1) === "b") abort.abort(new Error("enough"));
    return await write(path, append);
  };
  await assert.rejects(copy(files, ["from"], ["to"], abort.signal), { message: "enough" });
  assert.equal(await files.stat(["to"]), undefined);
});

Deno.test("a renaming that fails in the middle says what the file is called now", async () => {
  const files = caselessFileSystem();
  await put(files, "a");
  const { write } = files;
  files.write = async (path, append) => {
    if (path[0] === "A") throw new Error("quota");
    return await write(path, append);
  };
  const error = await move(files, ["a"], ["A"], never).catch((error) => error);
  assert.ok(error instanceof FilesError);
  const [name = ""] = await all(files);
  assert.match(name, /^renamed-/);
  assert.ok(error.message.includes(name));
});

Deno.test("nothing is copied or moved into itself, onto itself, or in place of its folder", async () => {
  for (const files of [caselessFileSystem(), memoryFileSystem()]) {
    await put(files, "b", "b", "b", "y");
    const before = await all(files);
    for (
      const [from, to] of [
        [["b"], ["b"]],
        [["b"], ["b", "x"]],
        [["b"], ["B", "x"]],
        [["b", "b"], ["b"]],
        [["b", "b", "b"], ["B"]],
        [[], ["x"]],
      ] as const
    ) {
      await assert.rejects(copy(files, from, to, never), FilesError);
      await assert.rejects(move(files, from, to, never), FilesError);
    }
    assert.deepEqual(await all(files), before);
  }
});

Deno.test("what was given up is an error, and nothing is removed", async () => {
  for (const name of ["empty", "folder"]) {
    const files = memoryFileSystem();
    await files.makeFolder(["folder"]);
    await writeBlob(files, ["empty"], new Blob(), never);
    await assert.rejects(move(files, [name], ["new"], AbortSignal.abort(new Error("enough"))), {
      message: "enough",
    });
    assert.deepEqual((await files.list([])).map((info) => info.name), ["folder", "empty"]);
  }
});

Deno.test("a copy that is given up in the middle of a folder is an error, too", async () => {
  const files = memoryFileSystem();
  await put(files, "from", "a");
  await put(files, "from", "b");
  const abort = new AbortController();
  const { read } = files;
  files.read = async (path) => {
    const content = await read(path);
    queueMicrotask(() => abort.abort(new Error("enough")));
    return content;
  };
  await assert.rejects(move(files, ["from"], ["to"], abort.signal), { message: "enough" });
  assert.ok((await all(files)).includes("from/b"));
});
