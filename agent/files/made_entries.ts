import type { FileSystem } from "./file_system.ts";

/**
 * What an operation has made so far, to take it back when it fails. Grows with the operation: a copy
 * of 100,000 files keeps as many paths.
 */
export class MadeEntries {
  readonly #files: FileSystem;
  readonly #folders: (readonly string[])[] = [];
  readonly #contents: (readonly string[])[] = [];

  constructor(files: FileSystem) {
    this.#files = files;
  }

  /** Notes a folder that was made; before what is in it. */
  addFolder(path: readonly string[]): void {
    this.#folders.push(path);
  }

  /** Notes a file that was made. */
  addFile(path: readonly string[]): void {
    this.#contents.push(path);
  }

  /** Every entry, such that a folder comes after what is in it. */
  get inOrderOfRemoval(): readonly (readonly string[])[] {
    return [...this.#contents, ...[...this.#folders].reverse()];
  }

  /** Removes it all again, but nothing that others have put beside it. */
  async undo(): Promise<void> {
    for (const path of this.inOrderOfRemoval) {
      await this.#files.remove(path, false).catch(() => {}); // others' files keep their folder
    }
  }
}
