/** A `FileSystemDirectoryHandle` in memory whose entries fail as a test says. */
export class TestDirectory {
  readonly kind = "directory";
  readonly name: string;
  readonly entries: Map<string, TestDirectory | TestFile> = new Map();
  /** Name of the `DOMException` with which its iteration, and its removal, are refused. */
  fault: string | undefined;
  /** Names that `values()` still yields though they are gone. */
  readonly ghosts: string[] = [];

  constructor(name = "") {
    this.name = name;
  }

  /** As a type library calls it. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  /** Adds a folder. */
  addFolder(name: string): TestDirectory {
    const folder = new TestDirectory(name);
    this.entries.set(name, folder);
    return folder;
  }

  /** Adds a file with this text. */
  addFile(name: string, text: string): TestFile {
    const file = new TestFile(name, text);
    this.entries.set(name, file);
    return file;
  }

  async *values(): AsyncGenerator<TestDirectory | TestFile> {
    await Promise.resolve();
    if (this.fault !== undefined) throw new DOMException("", this.fault);
    yield* [...this.entries.values()];
    for (const name of this.ghosts) {
      const ghost = new TestFile(name, "");
      ghost.fault = "NotFoundError";
      yield ghost;
    }
  }

  getDirectoryHandle(name: string, { create = false } = {}): Promise<TestDirectory> {
    return this.#get(name, TestDirectory, create ? () => this.addFolder(name) : undefined);
  }

  getFileHandle(name: string, { create = false } = {}): Promise<TestFile> {
    return this.#get(name, TestFile, create ? () => this.addFile(name, "") : undefined);
  }

  async removeEntry(name: string, { recursive = false } = {}): Promise<void> {
    const entry = await this.#get(name, Object, undefined);
    const locked = entry instanceof TestFile ? entry.locked : entry.isLocked();
    if (locked) throw new DOMException("", "NoModificationAllowedError");
    if (entry instanceof TestDirectory && entry.entries.size > 0 && !recursive) {
      throw new DOMException("", "InvalidModificationError");
    }
    this.entries.delete(name);
  }

  /** Whether something in it is. */
  isLocked(): boolean {
    return [...this.entries.values()].some((entry) =>
      entry instanceof TestFile ? entry.locked : entry.isLocked()
    );
  }

  #get<Kind>(
    name: string,
    kind: abstract new (...args: never[]) => Kind,
    create: (() => unknown) | undefined,
  ): Promise<Kind & (TestDirectory | TestFile)> {
    const entry = this.entries.get(name) ?? create?.();
    const error = entry === undefined
      ? new DOMException("", "NotFoundError")
      : entry instanceof kind
      ? undefined
      : new DOMException("", "TypeMismatchError");
    return error ? Promise.reject(error) : Promise.resolve(entry as never);
  }
}

/** A `FileSystemFileHandle` in memory. */
export class TestFile {
  readonly kind = "file";
  name: string;
  /** Name of the `DOMException` with which `getFile()` is refused. */
  fault: string | undefined;
  /** Whether it refuses to be removed. */
  locked = false;
  content: Blob;

  constructor(name: string, text: string) {
    this.name = name;
    this.content = new Blob([text]);
  }

  getFile(): Promise<File> {
    if (this.fault !== undefined) return Promise.reject(new DOMException("", this.fault));
    return Promise.resolve(new File([this.content], this.name, { lastModified: 0 }));
  }

  createWritable(): Promise<WritableStream & { write(data: BlobPart): Promise<void> }> {
    const parts: BlobPart[] = [];
    const stream = new WritableStream<BlobPart>({
      write: (part) => void parts.push(part),
      close: () => void (this.content = new Blob(parts)),
    });
    const write = async (part: BlobPart) => {
      const writer = stream.getWriter();
      await writer.write(part);
      writer.releaseLock();
    };
    return Promise.resolve(Object.assign(stream, { write }));
  }
}
