import assert from "node:assert/strict";
import { encodeFilesJson, encodeUploadBlock, type JsonObject } from "../../protocol/mod.ts";
import { settled } from "../test_relay.ts";
import type { FilesOptions } from "./files_feature.ts";
import { openFiles, put, textOf, untilTold } from "./test_files.ts";

/** A tunnel, what its operator sees, and what the event log gets from now on. */
async function openTunnel(options: FilesOptions = {}) {
  const opened = await openFiles(options);
  const { relay, online } = opened;
  const ask = async (command: JsonObject) => {
    const [sent, told] = [relay.json.length, online.told.length];
    relay.say(encodeFilesJson(command));
    await settled();
    const answers = relay.json.slice(sent);
    const shown = answers.filter(({ type }) => type === "console").map(({ msg }) => msg);
    const logged = online.told.slice(told).map(({ msgid, msg }) => [msgid, msg]);
    return { answers: answers.filter(({ type }) => type !== "console"), shown, logged };
  };
  return { ...opened, ask };
}

Deno.test("a change that fails is shown over the list of files, and in the event log", async () => {
  const { files, ask } = await openTunnel();
  await files.makeFolder(["full"]);
  await put(files, ["full", "a"], "a");
  await put(files, ["b"], "b");
  const failing: readonly [JsonObject, string][] = [
    [
      { action: "mkdir", path: "/full" },
      'Failed to create a folder: "/full": "/full" already exists; choose another name, or delete ' +
      "it first",
    ],
    [
      { action: "mkdir", path: "/none/new" },
      'Failed to create a folder: "/none/new": no folder: /none',
    ],
    [{ action: "mkdir" }, 'Failed to create a folder: "/": the path is missing, or is not text'],
    [
      { action: "rename", path: "/", oldname: "none", newname: "new" },
      'Failed to rename: "/none": not there',
    ],
    [
      { action: "rename", path: "/", oldname: "b", newname: null },
      'Failed to rename: "/b": the path is missing, or is not text',
    ],
    [
      { action: "rename", path: "/", oldname: "b", newname: "/" },
      'Failed to rename: "/b": the name is missing',
    ],
    [
      { action: "rm", path: "/", delfiles: ["none"] },
      'Failed to delete: "/none" (not there)',
    ],
    [
      { action: "rm", path: "/", delfiles: ["full"], rec: false },
      'Failed to delete: "/full" (the folder is not empty)',
    ],
    [
      { action: "rm", path: "/full", delfiles: [""], rec: true },
      'Failed to delete: "/full" (the name is missing)',
    ],
    [
      { action: "rm", path: "/full", delfiles: "a", rec: true },
      "Failed to delete: the list of names is missing, or longer than 10000",
    ],
    [
      { action: "copy", scpath: "/", dspath: "/full", names: ["../b"] },
      'Failed to copy: "/../b" (not a name: "..")',
    ],
    [
      { action: "move", scpath: "/", dspath: "/none", names: ["b"] },
      'Failed to move: "/b" (no folder: /none)',
    ],
    [
      { action: "open", path: "/b" },
      "Failed to open: a browser tab cannot open files on the screen of the device",
    ],
  ];
  for (const [command, text] of failing) {
    assert.deepEqual(await ask(command), { answers: [], shown: [text], logged: [[0, text]] });
  }
  assert.equal(await textOf(files, "full", "a"), "a");
  assert.equal(await textOf(files, "b"), "b");
});

Deno.test("a failure is shown again when it happens again", async () => {
  const { ask } = await openTunnel();
  const remove = { action: "rm", path: "/", delfiles: ["none"] };
  await ask(remove);
  // The UI shows no text that is equal to the last one: it is taken away first.
  assert.deepEqual((await ask(remove)).shown, [null, 'Failed to delete: "/none" (not there)']);
});

Deno.test("a rename or move onto an existing name is refused in a tunnel, with both kept", async () => {
  const { files, ask } = await openTunnel();
  await put(files, ["a"], "a");
  await put(files, ["b"], "b");
  await files.makeFolder(["folder"]);
  await put(files, ["folder", "a"], "in folder");
  const commands: JsonObject[] = [
    { action: "rename", path: "/", oldname: "a", newname: "b" },
    { action: "rename", path: "", oldname: "a", newname: "folder" },
    { action: "rename", path: "/", oldname: "folder", newname: "a" },
    { action: "rename", path: "/", oldname: "folder", newname: "folder/x" },
    { action: "rename", path: "/", oldname: "a", newname: "folder/a" },
    { action: "move", scpath: "/", dspath: "/folder", names: ["a"] },
    { action: "copy", scpath: "/", dspath: "folder/", names: ["a"] },
  ];
  for (const command of commands) {
    const { shown, logged } = await ask(command);
    assert.deepEqual([shown.length, logged.length], [1, 1], JSON.stringify(command));
  }
  assert.deepEqual(
    await Promise.all([["a"], ["b"], ["folder", "a"]].map((path) => textOf(files, ...path))),
    ["a", "b", "in folder"],
  );
  assert.equal((await files.list([])).length, 3);
});

Deno.test("a rename to the same name changes nothing and is no failure", async () => {
  const { files, ask } = await openTunnel();
  await put(files, ["a"], "a");
  const { shown, logged } = await ask({
    action: "rename",
    path: "/",
    oldname: "a",
    newname: "a",
  });
  assert.deepEqual([shown, logged], [[], [[48, 'Rename: "/a" to "a"']]]);
  assert.equal(await textOf(files, "a"), "a");
});

Deno.test("one name that fails does not keep the others from being deleted or moved", async () => {
  const { files, ask } = await openTunnel();
  await files.makeFolder(["to"]);
  for (const name of ["a", "b", "c", "d"]) await put(files, [name], name);
  await put(files, ["to", "b"], "old");
  const moved = await ask({ action: "move", scpath: "/", dspath: "/to", names: ["a", "b", "c"] });
  const text = 'Failed to move: 1 of 3: "/b" ("/to/b" already exists; choose another name, or ' +
    "delete it first)";
  assert.deepEqual(moved.shown, [text]);
  assert.deepEqual(moved.logged.map(([msgid]) => msgid), [52, 52, 0]);
  const removed = await ask({ action: "rm", path: "/", delfiles: ["..", "none", 5, "b", "d"] });
  assert.match(`${removed.shown}`, /^Failed to delete: 3 of 5: "\/\.\." .+"\/none" .+"\/5"/);
  assert.deepEqual((await files.list([])).map(({ name }) => name), ["to"]);
  assert.equal(await textOf(files, "to", "b"), "old");
});

Deno.test("an upload with a falsy name writes the file that the path names", async () => {
  for (const name of [null, "", 0, false, undefined]) {
    const { files, ask, relay } = await openTunnel();
    const command = { action: "upload", reqid: "u", path: "/test", name } as JsonObject;
    assert.deepEqual((await ask(command)).answers, [{ action: "uploadstart", reqid: "u" }]);
    relay.say(encodeUploadBlock(new TextEncoder().encode("text")));
    await settled();
    const done = await ask({ action: "uploaddone", reqid: "u" });
    assert.deepEqual(done.answers, [{ action: "uploaddone", reqid: "u" }]);
    assert.equal(await textOf(files, "test"), "text", JSON.stringify(name));
  }
});

Deno.test("names and paths are accepted as the native agent accepts them", async () => {
  const { files, ask } = await openTunnel();
  await files.makeFolder(["a"]);
  await put(files, ["a", "one"], "1");
  await put(files, ["a", "two"], "2");
  await ask({ action: "rename", path: "a/", oldname: "/one", newname: "1/" });
  await ask({ action: "move", scpath: "", dspath: "//", names: ["a/1"] });
  assert.deepEqual(
    (await files.list(["a"])).map(({ name }) => name).sort(),
    ["1", "two"],
  );
  await ask({ action: "rename", path: "/", oldname: "a/two", newname: "2" });
  assert.equal(await textOf(files, "2"), "2");
  await ask({ action: "rm", path: null, delfiles: ["2"] });
  await ask({ action: "rm", path: "", delfiles: ["/a/", "2"], rec: 1 });
  const { answers } = await ask({ action: "ls", path: null, reqid: 1 });
  assert.deepEqual(answers, [{ path: "", reqid: 1, dir: [] }]);
});

Deno.test("an upload may announce no size, and append by any true value", async () => {
  const { files, ask, relay } = await openTunnel();
  await put(files, ["a"], "old");
  const append = { action: "upload", path: "/a", name: null, append: 1, reqid: 1, size: null };
  await ask(append);
  relay.say(new TextEncoder().encode(" and new"));
  await settled();
  await ask({ action: "uploaddone" });
  assert.equal(await textOf(files, "a"), "old and new");
});

Deno.test("a failed upload is an uploaderror at once, and shown once the UI has canceled", async () => {
  const { files, ask, relay } = await openTunnel();
  await files.makeFolder(["folder"]);
  const text = 'Failed to upload: "/folder": a folder has this name';
  const failed = await ask({ action: "upload", path: "/folder", name: null, reqid: 3 });
  assert.deepEqual(failed, {
    answers: [{ action: "uploaderror", reqid: 3 }],
    shown: [], // a client that waits for the upload's messages does not expect a text
    logged: [[0, text]],
  });
  const canceled = await ask({ action: "uploadcancel", reqid: 3 });
  assert.deepEqual(canceled.answers, [{ action: "uploadcancel", reqid: 3 }]);
  assert.deepEqual(canceled.shown, [text]);
  assert.deepEqual((await ask({ action: "uploadcancel", reqid: 3 })).shown, []);

  await ask({ action: "upload", path: "/", name: "short", reqid: 4, size: 9 });
  relay.say(new Uint8Array(5));
  await settled();
  const short = await ask({ action: "uploaddone", reqid: 4 });
  assert.deepEqual(short.answers, [{ action: "uploaderror", reqid: 4 }]);
  assert.deepEqual(short.logged, [
    [0, 'Failed to upload: "/short": 4 bytes came of the 9 that were announced'],
  ]);
  assert.equal(await textOf(files, "short"), undefined);
});

Deno.test("an upload whose place was taken or removed meanwhile fails, and replaces no folder", async () => {
  const { files, ask } = await openTunnel();
  await files.makeFolder(["folder"]);
  await ask({ action: "upload", path: "/", name: "new", reqid: 1, size: 0 });
  await ask({ action: "mkdir", path: "/new" });
  await ask({ action: "mkdir", path: "/new/inside" });
  const taken = await ask({ action: "uploaddone", reqid: 1 });
  assert.deepEqual(taken.answers, [{ action: "uploaderror", reqid: 1 }]);
  assert.equal((await files.stat(["new", "inside"]))?.folder, true);
  await ask({ action: "upload", path: "/folder", name: "new", reqid: 2, size: 0 });
  await ask({ action: "rm", path: "/", delfiles: ["folder"] });
  const removed = await ask({ action: "uploaddone", reqid: 2 });
  assert.deepEqual(removed.answers, [{ action: "uploaderror", reqid: 2 }]);
});

Deno.test("a search with too many matches, or in a folder that is not there, says so", async () => {
  const { files, ask, relay } = await openTunnel();
  const infos = Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, folder: false }));
  files.list = (path) =>
    path.length === 0 ? Promise.resolve(infos) : Promise.reject(new Error("?"));
  const many = await ask({ action: "findfile", path: "/", filter: "*", reqid: "f" });
  assert.match(`${many.shown}`, /more than 10000 names match/);
  assert.deepEqual(relay.json.at(-1), { action: "findfile", r: null, reqid: "f" });
  const none = await ask({ action: "findfile", path: "/none", filter: "*", reqid: "g" });
  assert.deepEqual(none.shown, ['Failed to search: "/none": ?']);
});

Deno.test("a hash of what is not there has the name and tag that the UI needs", async () => {
  const { ask } = await openTunnel();
  const command = { path: "/../x", name: "a", tag: { h: "x", s: 0 }, reqid: 2 };
  const { answers } = await ask({ action: "uploadhash", ...command });
  assert.deepEqual(answers, [{ action: "uploadhash", ...command, hash: null }]);
});

Deno.test("a download that cannot start is canceled, and the event log says why", async () => {
  const { ask } = await openTunnel();
  const { answers, shown, logged } = await ask({
    action: "download",
    sub: "start",
    path: "/none",
    id: 7,
  });
  assert.deepEqual(answers, [{ action: "download", sub: "cancel", id: 7 }]);
  assert.deepEqual([shown, logged], [[], [[0, 'Failed to download: "/none": no file: /none']]]);
});

Deno.test("frames that are not JSON are passed over, but end an upload", async () => {
  const { files, ask, relay } = await openTunnel();
  const odd = ["{", "5", "null", '"x"', "[]", new Uint8Array([0x7b, 0xff])];
  odd.forEach((frame) => relay.say(frame));
  assert.equal(relay.readyState, 1);
  for (const frame of odd) {
    await ask({ action: "upload", path: "/a", name: null, reqid: "u" });
    relay.say(frame);
    await settled();
    assert.deepEqual(relay.json.at(-1), { action: "uploaderror", reqid: "u" });
  }
  assert.deepEqual(await files.list([]), []);
});

Deno.test("an archive that cannot be made or unpacked is shown, and in the event log", async () => {
  const { files, ask, relay, online } = await openTunnel();
  await put(files, ["a"], "a");
  await put(files, ["text.zip"], "not an archive");
  const logged = () => online.told.filter(({ msgid }) => msgid === 0).map(({ msg }) => msg);

  await ask({ action: "unzip", input: "/text.zip", dest: "/out/" });
  await untilTold(relay, "refresh");
  const error = "not a zip archive, or its end is missing: transfer it again";
  assert.deepEqual(
    relay.json.filter(({ action }) => action === "dialogmessage"),
    [
      { action: "dialogmessage", msg: "unzipping" },
      { action: "dialogmessage", msg: "unziperror", error },
    ],
  );
  await ask({ action: "zip", path: "/", files: ["a"], output: "text.zip" });
  await untilTold(relay, "refresh", 2);
  await ask({ action: "zip", path: "/", files: ["none", ".."], output: "new.zip" });
  await untilTold(relay, "refresh", 3);
  assert.deepEqual(logged(), [
    `Failed to unzip: "/text.zip": ${error}`,
    'Failed to zip: "/text.zip": "/text.zip" already exists; choose another name, or delete it ' +
    "first",
    'Failed to zip: "/new.zip": nothing to pack: "/none" (not there), "/.." (not a name: "..")',
  ]);
  assert.equal(await textOf(files, "text.zip"), "not an archive");
  assert.deepEqual((await files.list([])).map(({ name }) => name), ["a", "text.zip"]);
});

Deno.test("the limits of an unzip are the embedder's, each with a default", async () => {
  for (const [totalSize, msg] of [[4, "unziperror"], [5, null]] as const) {
    const { files, ask, relay } = await openTunnel({ unzipLimits: { totalSize } });
    await put(files, ["a"], "12345");
    await ask({ action: "zip", path: "/", files: ["a"], output: "a.zip" });
    await untilTold(relay, "refresh");
    await ask({ action: "unzip", input: "/a.zip", dest: "/out" });
    await untilTold(relay, "refresh", 2);
    assert.equal(relay.json.findLast(({ action }) => action === "dialogmessage")?.msg, msg);
    assert.equal(await textOf(files, "out", "a"), msg === null ? "12345" : undefined);
  }
});

Deno.test("a second archive is refused while one is being made", async () => {
  const { files, ask, relay } = await openTunnel();
  await put(files, ["a"], "a");
  const { read } = files;
  let goOn = () => {};
  files.read = async (path) => {
    await new Promise<void>((resolve) => goOn = resolve);
    return await read(path);
  };
  await ask({ action: "zip", path: "/", files: ["a"], output: "1.zip" });
  const { shown } = await ask({ action: "zip", path: "/", files: ["a"], output: "2.zip" });
  assert.match(`${shown}`, /another archive is being made/);
  goOn();
  await untilTold(relay, "refresh");
  assert.deepEqual((await files.list([])).map(({ name }) => name), ["a", "1.zip"]);
});
