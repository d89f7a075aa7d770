/** A file or folder. */
export interface FileInfo {
  /** Its name, without the way to it. */
  readonly name: string;
  /** Whether it is a folder. */
  readonly folder: boolean;
  /** Bytes; 0 for folders, undefined for a file that cannot be read. */
  readonly size?: number;
  /** Milliseconds since 1970; undefined where it is not known. */
  readonly modified?: number;
}

/** Writes a file that takes its place only when it is whole. */
export interface FileWriter {
  /** Appends. */
  write(bytes: Uint8Array): Promise<void>;
  /** The file now is what was written. */
  commit(): Promise<void>;
  /** Nothing has happened. */
  abort(): Promise<void>;
}

/**
 * Where an agent's files are. Paths are the names from the root on; the root is `[]`. Everything
 * rejects when it cannot be done.
 */
export interface FileSystem {
  /**
   * What is in a folder. An entry that vanishes meanwhile is left out; one that cannot be read has no
   * size. Rejects when the folder itself is not there or cannot be read.
   */
  list(path: readonly string[]): Promise<FileInfo[]>;
  /** What is there; undefined when nothing is. Rejects when that cannot be told. */
  stat(path: readonly string[]): Promise<FileInfo | undefined>;
  /** A file as it is now. */
  read(path: readonly string[]): Promise<Blob>;
  /** Begins to write a file; its folder must be there. `append`: it begins with what is there. */
  write(path: readonly string[], append?: boolean): Promise<FileWriter>;
  /** Makes a folder; none above it, and no error when it is there. */
  makeFolder(path: readonly string[]): Promise<void>;
  /** Removes a file, or a folder: with all that is in it when `recursive`. */
  remove(path: readonly string[], recursive: boolean): Promise<void>;
}
