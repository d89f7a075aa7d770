import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { fromBuffer, type ZipFile } from "yauzl";
import { directoryFileSystem } from "./directory_file_system.ts";
import type { FileSystem } from "./file_system.ts";
import { memoryFileSystem } from "./memory_file_system.ts";
import { FilesError } from "./path.ts";
import { TestDirectory } from "./test_directory.ts";
import { writeBlob } from "./tree.ts";
import { unzip } from "./unzip.ts";
import { zip } from "./zip.ts";

const never = new AbortController().signal;

async function pack(files: FileSystem, ...names: readonly string[]): Promise<void> {
  await zip(files, [], names, ["new.zip"], () => {}, never);
}

/** What yauzl finds in `/new.zip`: texts by path. */
async function readBack(files: FileSystem): Promise<Record<string, string>> {
  const bytes = Buffer.from(await (await files.read(["new.zip"])).arrayBuffer());
  const archive = await new Promise<ZipFile>((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => error ? reject(error) : resolve(zip))
  );
  return await new Promise((resolve, reject) => {
    const found: Record<string, string> = {};
    archive.on("error", reject);
    archive.on("end", () => resolve(found));
    archive.on("entry", (entry) =>
      archive.openReadStream(entry, async (error, stream) => {
        if (error) return reject(error);
        found[entry.fileName] = (await buffer(stream)).toString();
        archive.readEntry();
      }));
    archive.readEntry();
  });
}

Deno.test("zip writes files, and folders that are empty, as yauzl and unzip read them", async () => {
  const name = fc.stringMatching(/^[a-zäß日]{1,6}$/u);
  const text = fc.oneof(fc.string(), fc.string({ minLength: 3000, maxLength: 4000 }));
  const folder = fc.dictionary(name, text, { maxKeys: 4 });
  await fc.assert(
    fc.asyncProperty(fc.dictionary(name, folder, { minKeys: 1, maxKeys: 4 }), async (tree) => {
      const files = memoryFileSystem();
      const expected: Record<string, string> = {};
      for (const [folder, contents] of Object.entries(tree)) {
        await files.makeFolder([folder]);
        expected[`${folder}/`] = "";
        for (const [name, text] of Object.entries(contents)) {
          await writeBlob(files, [folder, name], new Blob([text]), never);
          expected[`${folder}/${name}`] = text;
        }
      }
      await pack(files, ...Object.keys(tree));
      assert.deepEqual(await readBack(files), expected);
      await unzip(files, ["new.zip"], ["out"], never);
      for (const [path, text] of Object.entries(expected)) {
        const names = ["out", ...path.split("/").filter((name) => name !== "")];
        if (path.endsWith("/")) assert.equal((await files.stat(names))?.folder, true);
        else assert.equal(await (await files.read(names)).text(), text);
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("zip goes on after what cannot be read, and names it", async () => {
  const root = new TestDirectory();
  const docs = root.addFolder("docs");
  for (const name of ["a", "b", "c"]) docs.addFile(name, `text of ${name}`);
  docs.addFile("b", "secret").fault = "NotReadableError";
  docs.addFolder("deep").fault = "NotAllowedError";
  docs.ghosts.push("gone");
  const files = directoryFileSystem(root.handle);
  const error = await pack(files, "docs", "none").catch((error) => error);
  assert.ok(error instanceof FilesError);
  assert.match(error.message, /^packed, except for: /);
  for (const path of ["/docs/deep", "/docs/b", "/none"]) {
    assert.ok(error.message.includes(`"${path}" (`), error.message);
  }
  assert.doesNotMatch(error.message, /gone/);
  assert.deepEqual(await readBack(files), {
    "docs/a": "text of a",
    "docs/c": "text of c",
    "docs/": "",
    "docs/deep/": "",
  });
});

Deno.test("zip makes no archive of a file that fails in the middle, and says which", async () => {
  const files = memoryFileSystem();
  await writeBlob(files, ["large"], new Blob(["x".repeat(600_000)]), never);
  const { read } = files;
  files.read = async (path) => {
    const content = await read(path);
    const { slice } = content;
    content.slice = (from, to) =>
      from === 0 ? slice.call(content, from, to) : Object.assign(new Blob(), {
        arrayBuffer: () => Promise.reject(new DOMException("", "NotReadableError")),
      });
    return content;
  };
  await assert.rejects(pack(files, "large"), /"large" changed while it was packed/);
  assert.deepEqual((await files.list([])).map(({ name }) => name), ["large"]);
});

Deno.test("zip reads many small files at the same time, and tells of each", async () => {
  const files = memoryFileSystem();
  for (let index = 0; index < 40; index++) {
    await writeBlob(files, [`${index}`], new Blob([`${index}`]), never);
  }
  const { read } = files;
  let running = 0;
  let most = 0;
  files.read = async (path) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve));
    running--;
    return await read(path);
  };
  const told: string[] = [];
  const names = Array.from({ length: 40 }, (_, index) => `${index}`);
  await zip(files, [], names, ["new.zip"], (name) => told.push(name), never);
  assert.ok(most > 4 && most <= 16, `${most}`);
  assert.deepEqual(told.filter((name, index) => name !== told[index - 1]), names);
});
