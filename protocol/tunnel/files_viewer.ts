import { ProtocolError } from "../errors.ts";
import type { JsonObject, JsonValue } from "../message.ts";
import type { ByteSource } from "../to_bytes.ts";
import type { TunnelFrame, TunnelStep } from "./agent_tunnel.ts";
import {
  decodeDownloadBlock,
  decodeFilesFrame,
  encodeFilesJson,
  encodeUploadBlock,
  type FileEntry,
} from "./files_frame.ts";

/** What happened in a {@linkcode FilesViewer}. `id` is what the request was given back as. */
export type FilesViewerEvent =
  /** Answer to `list`; null: the folder cannot be opened. */
  | {
    readonly type: "listing";
    readonly id: number;
    readonly path: string;
    readonly entries: readonly FileEntry[] | null;
  }
  /** One more block of the upload may be given; comes for every one of the window. */
  | { readonly type: "uploadReady"; readonly id: number }
  /** All is written, under its final name. */
  | { readonly type: "uploadDone"; readonly id: number }
  /** The agent could not write, or confirmed the cancellation. */
  | { readonly type: "uploadFailed"; readonly id: number; readonly cancelled: boolean }
  /** The device has this file with this SHA-384 (upper-case hex); null: it has none. */
  | { readonly type: "hash"; readonly id: number; readonly hash: string | null }
  | { readonly type: "downloadStarted"; readonly id: number }
  /** Bytes of the file, in order. */
  | { readonly type: "downloadData"; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: "downloadDone"; readonly id: number }
  /** No such file, or the agent gave up. */
  | { readonly type: "downloadFailed"; readonly id: number }
  /** A find's match, relative to where it looked; null: that was all. */
  | { readonly type: "found"; readonly id: number; readonly path: string | null }
  /** Progress of zip and unzip, and other things that the agent tells. */
  | { readonly type: "notice"; readonly value: JsonObject };

/** Sizes that a viewer may choose. */
export interface FilesViewerOptions {
  /** Blocks of an upload that may wait for their acknowledgement. @default {8} */
  readonly uploadWindow?: number;
  /** Blocks of a download on their way. @default {8} */
  readonly downloadWindow?: number;
}

/** A request's id and the frames that make it. */
export interface FilesRequest {
  /** Comes back in the events. */
  readonly id: number;
  /** To send, in this order. */
  readonly send: readonly TunnelFrame[];
}

/**
 * The operator's side of the files protocol over a started tunnel: one upload and one download at a
 * time (blocks bear no id), any number of other requests. Sans-I/O.
 *
 * An upload: `upload()`, then for every `uploadReady` either `uploadBlock()` with the next bytes (at
 * most 64 KiB) or, after the last, `finishUpload()`.
 */
export class FilesViewer {
  readonly #uploadWindow: number;
  readonly #downloadWindow: number;
  #nextId = 1;
  #upload: number | undefined;
  #download: number | undefined;
  #downloadStarted = false;

  /** The side of a viewer. */
  constructor({ uploadWindow = 8, downloadWindow = 8 }: FilesViewerOptions = {}) {
    this.#uploadWindow = uploadWindow;
    this.#downloadWindow = downloadWindow;
  }

  /** Asks for a folder; the root is `""`. */
  list(path: string): FilesRequest {
    return this.#request({ action: "ls", path });
  }

  /** Makes a folder. There is no answer: list again. */
  makeFolder(path: string): FilesRequest {
    return this.#request({ action: "mkdir", path });
  }

  /** Deletes names of a folder; `recursive` with all that is in them. No answer. */
  remove(path: string, names: readonly string[], recursive = false): FilesRequest {
    return this.#request({ action: "rm", path, delfiles: names, rec: recursive });
  }

  /** Renames within a folder. No answer. */
  rename(path: string, oldname: string, newname: string): FilesRequest {
    return this.#request({ action: "rename", path, oldname, newname });
  }

  /** Copies or moves names from one folder to another. No answer. */
  transfer(
    how: "copy" | "move",
    names: readonly string[],
    scpath: string,
    dspath: string,
  ): FilesRequest {
    return this.#request({ action: how, names, scpath, dspath });
  }

  /** Looks for names that match `filter` (`*.txt`) below a folder. */
  find(path: string, filter: string): FilesRequest {
    return this.#request({ action: "findfile", path, filter });
  }

  /** Asks for the SHA-384 of a file, to skip an upload of the same. */
  hash(path: string, name: string): FilesRequest {
    return this.#request({ action: "uploadhash", path, name, tag: {} });
  }

  /** Begins an upload of `size` bytes into a folder. @throws {ProtocolError} when one is on. */
  upload(path: string, name: string, size: number): FilesRequest {
    if (this.#upload !== undefined) throw busy("upload");
    const request = this.#request({ action: "upload", path, name, size });
    this.#upload = request.id;
    return request;
  }

  /** The frame of the next bytes. */
  uploadBlock(bytes: ByteSource): TunnelFrame {
    return encodeUploadBlock(bytes);
  }

  /** After the last block. `uploadDone` follows. */
  finishUpload(): TunnelFrame {
    return encodeFilesJson({ action: "uploaddone", reqid: this.#upload ?? 0 });
  }

  /** Gives up; the device keeps what it had. */
  cancelUpload(): TunnelFrame {
    return encodeFilesJson({ action: "uploadcancel", reqid: this.#upload ?? 0 });
  }

  /** Begins a download. @throws {ProtocolError} when one is on. */
  download(path: string): FilesRequest {
    if (this.#download !== undefined) throw busy("download");
    const id = this.#download = this.#nextId++;
    this.#downloadStarted = false;
    return { id, send: [encodeFilesJson({ action: "download", sub: "start", path, id })] };
  }

  /** Gives up. No event follows. */
  cancelDownload(): TunnelFrame {
    const id = this.#download ?? 0;
    this.#download = undefined;
    return encodeFilesJson({ action: "download", sub: "stop", id });
  }

  /** Takes one data frame of the tunnel. @throws {ProtocolError} Nothing else. */
  receive(frame: string | ByteSource): TunnelStep<FilesViewerEvent> {
    const decoded = decodeFilesFrame(frame);
    return decoded.type === "bytes" ? this.#block(decoded.bytes) : this.#answer(decoded.value);
  }

  #request(command: JsonObject): FilesRequest {
    const id = this.#nextId++;
    // A string where the agents read one (find), a number works there, too.
    return { id, send: [encodeFilesJson({ ...command, reqid: id })] };
  }

  #block(block: Uint8Array): TunnelStep<FilesViewerEvent> {
    const id = this.#download;
    // What was on its way when the download before was given up: blocks do not say whose they are.
    if (id === undefined || !this.#downloadStarted) return none();
    const { bytes, last } = decodeDownloadBlock(block);
    const data = { type: "downloadData", id, bytes } as const;
    if (!last) {
      return { send: [encodeFilesJson({ action: "download", sub: "ack", id })], events: [data] };
    }
    this.#download = undefined;
    return { send: [], events: [...bytes.length > 0 ? [data] : [], { type: "downloadDone", id }] };
  }

  #answer(value: JsonObject): TunnelStep<FilesViewerEvent> {
    const { reqid = value.id } = value;
    const id = typeof reqid === "object" ? NaN : Number(reqid);
    switch (value.action) {
      case undefined:
        if (value.dir === undefined || typeof value.path !== "string") return none();
        return one({ type: "listing", id, path: value.path, entries: readEntries(value.dir) });
      case "uploadstart":
        if (id !== this.#upload) return none();
        return {
          send: [],
          events: Array.from({ length: this.#uploadWindow }, () => ({ type: "uploadReady", id })),
        };
      case "uploadack":
        return id === this.#upload ? one({ type: "uploadReady", id }) : none();
      case "uploaddone":
        if (id !== this.#upload) return none();
        this.#upload = undefined;
        return one({ type: "uploadDone", id });
      case "uploaderror":
      case "uploadcancel":
        if (id !== this.#upload) return none();
        this.#upload = undefined;
        return one({ type: "uploadFailed", id, cancelled: value.action === "uploadcancel" });
      case "uploadhash":
        return one({
          type: "hash",
          id,
          hash: typeof value.hash === "string" ? value.hash : null,
        });
      case "findfile":
        return one({ type: "found", id, path: typeof value.r === "string" ? value.r : null });
      case "download":
        return this.#downloadAnswer(value.sub, id);
      default:
        return one({ type: "notice", value });
    }
  }

  #downloadAnswer(sub: JsonValue | undefined, id: number): TunnelStep<FilesViewerEvent> {
    if (id !== this.#download) return none();
    if (sub === "start") {
      this.#downloadStarted = true;
      const ack = { action: "download", sub: "startack", id, ack: this.#downloadWindow };
      return { send: [encodeFilesJson(ack)], events: [{ type: "downloadStarted", id }] };
    }
    if (sub !== "cancel") return none();
    this.#download = undefined;
    return one({ type: "downloadFailed", id });
  }
}

function readEntries(dir: JsonValue): readonly FileEntry[] | null {
  if (!Array.isArray(dir)) return null;
  return (dir as readonly (JsonObject | null)[]).flatMap((entry) => readEntry(entry ?? {}) ?? []);
}

/** Undefined for what is not an entry. A size or date that is none counts as absent: `1e400`, `-1`. */
function readEntry({ n, t, s, d }: JsonObject): FileEntry | undefined {
  if (typeof n !== "string" || (t !== 1 && t !== 2 && t !== 3)) return undefined;
  const isSize = typeof s === "number" && Number.isFinite(s) && s >= 0;
  return { n, t, ...(isSize && { s }), ...(typeof d === "string" && { d }) };
}

function none(): TunnelStep<FilesViewerEvent> {
  return { send: [], events: [] };
}

function one(event: FilesViewerEvent): TunnelStep<FilesViewerEvent> {
  return { send: [], events: [event] };
}

function busy(what: string): ProtocolError {
  return new ProtocolError("unexpected-message", `another ${what} of this tunnel is not over`);
}
