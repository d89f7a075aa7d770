import { ProtocolError } from "../../protocol/errors.ts";
import type { FileEntry, JsonObject, TunnelFrame } from "../../protocol/mod.ts";
import { decodeFilesFrame, encodeFilesJson } from "../../protocol/tunnel/files_frame.ts";
import type { OpenTunnel, TunnelReceiver } from "../tunnel/open_tunnel.ts";
import { runArchive } from "./archive_job.ts";
import { Downloads } from "./downloads.ts";
import { Failures } from "./failures.ts";
import { type Log, makeFolder, remove, rename, transfer } from "./file_changes.ts";
import type { FileInfo, FileSystem } from "./file_system.ts";
import { find } from "./find.ts";
import { fileHash } from "./hash.ts";
import { LeftOut } from "./left_out.ts";
import { FilesError, joinPath, parsePath } from "./path.ts";
import { pathOf } from "./same_name.ts";
import type { Skipped } from "./tree.ts";
import type { UnzipLimits } from "./unzip_limits.ts";
import { Upload } from "./upload.ts";

/** Serves one files tunnel (protocol 5): each command of MeshCentral's UI and of meshctrl. */
export class FilesService implements TunnelReceiver {
  readonly #tunnel: OpenTunnel;
  readonly #files: FileSystem;
  readonly #limits: Partial<UnzipLimits> | undefined;
  #upload: Upload | undefined;
  readonly #downloads: Downloads;
  readonly #failures: Failures;
  #long = new AbortController();
  #archive: Promise<void> | undefined;
  #find = new AbortController();
  /** Why an upload failed, to be shown once the UI has closed its dialog. */
  #unshown: string | undefined;

  constructor(tunnel: OpenTunnel, files: FileSystem, limits?: Partial<UnzipLimits>) {
    this.#tunnel = tunnel;
    this.#files = files;
    this.#limits = limits;
    this.#downloads = new Downloads(tunnel, files);
    this.#failures = new Failures(tunnel);
    tunnel.signal.addEventListener("abort", () => {
      this.#long.abort();
      this.#find.abort();
      void this.#upload?.tunnelClosed().catch(() => {});
    });
  }

  async data(frame: TunnelFrame): Promise<void> {
    const decoded = decode(frame);
    if (decoded === undefined) return await this.#notJson();
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
    const { signal } = this.#long;
    switch (command.action) {
      case "ls":
        return await this.#list(command);
      case "mkdir":
        return await makeFolder(files, command, this.#log);
      case "rm":
        return await remove(files, command, this.#log);
      case "rename":
        return await rename(files, command, signal, this.#log);
      case "copy":
      case "move":
        return await transfer(files, command, signal, this.#log);
      case "open":
        throw new FilesError("a browser tab cannot open files on the screen of the device");
      case "findfile":
        // Not waited for: it can be cancelled.
        return void this.#findFiles(command);
      case "cancelfindfile":
        return this.#find.abort();
      case "zip":
      case "unzip":
        return this.#startArchive(command);
      case "cancel":
        this.#long.abort();
        this.#long = new AbortController();
        return await this.#archive; // so that the next can begin
      case "upload": {
        await this.#upload?.abort();
        this.#upload = undefined;
        this.#unshown = undefined;
        const path = entryPath(command);
        this.#upload = await Upload.start(files, path, command, reqid, (size) => {
          const shown = pathOf(path);
          this.#tunnel.log(105, `Upload: "${shown}", Size: ${size}`, shown, size);
        });
        // Nobody else tells it of an end that came while the file was being opened.
        if (this.#tunnel.signal.aborted) return await this.#upload.tunnelClosed();
        return this.#answer(this.#upload.answer("uploadstart"));
      }
      case "uploaddone": {
        const upload = this.#upload;
        this.#upload = undefined;
        if (upload === undefined) return;
        return await upload.finish().then(
          (answer) => this.#answer(answer),
          (error) => this.#dropUpload(upload, error),
        );
      }
      case "uploadcancel": {
        const upload = this.#upload;
        this.#upload = undefined;
        await upload?.abort();
        this.#answer({ action: "uploadcancel", reqid });
        if (this.#unshown !== undefined) this.#failures.show(this.#unshown);
        this.#unshown = undefined;
        return;
      }
      case "uploadhash": {
        const { path = "", name = null, tag = null } = command;
        const content = await files.read(entryPath(command)).catch(() => undefined);
        const hash = content === undefined ? null : await fileHash(content);
        return this.#answer({ action: "uploadhash", reqid, path, name, tag, hash });
      }
      case "download": {
        const path = await this.#downloads.take(command);
        if (path === undefined) return;
        this.#log(49, "Download", path);
        return this.#answer({ action: "download", sub: "start", id: command.id ?? null });
      }
    }
  }

  async #list({ path, reqid = null }: JsonObject): Promise<void> {
    const infos = await this.#files.list(parsePath(path ?? "")).catch(() => undefined);
    const dir = infos?.map(entry) ?? null;
    // MeshCentral's UI goes up a folder at null; it knows a listing by the path it asked for.
    this.#answer({ path: path ?? "", reqid, dir } as unknown as JsonObject);
  }

  async #findFiles(command: JsonObject): Promise<void> {
    const { path, filter, reqid = null } = command;
    this.#find.abort();
    const { signal } = this.#find = new AbortController();
    try {
      const from = parsePath(path ?? "");
      const leftOut = new LeftOut();
      const skipped: Skipped = (path, error) => leftOut.add([...from, ...path], error);
      const found = find(this.#files, from, String(filter), signal, skipped);
      for await (const r of found) this.#answer({ action: "findfile", r, reqid });
      leftOut.throwIfAny("searched, except for");
    } catch (error) {
      if (!signal.aborted) this.#fail(command, error);
    }
    this.#answer({ action: "findfile", r: null, reqid });
  }

  #startArchive(command: JsonObject): void {
    // As with the native agent: a second one would only slow down the first.
    if (this.#archive !== undefined) throw new FilesError("another archive is being made: wait");
    const { signal } = this.#long;
    const answer = (message: JsonObject) => this.#answer(message);
    const context = { files: this.#files, limits: this.#limits, signal, answer };
    this.#archive = runArchive(command, context)
      .catch((error) => signal.aborted ? undefined : this.#fail(command, error))
      .finally(() => this.#archive = undefined);
  }

  async #block(block: Uint8Array): Promise<void> {
    const upload = this.#upload;
    if (upload === undefined) return; // what was on its way when the upload ended
    try {
      this.#answer(await upload.block(block));
    } catch (error) {
      await this.#dropUpload(upload, error);
    }
  }

  /** The native agent ignores it; in an upload it would be a hole in the file. */
  async #notJson(): Promise<void> {
    const upload = this.#upload;
    if (upload === undefined) return;
    await this.#dropUpload(upload, new FilesError("a block begins with { and is not escaped"));
  }

  async #dropUpload(upload: Upload, error: unknown): Promise<void> {
    this.#upload = undefined;
    await upload.abort().catch(() => {});
    this.#answer(upload.answer("uploaderror"));
    this.#unshown = this.#failures.log({ action: "upload", path: pathOf(upload.path) }, error);
  }

  /** Each command's own way to say no, and the event log. */
  #fail(command: JsonObject, error: unknown): void {
    const { action, sub, id = null, reqid = null, path = "", name = null, tag = null } = command;
    switch (action) {
      case "ls":
        return this.#answer({ path, reqid, dir: null });
      case "uploadhash":
        return this.#answer({ action, reqid, path, name, tag, hash: null });
      case "upload":
        // The UI cancels its upload then, and shows nothing; a text in between confuses others.
        this.#answer({ action: "uploaderror", reqid });
        this.#unshown = this.#failures.log(command, error);
        return;
      case "download":
        if (sub === "start") this.#answer({ action, sub: "cancel", id });
        this.#failures.log(command, error);
        return;
      default:
        this.#failures.show(this.#failures.log(command, error));
    }
  }

  readonly #log: Log = (id, what, ...subjects) => {
    const shown = subjects.map((subject) =>
      typeof subject === "string" ? subject : pathOf(subject)
    );
    this.#tunnel.log(id, `${what}: ${shown.map((path) => `"${path}"`).join(" to ")}`, ...shown);
  };

  #answer(message: JsonObject): void {
    this.#tunnel.send(encodeFilesJson(message));
  }
}

/** Undefined for what is neither JSON nor the bytes of a file. */
function decode(frame: TunnelFrame) {
  try {
    return decodeFilesFrame(frame);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

/** As with the native agent: without a name the path is that of the file. */
function entryPath({ path, name }: JsonObject): string[] {
  return name ? joinPath(path, name) : parsePath(path);
}

function entry({ name, folder, size, modified }: FileInfo): FileEntry {
  const date = modified === undefined ? {} : { d: new Date(modified).toISOString() };
  if (folder) return { n: name, t: 2, ...date };
  return { n: name, t: 3, ...(size === undefined ? {} : { s: size }), ...date };
}
