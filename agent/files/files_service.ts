import type { FileEntry, JsonObject, JsonValue, TunnelFrame } from "../../protocol/mod.ts";
import { decodeFilesFrame, encodeFilesJson } from "../../protocol/tunnel/files_frame.ts";
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import { Download } from "./download.ts";
import type { FileInfo, FileSystem } from "./file_system.ts";
import { find } from "./find.ts";
import { fileHash } from "./hash.ts";
import { parseName, parsePath } from "./path.ts";
import { copy, move } from "./tree.ts";
import { Upload } from "./upload.ts";

/** Names that one request may list: more than a person selects. */
const MAX_NAMES = 10_000;
/** Downloads at once; an operator's window has one. */
const MAX_DOWNLOADS = 16;

/** Serves one files tunnel (protocol 5): each command of MeshCentral's UI and of meshctrl. */
export class FilesService implements TunnelReceiver {
  readonly #tunnel: OpenTunnel;
  readonly #files: FileSystem;
  #upload: Upload | undefined;
  readonly #downloads = new Map<JsonValue, Download>();
  #long = new AbortController();
  #find = new AbortController();

  constructor(tunnel: OpenTunnel, files: FileSystem) {
    this.#tunnel = tunnel;
    this.#files = files;
    tunnel.signal.addEventListener("abort", () => {
      this.#long.abort();
      this.#find.abort();
      void this.#upload?.tunnelClosed().catch(() => {});
    });
  }

  async data(frame: TunnelFrame): Promise<void> {
    const decoded = decodeFilesFrame(frame);
    if (decoded.type === "bytes") return await this.#block(decoded.bytes);
    try {
      await this.#command(decoded.value);
    } catch (error) {
      this.#fail(decoded.value, error);
    }
  }

  async #command(command: JsonObject): Promise<void> {
    const { reqid = null } = command;
    const files = this.#files;
    switch (command.action) {
      case "ls":
        return await this.#list(command);
      case "mkdir": {
        const path = parsePath(command.path);
        await files.makeFolder(path);
        return this.#log(44, "Create folder", path);
      }
      case "rm":
        for (const name of names(command.delfiles)) {
          const path = [...parsePath(command.path), name];
          await files.remove(path, command.rec === true);
          this.#log(45, "Delete", path);
        }
        return;
      case "rename": {
        const folder = parsePath(command.path);
        const from = [...folder, parseName(command.oldname)];
        const to = [...folder, parseName(command.newname)];
        await move(files, from, to, this.#long.signal);
        return this.#log(48, "Rename", from, to);
      }
      case "copy":
      case "move": {
        const [work, id, what] = command.action === "copy"
          ? [copy, 51, "Copy"] as const
          : [move, 52, "Move"] as const;
        for (const name of names(command.names)) {
          const from = [...parsePath(command.scpath), name];
          const to = [...parsePath(command.dspath), name];
          await work(files, from, to, this.#long.signal);
          this.#log(id, what, from, to);
        }
        return;
      }
      case "findfile":
        // Not waited for: it can be cancelled.
        return void this.#findFiles(command);
      case "cancelfindfile":
        return this.#find.abort();
      case "zip":
      case "unzip":
        return void this.#archive(command);
      case "cancel":
        this.#long.abort();
        this.#long = new AbortController();
        return;
      case "upload": {
        await this.#upload?.abort();
        this.#upload = undefined;
        const path = parsePath(command.path);
        if (command.name !== undefined) path.push(parseName(command.name));
        this.#upload = await Upload.start(files, path, command, reqid, (size) => {
          const shown = shownPath(path);
          this.#tunnel.log(105, `Upload: "${shown}", Size: ${size}`, shown, size);
        });
        // Nobody else tells it of an end that came while the file was being opened.
        if (this.#tunnel.signal.aborted) return await this.#upload.tunnelClosed();
        return this.#answer(this.#upload.answer("uploadstart"));
      }
      case "uploaddone": {
        const upload = this.#upload;
        this.#upload = undefined;
        if (upload !== undefined) this.#answer(await upload.finish());
        return;
      }
      case "uploadcancel": {
        const upload = this.#upload;
        this.#upload = undefined;
        await upload?.abort();
        return this.#answer({ action: "uploadcancel", reqid });
      }
      case "uploadhash": {
        const { path = "", name = "", tag = null } = command;
        const at = [...parsePath(path), parseName(name)];
        const content = await files.read(at).catch(() => undefined);
        const hash = content === undefined ? null : await fileHash(content);
        return this.#answer({ action: "uploadhash", reqid, path, name, tag, hash });
      }
      case "download":
        return await this.#download(command);
    }
  }

  async #list({ path = "", reqid = null }: JsonObject): Promise<void> {
    const infos = await this.#files.list(parsePath(path)).catch(() => undefined);
    const dir = infos?.map(entry) ?? null;
    // MeshCentral's UI goes up a folder at null; it knows a listing by the path it asked for.
    this.#answer({ path, reqid, dir } as unknown as JsonObject);
  }

  async #download({ sub, path, id = null, ack }: JsonObject): Promise<void> {
    switch (sub) {
      case "start": {
        this.#stopDownload(id);
        if (this.#downloads.size >= MAX_DOWNLOADS) throw new RangeError("too many downloads");
        const from = parsePath(path);
        const content = await this.#files.read(from);
        // The web UI says nothing at the end, and has a new id for the next one.
        const done = () => this.#downloads.delete(id);
        this.#downloads.set(id, new Download(this.#tunnel, content, done));
        this.#log(49, "Download", from);
        return this.#answer({ action: "download", sub: "start", id });
      }
      case "startack":
        return this.#downloads.get(id)?.allow(typeof ack === "number" ? ack : 8);
      case "ack":
        return this.#downloads.get(id)?.allow(1);
      case "stop":
      case "cancel":
        this.#stopDownload(id);
    }
  }

  #stopDownload(id: JsonValue): void {
    this.#downloads.get(id)?.stop();
    this.#downloads.delete(id);
  }

  async #findFiles({ path, filter, reqid = null }: JsonObject): Promise<void> {
    this.#find.abort();
    const { signal } = this.#find = new AbortController();
    try {
      for await (const r of find(this.#files, parsePath(path), String(filter), signal)) {
        this.#answer({ action: "findfile", r, reqid });
      }
    } catch {
      // A folder that cannot be read has no matches.
    }
    this.#answer({ action: "findfile", r: null, reqid });
  }

  async #archive(command: JsonObject): Promise<void> {
    const { signal } = this.#long;
    const tell = (message: JsonObject) => this.#answer({ action: "dialogmessage", ...message });
    try {
      const { unzip, zip } = await import("./zip.ts");
      if (command.action === "unzip") {
        tell({ msg: "unzipping" });
        await unzip(this.#files, parsePath(command.input), parsePath(command.dest), signal);
      } else {
        tell({ msg: "zipping" });
        const folder = parsePath(command.path);
        const target = [...folder, ...parsePath(command.output)];
        await zip(this.#files, folder, names(command.files), target, (file, progress) => {
          tell({ msg: "zippingFile", file, progress });
        }, signal);
      }
      tell({ msg: null });
    } catch (error) {
      if (command.action === "unzip") tell({ msg: "unziperror", error: messageOf(error) });
      else {
        tell({ msg: null }); // the dialog has no words for it
        if (!signal.aborted) this.#showError(error);
      }
    }
    this.#answer({ action: "refresh" });
  }

  async #block(block: Uint8Array): Promise<void> {
    const upload = this.#upload;
    if (upload === undefined) return; // what was on its way when the upload ended
    try {
      this.#answer(await upload.block(block));
    } catch {
      this.#upload = undefined;
      await upload.abort().catch(() => {});
      this.#answer(upload.answer("uploaderror"));
    }
  }

  /** Each command's own way to say no; the others have none, and the UI lists again. */
  #fail({ action, sub, id = null, reqid = null, path = "" }: JsonObject, error: unknown): void {
    if (action === "upload" || action === "uploaddone") {
      this.#answer({ action: "uploaderror", reqid });
    } else if (action === "uploadhash") this.#answer({ action, reqid, path, hash: null });
    else if (action === "ls") this.#answer({ path, reqid, dir: null });
    else if (action === "download" && sub === "start") {
      this.#answer({ action, sub: "cancel", id });
    } else {
      this.#showError(error);
    }
  }

  #showError(error: unknown): void {
    this.#tunnel.control({ type: "console", msg: messageOf(error), msgid: 0, timeout: 5 });
  }

  #log(id: number, what: string, ...paths: readonly (readonly string[])[]): void {
    const shown = paths.map(shownPath);
    this.#tunnel.log(id, `${what}: ${shown.map((path) => `"${path}"`).join(" to ")}`, ...shown);
  }

  #answer(message: JsonObject): void {
    this.#tunnel.send(encodeFilesJson(message));
  }
}

function shownPath(path: readonly string[]): string {
  return `/${path.join("/")}`;
}

function entry({ name, folder, size, modified }: FileInfo): FileEntry {
  const date = modified === undefined ? {} : { d: new Date(modified).toISOString() };
  return folder ? { n: name, t: 2, ...date } : { n: name, t: 3, s: size, ...date };
}

function names(value: JsonValue | undefined): string[] {
  if (!Array.isArray(value) || value.length > MAX_NAMES) throw new RangeError("no list of names");
  return value.map(parseName);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "failed";
}
