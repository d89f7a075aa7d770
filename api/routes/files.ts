import * as v from "valibot";
import { listFiles, makeFolder, removeFile, renameFile } from "../handlers/files.ts";
import type { RouteTable } from "../route.ts";
import { deviceInput } from "../schemas/devices.ts";
import {
  apiFile,
  filePathBody,
  listFilesEntries,
  removeFileEntries,
  renameFileBody,
} from "../schemas/files.ts";
import type { FileRoutes } from "../schemas/routes.ts";

/** Files of devices; their contents are streams, and stand in `files/content_routes.ts`. */
export const fileRoutes: RouteTable<FileRoutes> = {
  "GET /devices/:id/files": {
    operationId: "listFiles",
    summary: "What is in a folder of a device",
    description: "Paths have `/` between folders on every operating system; empty: the root.",
    tag: "Files",
    scope: "operate",
    params: deviceInput,
    query: listFilesEntries,
    response: v.array(apiFile),
    paged: true,
    errors: ["forbidden", "not_found", "conflict", "consent_refused", "consent_unanswered"],
    handle: listFiles,
  },
  "DELETE /devices/:id/files": {
    operationId: "removeFile",
    summary: "Remove a file, or with `recursive` a folder with what is in it",
    tag: "Files",
    scope: "operate",
    params: deviceInput,
    query: removeFileEntries,
    errors: [
      "forbidden",
      "not_found",
      "conflict",
      "consent_refused",
      "consent_unanswered",
      "rejected",
    ],
    handle: removeFile,
  },
  "POST /devices/:id/files/folders": {
    operationId: "makeFolder",
    summary: "Make a folder",
    tag: "Files",
    scope: "operate",
    params: deviceInput,
    body: filePathBody,
    errors: [
      "forbidden",
      "not_found",
      "exists",
      "conflict",
      "consent_refused",
      "consent_unanswered",
      "rejected",
    ],
    handle: makeFolder,
  },
  "POST /devices/:id/files/rename": {
    operationId: "renameFile",
    summary: "Give a file or folder another name",
    tag: "Files",
    scope: "operate",
    params: deviceInput,
    body: renameFileBody,
    errors: [
      "forbidden",
      "not_found",
      "exists",
      "conflict",
      "consent_refused",
      "consent_unanswered",
      "rejected",
    ],
    handle: renameFile,
  },
};
