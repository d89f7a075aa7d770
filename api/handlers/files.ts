import { withoutLastSlashes } from "../../protocol/channel_path.ts";
import type { FileEntry } from "../../protocol/mod.ts";
import { ApiError } from "../errors.ts";
import { DeviceFiles } from "../files/device_files.ts";
import { exactly } from "../files/streams.ts";
import type { OperationContext } from "../operation.ts";
import type { DeviceInput } from "../schemas/devices.ts";
import type {
  ApiFile,
  FilePath,
  ListFilesInput,
  RemoveFileInput,
  RenameFileInput,
} from "../schemas/files.ts";
import { isoTime } from "./time.ts";

/** What is in a folder of a device. */
export async function listFiles(
  context: OperationContext,
  { id, path = "" }: ListFilesInput,
): Promise<readonly ApiFile[]> {
  using files = await open(context, id);
  return (await files.list(path)).map(apiFile);
}

/** Makes a folder. */
export async function makeFolder(
  context: OperationContext,
  { id, path }: DeviceInput & FilePath,
): Promise<void> {
  using files = await open(context, id);
  if (await has(files, path)) throw exists();
  await files.change((viewer) => viewer.makeFolder(path));
  await expectEntry(files, path, true);
}

/** Removes a file, or a folder with what is in it. */
export async function removeFile(
  context: OperationContext,
  { id, path, recursive = false }: RemoveFileInput,
): Promise<void> {
  using files = await open(context, id);
  const [folder, name] = split(path);
  if (!await has(files, path)) throw new ApiError("not_found", "There is no such file.");
  await files.change((viewer) => viewer.remove(folder, [name], recursive));
  await expectEntry(files, path, false);
}

/** Gives a file or folder another name; what has that name already stays, and is `exists`. */
export async function renameFile(
  context: OperationContext,
  { id, path, name }: RenameFileInput,
): Promise<void> {
  using files = await open(context, id);
  const [folder, old] = split(path);
  if (!await has(files, path)) throw new ApiError("not_found", "There is no such file.");
  if (old === name) return;
  const wanted = folder === "" ? name : `${folder}/${name}`;
  if (await has(files, wanted)) throw exists();
  await files.change((viewer) => viewer.rename(folder, old, name));
  await expectEntry(files, wanted, true);
  // Somebody else took the name in between, and the device has refused.
  if (await has(files, path)) throw exists();
}

/** A file on its way. */
export interface ApiDownload {
  /** The bytes, as fast as they are taken. */
  readonly body: ReadableStream<Uint8Array>;
  /** Bytes, where the device says so: of files that are made while they are read it says 0. */
  readonly size: number | undefined;
}

/**
 * The bytes of a file, as many as it had when it was asked for: a log may grow meanwhile. A file that
 * got shorter ends in an error.
 */
export async function downloadFile(
  context: OperationContext,
  { id, path }: DeviceInput & FilePath,
): Promise<ApiDownload> {
  const files = await open(context, id);
  try {
    const [folder, name] = split(path);
    const entry = (await files.list(folder)).find(({ n, t }) => n === name && t === FILE);
    const size = typeof entry?.s === "number" && entry.s > 0 ? entry.s : undefined;
    const bytes = await files.download(path);
    return { body: size === undefined ? bytes : exactly(bytes, size), size };
  } catch (error) {
    files[Symbol.dispose]();
    throw error;
  }
}

/** Writes a file of a known size, instead of what was there. */
export async function uploadFile(
  context: OperationContext,
  { id, path, size, body }: DeviceInput & FilePath & {
    readonly size: number;
    readonly body: ReadableStream<Uint8Array>;
  },
): Promise<void> {
  using files = await open(context, id);
  const [folder, name] = split(path);
  await files.upload(folder, name, size, body);
}

async function open(
  { backend, caller, timeout }: OperationContext,
  id: string,
): Promise<DeviceFiles> {
  const device = await (await backend.operator(caller)).device(id);
  if (!device.online) throw new ApiError("conflict", "The agent of this device is not connected.");
  return new DeviceFiles(await backend.tunnel(caller, device.id, "files"), timeout);
}

/** The device answers nothing to changes: what is there afterwards tells. */
async function expectEntry(files: DeviceFiles, path: string, there: boolean): Promise<void> {
  if (await has(files, path) === there) return;
  const why = files.refusal ?? "no rights there, or it is in use.";
  throw new ApiError("rejected", `The device did not do it: ${why}`);
}

function exists(): ApiError {
  return new ApiError("exists", "There is a file or folder of that name.");
}

async function has(files: DeviceFiles, path: string): Promise<boolean> {
  const [folder, name] = split(path);
  return (await files.list(folder)).some(({ n }) => n === name);
}

/** Folder and name. */
function split(path: string): readonly [string, string] {
  const trimmed = withoutLastSlashes(path);
  const end = trimmed.lastIndexOf("/");
  return [trimmed.slice(0, Math.max(0, end)), trimmed.slice(end + 1)];
}

const FILE = 3;
const TYPES = { 1: "drive", 2: "folder", 3: "file" } as const;

function apiFile({ n, t, s, d }: FileEntry): ApiFile {
  return {
    name: n,
    type: TYPES[t] ?? "file",
    size: typeof s === "number" ? s : undefined,
    modifiedAt: isoTime(d === undefined ? undefined : new Date(d).getTime()),
  };
}
