import assert from "node:assert/strict";
import fc from "fast-check";
import {
  encodeDownloadBlock,
  encodeFilesJson,
  encodeUploadBlock,
  type JsonObject,
} from "../../protocol/mod.ts";
import { settled, TestOnline } from "../test_relay.ts";
import { filesFeature } from "./files_feature.ts";
import { wildcard } from "./find.ts";
import { memoryFileSystem } from "./memory_file_system.ts";
import { FilesError, parsePath } from "./path.ts";
import { openFiles, put, textOf, untilTold } from "./test_files.ts";

Deno.test("upload and download in windows; the same bytes, blocks of any start", async () => {
  const { files, viewer, exchange } = await openFiles();
  const content = new Uint8Array(100_000).map((_, index) => index % 3 === 0 ? 0 : 0x7b);
  const { id, send } = viewer.upload("", "a.bin", content.length);
  const [ready] = await exchange(...send);
  assert.equal(ready?.type, "uploadReady");
  for (let at = 0; at < content.length; at += 30_000) {
    await exchange(viewer.uploadBlock(content.subarray(at, at + 30_000)));
  }
  assert.deepEqual(await exchange(viewer.finishUpload()), [{ type: "uploadDone", id }]);
  const stored = new Uint8Array(await (await files.read(["a.bin"])).arrayBuffer());
  assert.deepEqual(stored, content);

  const events = await exchange(...viewer.download("/a.bin").send);
  const parts = events.flatMap((event) => event.type === "downloadData" ? [...event.bytes] : []);
  assert.deepEqual(new Uint8Array(parts), content);
  assert.equal(events.at(-1)?.type, "downloadDone");
});

Deno.test("a download that ended makes room; of those that go on there are 16 at most", async () => {
  const { files, exchange, relay } = await openFiles();
  await put(files, ["a"], "content");
  const download = async (sub: string, id: number) => {
    await exchange(encodeFilesJson({ action: "download", sub, path: "a", id }));
    return relay.sent.at(-1);
  };
  for (let id = 1; id <= 20; id++) {
    await download("start", id);
    assert.deepEqual(
      await download("startack", id),
      encodeDownloadBlock(new TextEncoder().encode("content"), true),
    );
  }
  for (let id = 1; id <= 17; id++) await download("start", id);
  assert.deepEqual(relay.json.slice(-2).map(({ sub }) => sub), ["start", "cancel"]);
  await download("start", 1); // anew: it takes no room of its own
  assert.equal(relay.json.at(-1)?.sub, "start");
});

Deno.test("a download that is begun anew stops the one before", async () => {
  const { files, exchange, relay } = await openFiles();
  await put(files, ["long"], "-".repeat(2_000_000));
  await put(files, ["short"], "content");
  const say = (message: JsonObject) => encodeFilesJson({ action: "download", id: 1, ...message });
  await exchange(
    say({ sub: "start", path: "long" }),
    say({ sub: "startack", ack: 64 }),
    say({ sub: "start", path: "short" }),
    say({ sub: "startack" }),
    say({ sub: "ack" }),
  );
  const started = encodeFilesJson({ action: "download", sub: "start", id: 1 });
  const begun = relay.sent.findLastIndex((frame) => `${frame}` === `${started}`);
  assert.deepEqual(relay.sent.slice(begun + 1), [
    encodeDownloadBlock(new TextEncoder().encode("content"), true),
  ]);
});

Deno.test("a cancel ends the zip that is on, and nothing that comes after it", async () => {
  const { files, viewer, exchange, relay, online } = await openFiles();
  await put(files, ["a"], "content");
  const zip = (output: string) =>
    encodeFilesJson({ action: "zip", path: "", files: ["a"], output });
  await exchange(zip("z.zip"), encodeFilesJson({ action: "cancel" }));
  await untilTold(relay, "refresh");
  await exchange(
    ...viewer.rename("", "a", "b").send,
    ...viewer.transfer("copy", ["b"], "", "d").send,
  );
  assert.deepEqual((await files.list([])).map(({ name }) => name), ["b"]);
  assert.equal(online.told.filter(({ msgid }) => msgid === 48).length, 1); // Rename
});

Deno.test("a transfer cut in the middle leaves the old file; a whole one is finished by the close", async () => {
  const cut = async (blocks: readonly number[], size: number): Promise<string | undefined> => {
    const { files, relay } = await openFiles();
    await put(files, ["a"], "old");
    relay.say(encodeFilesJson({ action: "upload", path: "/", name: "a", size, reqid: "up" }));
    await settled();
    for (const length of blocks) relay.say(new Uint8Array(length).fill(65));
    await settled();
    relay.close();
    await settled();
    return await textOf(files, "a");
  };
  assert.equal(await cut([3], 6), "old");
  assert.equal(await cut([], 1), "old");
  assert.equal(await cut([3, 3], 6), "AAAAAA");
  assert.equal(await cut([], 0), "");
});

Deno.test("more than announced and absurd sizes are refused, with the old file kept", async () => {
  const { files, exchange, relay } = await openFiles();
  await put(files, ["a"], "old");
  const base = { action: "upload", path: "", name: "a", reqid: 1 };
  await exchange(encodeFilesJson({ ...base, size: 2 }), encodeUploadBlock(new Uint8Array(3)));
  assert.equal(relay.json.at(-1)?.action, "uploaderror");
  for (const size of [-1, 1e300, 0.5, "5"]) {
    await exchange(encodeFilesJson({ ...base, size }));
    assert.equal(relay.json.at(-1)?.action, "uploaderror", String(size));
  }
  assert.equal(await textOf(files, "a"), "old");
});

Deno.test("an upload goes on at the end of what is there; cut again, that stays", async () => {
  const { files, exchange, relay } = await openFiles();
  await put(files, ["a"], "old");
  const upload = { action: "upload", path: "", name: "a", reqid: 1, size: 6, append: true };
  await exchange(encodeFilesJson(upload), encodeUploadBlock(new Uint8Array(4)));
  assert.equal(relay.json.at(-1)?.action, "uploaderror"); // more than the whole has
  await exchange(encodeFilesJson(upload), encodeUploadBlock(new Uint8Array([45, 62])));
  await exchange(encodeFilesJson({ action: "uploadcancel", reqid: 1 }));
  assert.equal(await textOf(files, "a"), "old");
  await exchange(
    encodeFilesJson(upload),
    encodeUploadBlock(new Uint8Array([110, 101])),
    encodeUploadBlock(new Uint8Array([119])),
    encodeFilesJson({ action: "uploaddone", reqid: 1 }),
  );
  assert.equal(relay.json.at(-1)?.action, "uploaddone");
  assert.equal(await textOf(files, "a"), "oldnew");
});

Deno.test("an upload that cannot be finished is told as one, and the next can begin", async () => {
  const { files, exchange, viewer } = await openFiles();
  const { write } = files;
  files.write = async (...where) => ({
    ...await write(...where),
    commit: () => Promise.reject(new Error("quota")),
  });
  const { id, send } = viewer.upload("", "a", 1);
  await exchange(...send, viewer.uploadBlock(new Uint8Array(1)));
  assert.deepEqual(await exchange(viewer.finishUpload()), [
    { type: "uploadFailed", id, cancelled: false },
  ]);
  files.write = write;
  const again = viewer.upload("", "a", 1);
  await exchange(...again.send, viewer.uploadBlock(new Uint8Array(1)));
  assert.equal((await exchange(viewer.finishUpload()))[0]?.type, "uploadDone");
});

Deno.test("an end that comes while an upload is being opened ends it, too", async () => {
  for (const [size, ended] of [[2, "abort"], [0, "commit"]] as const) {
    const { files, relay } = await openFiles();
    const { write } = files;
    const told: string[] = [];
    let open = () => {};
    files.write = async (...where) => {
      await new Promise<void>((resolve) => open = resolve);
      const writer = await write(...where);
      const tell = (what: "commit" | "abort") => async () => {
        told.push(what);
        await writer[what]();
      };
      return { ...writer, commit: tell("commit"), abort: tell("abort") };
    };
    relay.say(encodeFilesJson({ action: "upload", path: "", name: "a", size, reqid: 1 }));
    await settled();
    relay.close();
    open();
    await settled();
    assert.deepEqual(told, [ended]);
  }
});

Deno.test("the hash is upper-case SHA-384, with the tag as it came", async () => {
  const { files, relay, exchange } = await openFiles();
  await put(files, ["a"], "");
  const tag = { h: "x", s: 3, skip: true };
  await exchange(encodeFilesJson({ action: "uploadhash", path: "", name: "a", tag, reqid: 7 }));
  await untilTold(relay, "uploadhash");
  const { hash, tag: echoed } = relay.json.at(-1) ?? {};
  assert.match(String(hash), /^38B060A751AC96384CD9327EB1B1E36A/);
  assert.deepEqual(echoed, tag);
  await exchange(encodeFilesJson({ action: "uploadhash", path: "", name: "b", tag, reqid: 8 }));
  await untilTold(relay, "uploadhash", 2);
  assert.equal(relay.json.at(-1)?.hash, null);
});

Deno.test("folders: make, rename, copy, move, find, zip, unzip, remove", async () => {
  const { files, viewer, exchange, relay } = await openFiles();
  await exchange(...viewer.makeFolder("/a").send, ...viewer.makeFolder("a/b").send);
  await put(files, ["a", "b", "one.txt"], "1");
  await exchange(...viewer.rename("a", "b", "c").send);
  await exchange(...viewer.transfer("copy", ["c"], "a", "").send);
  assert.equal(await textOf(files, "c", "one.txt"), "1");
  await exchange(...viewer.transfer("move", ["one.txt"], "c", "a").send);
  assert.equal(await textOf(files, "a", "one.txt"), "1");
  const found = await exchange(...viewer.find("", "*.TXT").send);
  assert.deepEqual(found.map((event) => event.type === "found" && event.path), [
    "a/c/one.txt",
    "a/one.txt",
    null,
  ]);
  await exchange(encodeFilesJson({ action: "zip", path: "", files: ["a"], output: "a.zip" }));
  await untilTold(relay, "refresh");
  await exchange(encodeFilesJson({ action: "unzip", input: "/a.zip", dest: "/out/" }));
  await untilTold(relay, "refresh", 2);
  assert.equal(await textOf(files, "out", "a", "c", "one.txt"), "1");
  await exchange(...viewer.remove("", ["a", "c", "out", "a.zip"], true).send);
  const [listing] = await exchange(...viewer.list("").send);
  assert.deepEqual(listing?.type === "listing" && listing.entries, []);
});

Deno.test("what does not fit into a zip file is refused in words, with nothing written", async () => {
  const { files, exchange, relay } = await openFiles();
  const huge = { size: 2 ** 32 } as Blob;
  const info = { name: "", folder: false, size: 0 };
  await put(files, ["huge"], "");
  await files.makeFolder(["many"]);
  const { list, read } = files;
  files.read = async (path) => path[0] === "huge" ? huge : await read(path);
  files.list = async (path) =>
    path[0] === "many"
      ? Array.from({ length: 65_536 }, (_, index) => ({ ...info, name: `${index}` }))
      : await list(path);
  for (const [index, [name, words]] of [["huge", /4 GiB/], ["many", /65,535 files/]].entries()) {
    await exchange(encodeFilesJson({ action: "zip", path: "", files: [`${name}`], output: "z" }));
    await untilTold(relay, "refresh", index + 1);
    assert.match(`${relay.json.findLast(({ type }) => type === "console")?.msg}`, words as RegExp);
  }
  assert.deepEqual((await list([])).map(({ name }) => name), ["huge", "many"]);
});

Deno.test("a single download is op, bytes, close; without the file it is a cancel", async () => {
  const files = memoryFileSystem();
  await put(files, ["a"], "content");
  const online = new TestOnline([filesFeature({ root: files })]);
  const ask = async (file: string) => {
    online.tell({ action: "msg", type: "tunnel", value: "*/devicefile.ashx", rights: 0xffff_ffff });
    const relay = online.relays.at(-1);
    relay?.say("c");
    relay?.say(JSON.stringify({ type: "options", file }));
    relay?.say("10");
    await settled();
    return relay;
  };
  const relay = await ask("a");
  assert.deepEqual(relay?.sent, ['{"op":"ok","size":7}', new TextEncoder().encode("content")]);
  assert.equal(relay?.readyState, 3);
  assert.deepEqual((await ask("../a"))?.sent, ['{"op":"cancel"}']);
  assert.match(
    `${online.told.findLast(({ action }) => action === "log")?.msg}`,
    /^Failed to download: "\/\.\.\/a": not a name/,
  );
  assert.match(
    online.person.asked[0] ?? "",
    /download the file named here.*; File: "a"; Folder: "\/"$/,
  );
});

Deno.test("no path leaves the root, whatever it is made of", () => {
  const part = fc.oneof(fc.constantFrom("..", ".", "", "a", "\\", "\0", "..\\.."), fc.string());
  fc.assert(fc.property(fc.array(part), (parts) => {
    try {
      const names = parsePath(parts.join("/"));
      assert.ok(names.every((name) => name !== "" && name !== ".." && !/[\\/\0]/.test(name)));
    } catch (error) {
      assert.ok(error instanceof FilesError);
    }
  }));
});

Deno.test("a filter matches as a regular expression would, in linear time", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
  const name = fc.string({ unit: fc.constantFrom("a", "b", "B", "*"), maxLength: 8 });
  fc.assert(fc.property(text, name, (filter, name) => {
    const pattern = filter.replaceAll("*", "[^]*").replaceAll("?", "[^]");
    assert.equal(wildcard(filter)(name), new RegExp(`^${pattern}$`, "i").test(name));
  }));
  const began = performance.now();
  wildcard("*a".repeat(60) + "b")("a".repeat(255));
  assert.ok(performance.now() - began < 200);
});
