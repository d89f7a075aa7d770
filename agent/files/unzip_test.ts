import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Readable } from "node:stream";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { ZipFile } from "yazl";
import type { FileSystem } from "./file_system.ts";
import { memoryFileSystem } from "./memory_file_system.ts";
import { FilesError } from "./path.ts";
import { type TestEntry, zipOf } from "./test_zip.ts";
import { walk, writeBlob } from "./tree.ts";
import { unzip } from "./unzip.ts";
import type { UnzipLimits } from "./unzip_limits.ts";

const never = new AbortController().signal;
const MiB = 2 ** 20;

/** Files with this archive at `/x.zip`. */
async function withArchive(bytes: Uint8Array<ArrayBuffer>): Promise<FileSystem> {
  const files = memoryFileSystem();
  await writeBlob(files, ["x.zip"], new Blob([bytes]), never);
  return files;
}

/** What an archive unpacks to: texts of files by path; folders end in a slash. */
async function unzipped(bytes: Uint8Array<ArrayBuffer>): Promise<Record<string, string>> {
  const files = await withArchive(bytes);
  await unzip(files, ["x.zip"], ["out"], never);
  return await contentOf(files, ["out"]);
}

async function contentOf(
  files: FileSystem,
  from: readonly string[],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { path, folder } of walk(files, from, never)) {
    if (folder) found[`${path.join("/")}/`] = "";
    else found[path.join("/")] = await (await files.read([...from, ...path])).text();
  }
  return found;
}

/** The words with which an archive is refused; nothing may be left of it. */
async function refusal(
  bytes: Uint8Array<ArrayBuffer>,
  limits?: Partial<UnzipLimits>,
): Promise<string> {
  const files = await withArchive(bytes);
  const error = await unzip(files, ["x.zip"], ["out"], never, limits).then(() => {}, (e) => e);
  assert.ok(error instanceof FilesError, `${error}`);
  assert.deepEqual((await files.list([])).map(({ name }) => name), ["x.zip"]);
  return error.message;
}

function fixture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(new URL(`testdata/${name}.zip`, import.meta.url)).then((b) => Uint8Array.from(b));
}

Deno.test("unzip reads the archives of Info-ZIP and of Python", async () => {
  assert.deepEqual(await unzipped(await fixture("infozip")), {
    "docs/": "",
    "docs/a.txt": "hello from Info-ZIP\n",
    "docs/b.txt": "x".repeat(20_000),
    "docs/empty/": "",
    "docs/Größe.txt": "umlaut",
  });
  assert.deepEqual(await unzipped(await fixture("stream")), { "-": "hello from Info-ZIP\n" });
  const python = { "a.txt": "hello from Python" };
  assert.deepEqual(await unzipped(await fixture("python-stream")), { ...python, "b/": "" });
  assert.deepEqual(await unzipped(await fixture("python-zip64")), python);
});

Deno.test("unzip reads what yazl writes: streams, stored, deflated and zip64 entries", async () => {
  const name = fc.stringMatching(/^[a-zäß日😀]{1,8}$/u);
  const data = fc.oneof(fc.string(), fc.string({ minLength: 5000, maxLength: 9000 }));
  const options = fc.record({
    compress: fc.boolean(),
    forceZip64Format: fc.boolean(),
    stream: fc.boolean(),
  });
  const entry = fc.tuple(fc.array(name, { minLength: 1, maxLength: 3 }), data, options);
  const entries = fc.uniqueArray(entry, {
    maxLength: 6,
    selector: ([path]) => path[0]?.normalize().toLowerCase().toUpperCase(),
  });
  await fc.assert(
    fc.asyncProperty(entries, async (entries) => {
      const zip = new ZipFile();
      for (const [path, text, { stream, ...options }] of entries) {
        const content = Buffer.from(text);
        if (stream) zip.addReadStream(Readable.from([content]), path.join("/"), options);
        else zip.addBuffer(content, path.join("/"), options);
      }
      zip.end();
      const bytes = Uint8Array.from(await buffer(zip.outputStream as Readable));
      const found = await unzipped(bytes);
      const written = Object.entries(found).filter(([path]) => !path.endsWith("/"));
      assert.deepEqual(
        new Map(written),
        new Map(entries.map(([path, text]) => [path.join("/"), text])),
      );
    }),
    { numRuns: 60 },
  );
});

Deno.test("unzip reads large entries whole, packed and stored", async () => {
  const data = new Uint8Array(3 * MiB).map((_, index) => index * index >> 7);
  const bytes = zipOf([
    { name: "packed", data },
    { name: "stored", data, method: 0 },
    { name: "again", data },
  ]);
  const files = await withArchive(bytes);
  await unzip(files, ["x.zip"], [], never);
  for (const name of ["packed", "stored", "again"]) {
    const found = new Uint8Array(await (await files.read([name])).arrayBuffer());
    assert.deepEqual(found, data);
  }
});

Deno.test("unzip reads names that do not say that they are UTF-8, and a comment", async () => {
  const name = Uint8Array.from([0x47, 0x72, 0x94, 0xe1, 0x65]); // code page 437
  const bytes = zipOf([
    { name, data: "1", flags: 0 },
    { name: "日本", data: "2", flags: 0 },
  ], { comment: "PK\x05\x06 and more" });
  assert.deepEqual(await unzipped(bytes), { "Größe": "1", "日本": "2" });
  assert.match(await refusal(zipOf([{ name, data: "1" }])), /not UTF-8/);
});

Deno.test("unzip refuses every name that leaves the folder, or is special on Windows", async () => {
  const names = [
    ...["/a", "/", "//a", "../a", "a/../b", "a/..", "..", "a//b", "a//", ""],
    ...["C:\\a", "C:/a", "c:a", "a\\b", "..\\a", "\\\\server\\share\\a", "//server/share/a"],
    ...["a.", "a ", "a./b", "dir /a", "...", "a. .", "a:stream", "a/b:$DATA", ":"],
    ...["CON", "con.txt", "a/NUL", "nul.tar.gz", "Aux", "prn/", "COM1", "lpt9.x", "com0", "COM¹"],
    ...["CONIN$", "conout$.txt", "a\0b", "a\nb", "\x7f", "x".repeat(256), "a/".repeat(65) + "b"],
  ];
  for (const name of names) {
    for (const more of [[], [{ name: "good", data: "x" }]]) {
      const words = await refusal(zipOf([...more, { name, data: name.endsWith("/") ? "" : "x" }]));
      assert.match(words, /refused|not a name|too deep/, JSON.stringify(name));
    }
  }
  const good = ["COM10", "console", "nullable.txt", "a.b", "...a", "com", ".hidden", "./dot/./b"];
  const found = await unzipped(zipOf(good.map((name) => ({ name, data: "x" }))));
  assert.deepEqual(Object.keys(found).length, good.length + 1);
});

Deno.test("no name of an archive leads out of the folder, whatever it is made of", async () => {
  const part = fc.oneof(
    fc.constantFrom("..", ".", "", "a", "\\", "C:", "NUL", "b ", "c."),
    fc.string({ maxLength: 4 }),
  );
  await fc.assert(fc.asyncProperty(fc.array(part, { maxLength: 5 }), async (parts) => {
    const files = await withArchive(zipOf([{ name: parts.join("/"), data: "x" }]));
    await unzip(files, ["x.zip"], ["out"], never).catch((error) => {
      assert.ok(error instanceof FilesError);
    });
    const names = (await files.list([])).map(({ name }) => name);
    assert.deepEqual(names.filter((name) => name !== "out"), ["x.zip"]);
  }));
});

Deno.test("unzip refuses names that are there twice, or differ only by case", async () => {
  for (
    const names of [
      ["a", "a"],
      ["a", "A"],
      ["Docs/a", "docs/b"],
      ["caf\u00e9", "cafe\u0301"],
      ["a", "a/b"],
      ["a/b", "a"],
      ["a/", "a"],
      ["a", "a/"],
      ["./a", "a"],
    ]
  ) {
    assert.match(await refusal(zipOf(names.map((name) => ({ name })))), /is twice/, `${names}`);
  }
  const found = await unzipped(zipOf([{ name: "a/" }, { name: "a/b" }, { name: "a/" }]));
  assert.deepEqual(found, { "a/": "", "a/b": "" });
});

Deno.test("unzip refuses links, encryption and methods that are not deflate", async () => {
  assert.match(await refusal(await fixture("link")), /"docs\/link" is a link or a device/);
  assert.match(await refusal(await fixture("encrypted")), /"docs\/a.txt" is encrypted/);
  assert.match(await refusal(await fixture("bzip2")), /"docs\/b.txt" is packed by method 12/);
  assert.match(await refusal(await fixture("python-lzma")), /"a.txt" is packed by method 14/);
  const device = { name: "a", madeBy: 3, attributes: 0o020644 * 2 ** 16 };
  assert.match(await refusal(zipOf([device])), /is a link or a device/);
  assert.match(await refusal(zipOf([{ name: "a/", data: "x" }])), /folder with the content/);
});

Deno.test("unzip refuses what is announced above its limits before it writes anything", async () => {
  const zeros = (size: number, name = "zeros"): TestEntry => ({ name, data: new Uint8Array(size) });
  assert.match(await refusal(zipOf([zeros(65 * MiB)])), /68157440 bytes; 67108864 are allowed/);
  const parts = Array.from({ length: 13 }, (_, index) => zeros(5 * MiB, `${index}`));
  assert.match(await refusal(zipOf(parts)), /68157440 bytes; 67108864 are allowed/);
  assert.match(await refusal(zipOf([zeros(9 * MiB)])), /more than 200 times its size/);
  const many = Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, method: 0 }));
  assert.match(await refusal(zipOf(many)), /10001 entries; 10000 are allowed/);
  assert.match(await refusal(zipOf([zeros(11)]), { totalSize: 10 }), /11 bytes; 10 are allowed/);
  assert.match(await refusal(zipOf([{ name: "a" }, { name: "b" }]), { entries: 1 }), /2 entries/);
  // What somebody embeds may allow more, and a small archive may be packed as well as it likes.
  const files = await withArchive(zipOf([zeros(9 * MiB)]));
  await unzip(files, ["x.zip"], ["out"], never, { ratio: 2000, totalSize: undefined });
  assert.equal((await files.stat(["out", "zeros"]))?.size, 9 * MiB);
  await unzip(await withArchive(zipOf([zeros(2 * MiB)])), ["x.zip"], ["out"], never);
});

Deno.test("unzip stops an entry that holds more than it announces", async () => {
  for (const size of [1000, 300_000]) {
    const data = new Uint8Array(40 * MiB);
    const bomb = zipOf([{ name: "a", data: "first" }, { name: "bomb", data, size }]);
    let written = 0;
    const files = await withArchive(bomb);
    const { write } = files;
    files.write = async (path) => {
      const writer = await write(path);
      return {
        ...writer,
        write: async (bytes) => {
          written += bytes.length;
          await writer.write(bytes);
        },
      };
    };
    await assert.rejects(unzip(files, ["x.zip"], ["out"], never), /damaged/);
    assert.ok(written <= size + 5, `${written} bytes were written`);
    assert.deepEqual((await files.list([])).map(({ name }) => name), ["x.zip"]);
  }
});

Deno.test("unzip refuses archives that are cut, damaged or contradict themselves", async () => {
  const data = "text ".repeat(200);
  const good = [{ name: "a", data }, { name: "b", data }];
  const whole = zipOf(good);
  for (let length = 0; length < whole.length; length += 7) {
    assert.match(await refusal(whole.slice(0, length)), /its end is missing|damaged/);
  }
  const cases: readonly (readonly [Uint8Array<ArrayBuffer>, RegExp])[] = [
    [zipOf([{ name: "a", data, crc: 1 }]), /"\/a" in the archive is damaged/],
    [zipOf([{ name: "a", data, size: 2000 }]), /"\/a" in the archive is damaged/],
    [zipOf([{ name: "a", data, bytes: new Uint8Array(9).fill(255) }]), /"\/a".+damaged/],
    [zipOf([{ name: "a", data, bytes: deflateRawSync(data).subarray(0, 9) }]), /"\/a".+damaged/],
    [zipOf([{ name: "a", data, method: 0, size: 5 }]), /damaged/],
    [zipOf([{ name: "a", data, local: { name: "../../a" } }]), /made to mislead/],
    [zipOf([{ name: "a", data, local: { name: "b" } }]), /made to mislead/],
    [zipOf([{ name: "a", data, local: { method: 0 } }]), /made to mislead/],
    [zipOf([{ name: "a", data, local: { size: 5 } }]), /made to mislead/],
    [zipOf([{ name: "a", data, packed: 1e6 }]), /made to mislead/],
    [zipOf([{ name: "a", data, offset: 5 }]), /made to mislead/],
    [zipOf([{ name: "a", data, offset: 0xffff_fff0 }]), /made to mislead/],
    [zipOf([{ name: "a", data, size: 0xffff_ffff }]), /made to mislead/], // zip64 without its field
    [zipOf([{ name: "a", data, size: 0xffff_ffff, extra: Uint8Array.of(1, 0, 99, 0) }]), /mislead/],
    [zipOf([{ name: "a", data, size: 0xffff_ffff, extra: wide(2n ** 63n) }]), /mislead/],
    [
      zipOf([{ name: "a", data, size: 0xffff_ffff, extra: wide(2n ** 40n) }]),
      /1099511627776 bytes/,
    ],
    [zipOf(good, { count: 1 }), /made to mislead/],
    [zipOf(good, { count: 3 }), /made to mislead/],
    [zipOf(good, { offset: 1 }), /made to mislead/],
    [zipOf(good, { disk: 1 }), /in several files/],
    [Uint8Array.from([...new Uint8Array(40), ...whole]), /made to mislead/],
    [Uint8Array.from([...whole, 0]), /its end is missing/],
  ];
  for (const [bytes, words] of cases) assert.match(await refusal(bytes), words);
});

Deno.test("unzip refuses entries that share bytes", async () => {
  const [kernel, quine] = [{ name: "a", data: "x".repeat(1000) }, { name: "b", offset: 0 }];
  assert.match(await refusal(zipOf([kernel, quine])), /made to mislead/);
  const inside = { name: "b", data: "y".repeat(100), offset: 31 };
  assert.match(await refusal(zipOf([kernel, inside])), /made to mislead/);
});

Deno.test("unzip answers any damage of one byte with the same files or a FilesError", async () => {
  const entries = [{ name: "docs/a", data: "text ".repeat(20) }, { name: "b", data: "more" }];
  const whole = zipOf(entries);
  const change = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      const files = await withArchive(bytes);
      const error = await unzip(files, ["x.zip"], ["out"], never).then(() => {}, (e) => e);
      if (error === undefined) {
        const texts = Object.values(await contentOf(files, ["out"])).filter((text) => text !== "");
        assert.ok(texts.every((text) => entries.some(({ data }) => data === text)));
      } else {
        assert.ok(error instanceof FilesError, `${error}`);
        assert.equal(await files.stat(["out"]), undefined);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("unzip replaces nothing: an existing file refuses the whole archive", async () => {
  const archive = zipOf([{ name: "new", data: "new" }, { name: "docs/a", data: "new" }]);
  for (const [existing, words] of [["docs/a", "docs/a"], ["docs", "docs"], ["DOCS", "DOCS"]]) {
    const files = await withArchive(archive);
    await files.makeFolder(["out"]);
    const path = ["out", ...`${existing}`.split("/")];
    if (path.length > 2) await files.makeFolder(path.slice(0, -1));
    await writeBlob(files, path, new Blob(["old"]), never);
    const before = await contentOf(files, []);
    const error = await unzip(files, ["x.zip"], ["out"], never).catch((error) => error);
    assert.ok(error.message.startsWith(`"/out/${words}" already exists`), error.message);
    assert.deepEqual(await contentOf(files, []), before);
  }
  const files = await withArchive(archive);
  await assert.rejects(unzip(files, ["x.zip"], ["x.zip"], never), /"\/x.zip" is a file/);
});

Deno.test("unzip fills folders that exist, and takes back only what it made", async () => {
  const files = await withArchive(zipOf([
    { name: "docs/a", data: "new" },
    { name: "docs/deep/b", data: "new" },
    { name: "z", data: "new", crc: 5 },
  ]));
  for (const path of [["out"], ["out", "docs"]]) await files.makeFolder(path);
  await writeBlob(files, ["out", "docs", "mine"], new Blob(["mine"]), never);
  const before = await contentOf(files, []);
  await assert.rejects(unzip(files, ["x.zip"], ["out"], never), FilesError);
  assert.deepEqual(await contentOf(files, []), before);

  await writeBlob(files, ["x.zip"], new Blob([zipOf([{ name: "docs/a", data: "1" }])]), never);
  await unzip(files, ["x.zip"], ["out"], never);
  assert.deepEqual(await contentOf(files, ["out"]), {
    "docs/": "",
    "docs/mine": "mine",
    "docs/a": "1",
  });
});

Deno.test("unzip that is canceled, or cannot be written, takes back what it made", async () => {
  const data = new Uint8Array(3 * MiB).map((_, index) => index * index >> 7);
  const archive = zipOf([{ name: "small", data: "x" }, { name: "large", data }]);
  for (const reason of ["canceled", "full"]) {
    const files = await withArchive(archive);
    const abort = new AbortController();
    const { write } = files;
    files.write = async (path) => {
      const writer = await write(path);
      return {
        ...writer,
        write: async (bytes) => {
          await writer.write(bytes);
          if (path.at(-1) !== "large") return;
          if (reason === "canceled") abort.abort(new Error(reason));
          else throw new Error(reason);
        },
      };
    };
    const run = unzip(files, ["x.zip"], ["new", "out"], abort.signal);
    await assert.rejects(run, { message: reason });
    assert.deepEqual((await files.list([])).map(({ name }) => name), ["x.zip"]);
  }
});

Deno.test("unzip does without a worker where none may start", async () => {
  const data = new Uint8Array(3 * MiB).map((_, index) => index * index >> 7);
  const { Worker } = globalThis;
  const refused = class {
    constructor() {
      throw new DOMException("", "SecurityError");
    }
  };
  const silent = class extends EventTarget {
    constructor() {
      super();
      setTimeout(() => this.dispatchEvent(new Event("error", { cancelable: true })));
    }
    terminate() {}
  };
  try {
    for (const replacement of [undefined, refused, silent]) {
      Object.assign(globalThis, { Worker: replacement });
      const files = await withArchive(zipOf([{ name: "a", data }, { name: "b", data }]));
      await unzip(files, ["x.zip"], ["out"], never);
      const found = new Uint8Array(await (await files.read(["out", "b"])).arrayBuffer());
      assert.deepEqual(found, data);
    }
  } finally {
    Object.assign(globalThis, { Worker });
  }
});

/** The extra field of zip64 with one number. */
function wide(value: bigint): Uint8Array {
  const field = new DataView(new ArrayBuffer(12));
  field.setUint16(0, 1, true);
  field.setUint16(2, 8, true);
  field.setBigUint64(4, value, true);
  return new Uint8Array(field.buffer);
}
