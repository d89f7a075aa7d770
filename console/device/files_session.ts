/**
 * Files of a device over a tunnel: one transfer in each direction at a time.
 *
 * @module
 */
import {
  type FileEntry,
  type FilesRequest,
  FilesViewer,
  type FilesViewerEvent,
} from "../../protocol/mod.ts";
import type { TunnelSend } from "./tunnel.ts";

/** Bytes of an upload's block. */
const BLOCK = 32 * 1024;

/** A transfer on its way. */
export interface Transfer {
  readonly name: string;
  readonly direction: "up" | "down";
  /** Bytes so far. */
  readonly moved: number;
  /** Bytes in all, when that is known. */
  readonly size: number;
}

/** What the page is told. */
export interface FilesListener {
  readonly listed: (path: string, entries: readonly FileEntry[] | null) => void;
  readonly transferring: (transfer: Transfer | undefined) => void;
}

interface Waiting {
  readonly take: (event: FilesViewerEvent) => void;
  readonly fail: (reason: Error) => void;
}

/** The conversation with one device. */
export class FilesSession {
  readonly #viewer = new FilesViewer();
  readonly #listener: FilesListener;
  readonly #waiting = new Map<number, Waiting>();
  readonly #send: TunnelSend;

  /** Over an open tunnel. */
  constructor(send: TunnelSend, listener: FilesListener) {
    this.#send = send;
    this.#listener = listener;
  }

  /** Asks for a folder. */
  list(path: string): void {
    this.#ask(this.#viewer.list(path));
  }

  /** Makes a folder. The device does not answer: the folder is read again. */
  makeFolder(path: string, name: string): void {
    this.#ask(this.#viewer.makeFolder(joinPath(path, name)));
    this.list(path);
  }

  /** Deletes a file, or a folder with all that is in it. */
  remove(path: string, name: string): void {
    this.#ask(this.#viewer.remove(path, [name], true));
    this.list(path);
  }

  /** Gives another name. */
  rename(path: string, from: string, to: string): void {
    this.#ask(this.#viewer.rename(path, from, to));
    this.list(path);
  }

  /** Fetches a file. */
  download(path: string, { n: name, s: size = 0 }: FileEntry): Promise<Blob> {
    const request = this.#viewer.download(joinPath(path, name));
    const parts: BlobPart[] = [];
    let moved = 0;
    return this.#transfer(request, (event, done, fail) => {
      if (event.type === "downloadData") {
        parts.push(event.bytes.slice());
        moved += event.bytes.length;
        this.#listener.transferring({ name, direction: "down", moved, size });
      } else if (event.type === "downloadDone") done(new Blob(parts));
      else if (event.type === "downloadFailed") fail(new Error(name));
    });
  }

  /** Puts a file into a folder. */
  upload(path: string, file: File): Promise<void> {
    const { name, size } = file;
    const request = this.#viewer.upload(path, name, size);
    let moved = 0;
    let sending = Promise.resolve();
    let finished = false;
    const next = async () => {
      if (finished) return;
      if (moved >= size) {
        finished = true;
        this.#send(this.#viewer.finishUpload());
        return;
      }
      const part = file.slice(moved, moved + BLOCK);
      moved += part.size;
      this.#send(this.#viewer.uploadBlock(new Uint8Array(await part.arrayBuffer())));
      this.#listener.transferring({ name, direction: "up", moved, size });
    };
    return this.#transfer<void>(request, (event, done, fail) => {
      if (event.type === "uploadReady") sending = sending.then(next).catch(fail);
      else if (event.type === "uploadDone") done();
      else if (event.type === "uploadFailed") fail(new Error(name));
    });
  }

  /** Takes a frame of the tunnel. */
  receive(frame: string | Uint8Array): void {
    const { send, events } = this.#viewer.receive(frame);
    send.forEach(this.#send);
    for (const event of events) {
      if (event.type === "listing") this.#listener.listed(event.path, event.entries);
      else if ("id" in event) this.#waiting.get(event.id)?.take(event);
    }
  }

  /** The tunnel has ended: nothing that was begun will come to an end. */
  close(): void {
    for (const { fail } of this.#waiting.values()) fail(new Error("closed"));
  }

  #ask({ send }: FilesRequest): void {
    send.forEach(this.#send);
  }

  #transfer<T>(
    request: FilesRequest,
    take: (
      event: FilesViewerEvent,
      done: (value: T) => void,
      fail: (reason: Error) => void,
    ) => void,
  ): Promise<T> {
    const transferred = new Promise<T>((resolve, fail) => {
      this.#waiting.set(request.id, { take: (event) => take(event, resolve, fail), fail });
    });
    this.#ask(request);
    return transferred.finally(() => {
      this.#waiting.delete(request.id);
      this.#listener.transferring(undefined);
    });
  }
}

/** A path below another; the root is empty. */
export function joinPath(path: string, name: string): string {
  return path === "" || path.endsWith("/") ? path + name : `${path}/${name}`;
}

/** The folder above; undefined at the root. */
export function parentPath(path: string): string | undefined {
  if (path === "" || path === "/") return undefined;
  return path.replace(/\/?[^/]+\/?$/, "");
}
