import assert from "node:assert/strict";
import { FilesViewer, type FilesViewerEvent, type TunnelFrame } from "../../protocol/mod.ts";
import { settled, TestOnline, type TestRelay } from "../test_relay.ts";
import type { FileSystem } from "./file_system.ts";
import { filesFeature, type FilesOptions } from "./files_feature.ts";
import { memoryFileSystem } from "./memory_file_system.ts";
import { writeBlob } from "./tree.ts";

const never = new AbortController().signal;

/** A files tunnel over files in memory, and an operator at its other end. */
export async function openFiles(options: FilesOptions = {}) {
  const files = memoryFileSystem(() => 0);
  const online = new TestOnline([filesFeature({ root: files, ...options })]);
  const relay = await online.tunnel(5);
  const viewer = new FilesViewer();
  let read = relay.sent.length;
  /** Sends, and gives what the viewer makes of the answers; the viewer's own answers are sent, too. */
  const exchange = async (...frames: readonly TunnelFrame[]): Promise<FilesViewerEvent[]> => {
    const events: FilesViewerEvent[] = [];
    frames.forEach((frame) => relay.say(frame));
    await settled();
    while (read < relay.sent.length) {
      const frame = relay.sent[read++] ?? "";
      if (typeof frame === "string") continue; // control
      const step = viewer.receive(frame);
      events.push(...step.events);
      step.send.forEach((answer) => relay.say(answer));
      if (step.send.length > 0) await settled();
    }
    return events;
  };
  return { files, online, relay, viewer, exchange };
}

/** Writes a file. */
export async function put(files: FileSystem, path: string[], text: string): Promise<void> {
  await writeBlob(files, path, new Blob([text]), never);
}

/** The text of a file; undefined when it cannot be read. */
export async function textOf(files: FileSystem, ...path: string[]): Promise<string | undefined> {
  return await files.read(path).then((blob) => blob.text(), () => undefined);
}

/** Resolves once the operator has got so many messages with this action. */
export async function untilTold(relay: TestRelay, action: string, times = 1): Promise<void> {
  for (let wait = 0; wait < 400; wait++) {
    if (relay.json.filter((message) => message.action === action).length >= times) return;
    await settled();
  }
  assert.fail(`no ${action}`);
}
