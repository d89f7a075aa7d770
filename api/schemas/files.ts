import * as v from "valibot";
import { flag, type Schema, time } from "./common.ts";
import type { DeviceInput } from "./devices.ts";

/** A place on a device. */
export interface FilePath {
  /** With `/` between folders, on every operating system; empty: the root, or the drives. */
  readonly path: string;
}

const path = v.pipe(v.string(), v.maxLength(4096));
const place = v.pipe(path, v.minLength(1));

/** A folder to be listed. */
export type ListFilesInput = DeviceInput & Partial<FilePath>;

/** The query of {@linkcode ListFilesInput}. */
export const listFilesEntries = { path: v.optional(path) } as const;

/** A file or folder to be removed. */
export interface RemoveFileInput extends DeviceInput, FilePath {
  /** A folder with all that is in it. */
  readonly recursive?: boolean | undefined;
}

/** The query of {@linkcode RemoveFileInput}. */
export const removeFileEntries = { path: place, recursive: v.optional(flag) } as const;

/** The body of what makes a folder. */
export const filePathBody: Schema<FilePath> = v.strictObject({ path: place });

/** A file or folder to get another name. */
export interface RenameFileInput extends DeviceInput, FilePath {
  /** In the same folder. */
  readonly name: string;
}

/** The body of {@linkcode RenameFileInput}. */
export const renameFileBody: Schema<Omit<RenameFileInput, "id">> = v.strictObject({
  path: place,
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(255), v.regex(/^[^/\\]+$/)),
});

/** A file, folder or drive of a device. */
export interface ApiFile {
  /** As the device calls it: never trust it as HTML. */
  readonly name: string;
  /** What it is. */
  readonly type: "drive" | "folder" | "file";
  /** Bytes. */
  readonly size?: number | undefined;
  /** When it was changed. */
  readonly modifiedAt?: string | undefined;
}

/** See {@linkcode ApiFile}. */
export const apiFile: Schema<ApiFile> = v.object({
  name: v.string(),
  type: v.picklist(["drive", "folder", "file"]),
  size: v.optional(v.number()),
  modifiedAt: v.optional(time),
});
