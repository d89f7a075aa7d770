/**
 * Files of a device over a tunnel: one transfer in each direction at a time, others wait.
 *
 * @module
 */
import {
  type FileEntry,
  type FilesRequest,
  FilesViewer,
  type FilesViewerEvent,
} from "../../protocol/mod.ts";
import {
  type Direction,
  type Transfer,
  TransferCancelled,
  TransferQueue,
} from "./transfer_queue.ts";
import type { TunnelSend } from "./tunnel.ts";

/** Bytes of an upload's block. */
const BLOCK = 32 * 1024;

/** What the page is told. */
export interface FilesListener {
  readonly listed: (path: string, entries: readonly FileEntry[] | null) => void;
  readonly transferring: (direction: Direction, transfer: Transfer | undefined) => void;
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
  readonly #queues: Readonly<Record<Direction, TransferQueue>>;
  /** What gives up the present transfer. */
  readonly #stop: Partial<Record<Direction, () => void>> = {};
  #isClosed = false;

  /** Over an open tunnel. */
  constructor(send: TunnelSend, listener: FilesListener) {
    this.#send = send;
    this.#listener = listener;
    const queue = (direction: Direction) =>
      new TransferQueue((transfer) => listener.transferring(direction, transfer));
    this.#queues = { up: queue("up"), down: queue("down") };
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
  download(path: string, entry: FileEntry): Promise<Blob> {
    return this.#queues.down.add(() => this.#download(path, entry));
  }

  /** Puts a file into a folder. */
  upload(path: string, file: File): Promise<void> {
    return this.#queues.up.add(() => this.#upload(path, file));
  }

  /** Gives up what is on its way in a direction, and what waits: they reject as cancelled. */
  cancel(direction: Direction): void {
    this.#queues[direction].cancelWaiting();
    this.#stop[direction]?.();
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

  /** The tunnel has ended: nothing that was begun, or waits, will come to an end. */
  close(): void {
    this.#isClosed = true;
    for (const { fail } of this.#waiting.values()) fail(new Error("closed"));
  }

  #ask({ send }: FilesRequest): void {
    send.forEach(this.#send);
  }

  #download(path: string, { n: name, s: size = 0 }: FileEntry): Promise<Blob> {
    const request = this.#viewer.download(joinPath(path, name));
    const parts: BlobPart[] = [];
    let moved = 0;
    const show = () => this.#queues.down.show({ name, direction: "down", moved, size });
    show();
    return this.#transfer("down", request, (event, done, fail) => {
      if (event.type === "downloadData") {
        parts.push(event.bytes.slice());
        moved += event.bytes.length;
        show();
      } else if (event.type === "downloadDone") done(new Blob(parts));
      else if (event.type === "downloadFailed") fail(new Error(name));
    }, (fail) => {
      this.#send(this.#viewer.cancelDownload());
      fail(new TransferCancelled()); // the device does not answer that
    });
  }

  #upload(path: string, file: File): Promise<void> {
    const { name, size } = file;
    const request = this.#viewer.upload(path, name, size);
    let moved = 0;
    let sending = Promise.resolve();
    /** Nothing more is to be sent. */
    let isOver = false;
    let reason = new Error(name);
    const show = () => this.#queues.up.show({ name, direction: "up", moved, size });
    const next = async () => {
      if (isOver) return;
      if (moved >= size) {
        isOver = true;
        this.#send(this.#viewer.finishUpload());
        return;
      }
      const part = file.slice(moved, moved + BLOCK);
      const bytes = new Uint8Array(await part.arrayBuffer());
      if (isOver) return;
      moved += part.size;
      this.#send(this.#viewer.uploadBlock(bytes));
      show();
    };
    const giveUp = (why: Error) => {
      reason = why;
      isOver = true;
      this.#send(this.#viewer.cancelUpload()); // the device confirms that
    };
    show();
    return this.#transfer<void>("up", request, (event, done, fail) => {
      if (event.type === "uploadReady") sending = sending.then(next).catch(giveUp);
      else if (event.type === "uploadDone") done();
      else if (event.type === "uploadFailed") fail(reason);
    }, () => giveUp(new TransferCancelled())).finally(() => isOver = true);
  }

  async #transfer<T>(
    direction: Direction,
    request: FilesRequest,
    take: (
      event: FilesViewerEvent,
      done: (value: T) => void,
      fail: (reason: Error) => void,
    ) => void,
    stop: (fail: (reason: Error) => void) => void,
  ): Promise<T> {
    if (this.#isClosed) throw new Error("closed");
    const transferred = new Promise<T>((resolve, fail) => {
      this.#waiting.set(request.id, { take: (event) => take(event, resolve, fail), fail });
      this.#stop[direction] = () => stop(fail);
    });
    this.#ask(request);
    try {
      return await transferred;
    } finally {
      this.#waiting.delete(request.id);
      delete this.#stop[direction];
    }
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
