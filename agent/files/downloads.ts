import type { JsonObject, JsonValue } from "../../protocol/mod.ts";
import type { OpenTunnel } from "../tunnel/open_tunnel.ts";
import { Download } from "./download.ts";
import type { FileSystem } from "./file_system.ts";
import { FilesError, parsePath } from "./path.ts";

/** Downloads at once; an operator's window has one. */
const MAX_DOWNLOADS = 16;

/** The downloads of one tunnel, by the ids that the operator gives them. */
export class Downloads {
  readonly #tunnel: OpenTunnel;
  readonly #files: FileSystem;
  readonly #running = new Map<JsonValue, Download>();

  constructor(tunnel: OpenTunnel, files: FileSystem) {
    this.#tunnel = tunnel;
    this.#files = files;
  }

  /**
   * Takes the command `download`.
   *
   * @returns The path of a download that was started.
   */
  async take({ sub, path, id = null, ack }: JsonObject): Promise<readonly string[] | undefined> {
    switch (sub) {
      case "start": {
        this.#stop(id);
        if (this.#running.size >= MAX_DOWNLOADS) {
          throw new FilesError(`${MAX_DOWNLOADS} downloads are running: wait for one of them`);
        }
        const from = parsePath(path);
        const content = await this.#files.read(from);
        // The web UI says nothing at the end, and has a new id for the next one.
        const done = () => this.#running.delete(id);
        this.#running.set(id, new Download(this.#tunnel, content, done));
        return from;
      }
      case "startack":
        this.#running.get(id)?.allow(typeof ack === "number" ? ack : 8);
        return undefined;
      case "ack":
        this.#running.get(id)?.allow(1);
        return undefined;
      case "stop":
      case "cancel":
        this.#stop(id);
    }
    return undefined;
  }

  #stop(id: JsonValue): void {
    this.#running.get(id)?.stop();
    this.#running.delete(id);
  }
}
