import assert from "node:assert/strict";
import { encodeFilesJson } from "../../protocol/mod.ts";
import { filesFeature } from "../files/files_feature.ts";
import type { FileSystem } from "../files/file_system.ts";
import { memoryFileSystem } from "../files/memory_file_system.ts";
import { settled, TestOnline, type TestRelay } from "../test_relay.ts";

const MIB = 2 ** 20;
const BLOCK = new Uint8Array(65_564).fill(1);

/** A disk that takes nothing until it is told to. */
function slowDisk(): { root: FileSystem; go: () => void } {
  const root = memoryFileSystem();
  let go = () => {};
  const ready = new Promise<void>((resolve) => go = resolve);
  return {
    go,
    root: {
      ...root,
      async write(path, append) {
        const writer = await root.write(path, append);
        return { ...writer, write: (bytes) => ready.then(() => writer.write(bytes)) };
      },
    },
  };
}

/** Blocks of this size in all, sent without waiting for an acknowledgement. */
function flood(relay: TestRelay, size: number): number {
  const count = Math.ceil(size / BLOCK.length);
  for (let sent = 0; sent < count; sent++) relay.say(BLOCK);
  return count;
}

Deno.test("Tunnel keeps a 100 MiB upload that comes faster than the disk takes it", async () => {
  const { root, go } = slowDisk();
  const online = new TestOnline([filesFeature({ root })]);
  const relay = await online.tunnel(5);
  relay.say(encodeFilesJson({ action: "upload", reqid: 1, path: "/up", name: null }));
  await settled();
  const blocks = flood(relay, 100 * MIB);
  relay.say(encodeFilesJson({ action: "uploaddone", reqid: 1 }));
  assert.equal(relay.readyState, 1);
  go();
  while (relay.json.at(-1)?.action !== "uploaddone") await settled();
  assert.equal((await root.stat(["up"]))?.size, blocks * BLOCK.length);
  online.drop();
});

Deno.test("Tunnel ends when more than 256 MiB wait for the disk", async () => {
  const { root } = slowDisk();
  const online = new TestOnline([filesFeature({ root })]);
  const relay = await online.tunnel(5);
  relay.say(encodeFilesJson({ action: "upload", reqid: 1, path: "/up", name: null }));
  await settled();
  flood(relay, 257 * MIB);
  assert.equal(relay.readyState, 3);
  online.drop();
});

Deno.test("Tunnel ends when an operator sends more than 16 MiB before the person answers", async () => {
  const online = new TestOnline([filesFeature({ root: memoryFileSystem() })]);
  online.person.answer = () => new Promise(() => {});
  const relay = await online.tunnel(5);
  flood(relay, 15 * MIB);
  assert.equal(relay.readyState, 1);
  flood(relay, 2 * MIB);
  assert.equal(relay.readyState, 3);
  online.drop();
});

Deno.test("Tunnel pauses a transport that can pause while the disk is behind", async () => {
  const { root, go } = slowDisk();
  const online = new TestOnline([filesFeature({ root })]);
  const relay = await online.tunnel(5);
  let paused = false;
  Object.assign(relay, { pause: () => paused = true, resume: () => paused = false });
  relay.say(encodeFilesJson({ action: "upload", reqid: 1, path: "/up", name: null }));
  await settled();
  flood(relay, 2 * MIB);
  assert.equal(paused, true);
  go();
  while (paused) await settled();
  relay.close();
  online.drop();
});
