import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip } from "../files/unzip.ts";
import { zipOf } from "../files/test_zip.ts";
import type { FileSystem } from "../mod.ts";
import { nodeFileSystem } from "./mod.ts";

/** A folder for the agent, and beside it what it must not reach. */
async function withFolder(
  run: (files: FileSystem, folder: string, outside: string) => Promise<void>,
): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), "cs-node-files-"));
  const [folder, outside] = [join(base, "agent"), join(base, "outside")];
  try {
    await mkdir(folder);
    await mkdir(outside);
    await writeFile(join(outside, "secret"), "secret");
    await run(nodeFileSystem(folder), folder, outside);
  } finally {
    await rm(base, { recursive: true });
  }
}

async function put(files: FileSystem, path: string[], text: string, append = false): Promise<void> {
  const writer = await files.write(path, append);
  await writer.write(new TextEncoder().encode(text));
  await writer.commit();
}

Deno.test("nodeFileSystem writes, appends, lists, reads and removes", async () => {
  await withFolder(async (files, folder) => {
    await files.makeFolder(["a"]);
    await files.makeFolder(["a"]);
    await put(files, ["a", "f"], "one");
    await put(files, ["a", "f"], "two", true);
    assert.equal(await readFile(join(folder, "a", "f"), "utf8"), "onetwo");
    assert.deepEqual((await files.list(["a"])).map(({ name, size }) => [name, size]), [["f", 6]]);
    assert.equal(await (await files.read(["a", "f"])).slice(1, -1).text(), "netw");
    assert.equal((await files.stat(["a"]))?.folder, true);
    assert.equal(await files.stat(["a", "f", "x"]), undefined);
    await assert.rejects(files.remove(["a"], false), { message: "the folder is not empty" });
    await files.remove(["a"], true);
    assert.deepEqual(await files.list([]), []);
  });
});

Deno.test("nodeFileSystem shows a file only once it is whole, and nothing after an abort", async () => {
  await withFolder(async (files, folder) => {
    const writer = await files.write(["f"]);
    await writer.write(new Uint8Array(10));
    assert.deepEqual(await files.list([]), []);
    await writer.abort();
    assert.deepEqual(await readdir(folder), []);
    const left = join(folder, ".unfinished-old");
    await writeFile(left, "");
    await utimes(left, 0, 0);
    await put(files, ["g"], "whole");
    assert.deepEqual(await readdir(folder), ["g"]);
  });
});

Deno.test("nodeFileSystem follows no symbolic link, be it a file's, a folder's or a lost one", async () => {
  await withFolder(async (files, folder, outside) => {
    await symlink(join(outside, "secret"), join(folder, "file"));
    await symlink(outside, join(folder, "folder"));
    await symlink(join(outside, "nothing"), join(folder, "lost"));
    await symlink("..", join(folder, "up"));
    const refused = { name: "FilesError", message: /symbolic link|cannot be read/ };
    for (const name of ["file", "folder", "lost", "up"]) {
      await assert.rejects(files.read([name]), refused, name);
      await assert.rejects(files.write([name]), refused, name);
      await assert.rejects(files.write([name], true), refused, name);
      await assert.rejects(files.list([name]), refused, name);
      await assert.rejects(files.write([name, "new"]), refused, name);
      await assert.rejects(files.makeFolder([name, "new"]), refused, name);
      await assert.rejects(files.remove([name, "secret"], true), refused, name);
      await assert.rejects(files.stat([name, "secret"]), refused, name);
      assert.deepEqual(await files.stat([name]), { name, folder: false });
    }
    for (const name of ["file", "folder", "lost", "up"]) await files.remove([name], true);
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual(await readdir(outside), ["secret"]);
    assert.equal(await readFile(join(outside, "secret"), "utf8"), "secret");
  });
});

Deno.test("nodeFileSystem removes a folder with links in it, and nothing that they lead to", async () => {
  await withFolder(async (files, folder, outside) => {
    await mkdir(join(folder, "a", "b"), { recursive: true });
    await symlink(outside, join(folder, "a", "b", "link"));
    await files.remove(["a"], true);
    assert.deepEqual(await readdir(outside), ["secret"]);
  });
});

Deno.test("nodeFileSystem refuses a link that takes the place of a folder or file during an upload", async () => {
  await withFolder(async (files, folder, outside) => {
    await files.makeFolder(["a"]);
    const writer = await files.write(["a", "secret"]);
    await writer.write(new Uint8Array(3));
    await rm(join(folder, "a"), { recursive: true });
    await symlink(outside, join(folder, "a"));
    await assert.rejects(writer.commit(), { name: "FilesError" });
    assert.equal(await readFile(join(outside, "secret"), "utf8"), "secret");

    await put(files, ["f"], "mine");
    const content = await files.read(["f"]);
    await rm(join(folder, "f"));
    await symlink(join(outside, "secret"), join(folder, "f"));
    await assert.rejects(content.text(), { name: "FilesError" });
  });
});

for (const path of [[".."], ["a", ".."], ["."], [""], ["../outside/secret"], ["a\0b"], ["a\\b"]]) {
  Deno.test(`nodeFileSystem refuses the path ${JSON.stringify(path)}`, async () => {
    await withFolder(async (files, folder) => {
      await mkdir(join(folder, "a"));
      const refused = { name: "FilesError", message: /^not a name/ };
      for (const work of [files.read, files.write, files.makeFolder, files.stat, files.list]) {
        await assert.rejects(work(path), refused);
      }
      await assert.rejects(files.remove(path, true), refused);
    });
  });
}

Deno.test("nodeFileSystem neither waits for a pipe nor reads one", async () => {
  await withFolder(async (files, folder) => {
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await assert.rejects(files.read(["pipe"]), { name: "FilesError" });
    assert.deepEqual(await files.list([]), [{ name: "pipe", folder: false }]);
  });
});

Deno.test("nodeFileSystem ends a read when the file has changed meanwhile", async () => {
  await withFolder(async (files, folder) => {
    await put(files, ["f"], "before");
    const content = await files.read(["f"]);
    await writeFile(join(folder, "f"), "after");
    await utimes(join(folder, "f"), 0, 1);
    await assert.rejects(content.arrayBuffer(), { message: /has changed meanwhile/ });
  });
});

Deno.test("nodeFileSystem keeps both names of a file apart when one is written", async () => {
  await withFolder(async (files, folder, outside) => {
    await link(join(outside, "secret"), join(folder, "hard"));
    await put(files, ["hard"], "new");
    assert.equal(await readFile(join(outside, "secret"), "utf8"), "secret");
  });
});

Deno.test("nodeFileSystem unpacks an archive that is larger than what a worker is for", async () => {
  await withFolder(async (files, folder) => {
    const data = new Uint8Array(2 ** 20).map((_, index) => index * index >> 7);
    await writeFile(join(folder, "x.zip"), zipOf([{ name: "data", data, method: 8 }]));
    await unzip(files, ["x.zip"], ["out"], new AbortController().signal);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, "out", "data"))), data);
  });
});

Deno.test("nodeFileSystem names no path of the machine in its errors", async () => {
  await withFolder(async (files, folder) => {
    for (const work of [() => files.read(["no"]), () => files.list(["no"])]) {
      await assert.rejects(work(), ({ name, message }: Error) => {
        assert.equal(name, "FilesError");
        assert.ok(!message.includes(folder), message);
        return true;
      });
    }
  });
});

for (const root of ["/there/is/nothing", "/etc/hostname", ""]) {
  Deno.test(`nodeFileSystem refuses the root ${JSON.stringify(root)} at once`, () => {
    assert.throws(() => nodeFileSystem(root), { name: "AgentError", code: "bad-options" });
  });
}
