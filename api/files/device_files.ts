import {
  type FileEntry,
  type FilesRequest,
  FilesViewer,
  type FilesViewerEvent,
  ProtocolError,
  type TunnelConsole,
  type TunnelFrame,
  TunnelProtocol,
  type TunnelStep,
  ViewerTunnel,
} from "../../protocol/mod.ts";
import type { DeviceTunnel } from "../backend.ts";
import { ApiError } from "../errors.ts";

/** Milliseconds that a device has for each answer, where nobody says. */
const TIMEOUT = 30_000;

/** Answers to nothing that was asked; a device that sends more of them is given up. */
const MOST_STRAY = 100;

/** Answers of one frame, and of what came before it, that wait to be looked at. */
const MOST_WAITING = 16;

/** Bytes of one block of an upload. */
const BLOCK = 64 * 1024;
/** Characters of what a device says of its refusal. */
const MAX_REFUSAL = 300;

/** Number of the message "Denied". */
const DENIED = 2;

/**
 * The files of a device over one tunnel, for one request: a listing, a download, an upload, or
 * changes that the device does not answer to, after which the folder is listed to see what came of
 * them.
 */
export class DeviceFiles implements Disposable {
  readonly #tunnel: DeviceTunnel;
  readonly #viewer = new FilesViewer();
  readonly #start = new ViewerTunnel({ protocol: TunnelProtocol.Files });
  readonly #frames: AsyncIterator<string | Uint8Array<ArrayBuffer>>;
  readonly #timeout: number;
  #events: FilesViewerEvent[] = [];
  /** The id of the one request that is under way. */
  #asked: number | undefined;
  #stray = 0;
  /** What the device said last about the tunnel. */
  #said: TunnelConsole | undefined;

  /** Over a tunnel in which nothing was said; `timeout`: milliseconds for each answer. */
  constructor(tunnel: DeviceTunnel, timeout: number = TIMEOUT) {
    this.#tunnel = tunnel;
    this.#timeout = timeout;
    this.#frames = tunnel.frames[Symbol.asyncIterator]();
  }

  /** What is in a folder; rejects with `not_found`. */
  async list(path: string): Promise<readonly FileEntry[]> {
    const { id } = await this.#send(() => this.#viewer.list(path));
    const { entries } = await this.#next("listing", id);
    if (entries === null) throw new ApiError("not_found", "The folder cannot be opened.");
    return entries;
  }

  /** Why the device refused the last change, in its own words; the native agent says nothing. */
  get refusal(): string | undefined {
    return this.#said?.msg?.slice(0, MAX_REFUSAL);
  }

  /** Makes a folder, removes or renames something: the device confirms none of it. */
  async change(request: (viewer: FilesViewer) => FilesRequest): Promise<void> {
    this.#said = undefined;
    await this.#send(() => request(this.#viewer));
  }

  /** The bytes of a file, as fast as they are taken; rejects with `not_found`. */
  async download(path: string): Promise<ReadableStream<Uint8Array>> {
    const { id } = await this.#send(() => this.#viewer.download(path));
    const started = await this.#nextOf(["downloadStarted", "downloadFailed"], id);
    if (started.type === "downloadFailed") {
      throw new ApiError("not_found", "There is no such file, or it cannot be read.");
    }
    return new ReadableStream({
      pull: async (controller) => {
        const types = ["downloadData", "downloadDone", "downloadFailed"] as const;
        const event = await this.#nextOf(types, id);
        if (event.type === "downloadData") return controller.enqueue(event.bytes);
        if (event.type === "downloadDone") controller.close();
        else controller.error(new ApiError("conflict", "The device ended the download."));
        this[Symbol.dispose]();
      },
      cancel: () => this[Symbol.dispose](),
    }, { highWaterMark: 0 });
  }

  /** Writes a file of a known size; resolves when the device has all of it. */
  async upload(
    folder: string,
    name: string,
    size: number,
    body: ReadableStream<Uint8Array>,
  ): Promise<void> {
    const { id } = await this.#send(() => this.#viewer.upload(folder, name, size));
    let left = size;
    for await (const block of blocks(body)) {
      left -= block.length;
      if (left < 0) throw new ApiError("invalid", "There is more than Content-Length says.");
      await this.#ready(id);
      await this.#put(this.#viewer.uploadBlock(block));
    }
    if (left > 0) throw new ApiError("invalid", "There is less than Content-Length says.");
    await this.#ready(id);
    await this.#put(this.#viewer.finishUpload());
    await this.#nextOf(["uploadDone"], id);
  }

  /** Ends the tunnel. */
  [Symbol.dispose](): void {
    this.#tunnel.close();
  }

  /** What the codec makes lies in memory of its own. */
  #put(frame: TunnelFrame): Promise<void> {
    return this.#tunnel.send(frame as string | Uint8Array<ArrayBuffer>);
  }

  async #ready(id: number): Promise<void> {
    const event = await this.#nextOf(["uploadReady", "uploadFailed"], id);
    if (event.type === "uploadFailed") {
      throw new ApiError("conflict", "The device does not write there.");
    }
  }

  async #send(request: () => FilesRequest): Promise<FilesRequest> {
    const deadline = Date.now() + this.#timeout;
    while (!this.#start.started) await this.#read(deadline);
    const made = request();
    this.#asked = made.id;
    this.#events = [];
    for (const frame of made.send) await this.#put(frame);
    return made;
  }

  #next<T extends FilesViewerEvent["type"]>(type: T, id: number) {
    return this.#nextOf([type], id);
  }

  async #nextOf<T extends FilesViewerEvent["type"]>(
    types: readonly T[],
    id: number,
  ): Promise<Extract<FilesViewerEvent, { readonly type: T }>> {
    const deadline = Date.now() + this.#timeout; // for all frames until then, not for each
    while (true) {
      const found = this.#events.findIndex((event) =>
        types.includes(event.type as T) && "id" in event && event.id === id
      );
      if (found >= 0) return this.#events.splice(found, 1)[0] as never;
      await this.#read(deadline);
    }
  }

  /** Takes one frame, and answers what it asks for. */
  async #read(deadline: number): Promise<void> {
    const { value, done } = await this.#frame(deadline);
    if (done) throw ended(this.#said);
    const { send, events } = this.#understand(value);
    for (const frame of send) await this.#put(frame);
    for (const event of events) {
      // What nobody asked for is not kept: a device could fill the memory with it.
      const isAnswer = "id" in event && event.id === this.#asked;
      if (isAnswer && this.#events.length < MOST_WAITING) this.#events.push(event);
      else if (++this.#stray > MOST_STRAY) {
        throw new ApiError("conflict", "The device says too much that nobody asked for.");
      }
    }
  }

  /** What a frame asks for, and what it tells; rejects with `conflict` when it is no frame. */
  #understand(frame: string | Uint8Array): TunnelStep<FilesViewerEvent> {
    try {
      const { send, events } = this.#start.receive(frame);
      for (const event of events) {
        if (event.type === "control" && event.control.type === "console") {
          this.#said = event.control;
        }
      }
      const data = events.flatMap((event) => event.type === "data" ? event.frame : []);
      const answers = data.map((frame) => this.#viewer.receive(frame));
      return {
        send: [...send, ...answers.flatMap(({ send }) => send)],
        events: answers.flatMap(({ events }) => events).filter(({ type }) => type !== "notice"),
      };
    } catch (cause) {
      if (!(cause instanceof ProtocolError)) throw cause;
      throw new ApiError("conflict", "The device does not speak the protocol for files.", {
        cause,
      });
    }
  }

  /** A device that says nothing keeps neither the tunnel nor who asked. */
  async #frame(deadline: number): Promise<IteratorResult<string | Uint8Array<ArrayBuffer>>> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this[Symbol.dispose]();
        const why = "its person was perhaps asked, and has not agreed yet";
        reject(new ApiError("timeout", `The device did not answer in time: ${why}.`));
      }, deadline - Date.now());
    });
    try {
      return await Promise.race([this.#frames.next(), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Why a device has ended a tunnel: 2 is MeshCentral's "Denied", the sentence is of our agent. */
function ended(said: TunnelConsole | undefined): ApiError {
  if (said?.msgid === DENIED) {
    const detail = "The device denies it: its person has refused, or this account lacks the right.";
    return new ApiError("consent_refused", detail);
  }
  if (said?.msg === "The person at the device has not answered.") {
    return new ApiError("consent_unanswered", said.msg);
  }
  return new ApiError("conflict", "The device ended the tunnel.");
}

/** The bytes again, in blocks of one size but for the last. */
async function* blocks(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let waiting = new Uint8Array(BLOCK);
  let length = 0;
  for await (const chunk of body) {
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + BLOCK - length);
      waiting.set(part, length);
      length += part.length;
      taken += part.length;
      if (length < BLOCK) continue;
      yield waiting;
      [waiting, length] = [new Uint8Array(BLOCK), 0];
    }
  }
  if (length > 0) yield waiting.subarray(0, length);
}
