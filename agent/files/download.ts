import { DOWNLOAD_BLOCK_SIZE, encodeDownloadBlock } from "../../protocol/tunnel/files_frame.ts";
import type { OpenTunnel } from "../tunnel/open_tunnel.ts";

/** Blocks on their way at most, whatever an operator asks for: 1 MiB. */
const MAX_WINDOW = 64;

/** One download: as many blocks are on their way as the operator has allowed. */
export class Download {
  readonly #tunnel: OpenTunnel;
  readonly #content: Blob;
  readonly #done: () => void;
  #credit = 0;
  #offset = 0;
  #sending = false;
  #over = false;

  /**
   * @param content The file as it was at the start.
   * @param done Told once the last block was sent.
   */
  constructor(tunnel: OpenTunnel, content: Blob, done: () => void) {
    this.#tunnel = tunnel;
    this.#content = content;
    this.#done = done;
  }

  /** So many blocks more may be sent. */
  allow(blocks: number): void {
    if (!Number.isInteger(blocks) || blocks < 1) return;
    this.#credit = Math.min(this.#credit + blocks, MAX_WINDOW);
    void this.#send();
  }

  /** No more blocks. */
  stop(): void {
    this.#over = true;
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#credit > 0 && !this.#over && !this.#tunnel.signal.aborted) {
        this.#credit--;
        const end = this.#offset + DOWNLOAD_BLOCK_SIZE;
        const piece = await this.#content.slice(this.#offset, end).arrayBuffer();
        if (this.#over) return; // stopped meanwhile
        this.#offset += piece.byteLength;
        // A block that is not full is the last; so a whole number of blocks ends with an empty one.
        this.#over = piece.byteLength < DOWNLOAD_BLOCK_SIZE;
        this.#tunnel.send(encodeDownloadBlock(new Uint8Array(piece), this.#over));
        if (this.#over) this.#done();
      }
    } catch {
      this.#tunnel.close(); // the file changed while it was read: half a file is no file
    } finally {
      this.#sending = false;
    }
  }
}
