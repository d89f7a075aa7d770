import type { ApiServer } from "./api_server.ts";
import type { PageServer } from "./page_server.ts";
import type { OnLog } from "./service_logs.ts";

/** What `npm start` runs: everything that is up, and how it all goes down again. */
export interface Stack extends AsyncDisposable {
  /** What to open, in this order: a label and a URL or text. */
  readonly doors: readonly (readonly [label: string, value: string])[];
  /** What the person should know besides. */
  readonly notes: readonly string[];
}

/** How a stack is brought up. */
export interface StackOptions {
  /** Where the server keeps its data; a temporary folder when absent. */
  readonly dataFolder: string | undefined;
  /** MeshCentral's, the pages' and the API's. A port that is in use is replaced by a free one. */
  readonly ports: { readonly server: number; readonly pages: number; readonly api: number };
  readonly onProgress: (text: string) => void;
  /** What the services write, if anybody wants to see it. */
  readonly onLog?: OnLog | undefined;
  readonly signal: AbortSignal;
}

/** Closes in the reverse order of `parts`. */
export async function closeAll(...parts: readonly AsyncDisposable[]): Promise<void> {
  for (const part of parts.toReversed()) await part[Symbol.asyncDispose]();
}

/** The doors that every stack has. */
export function commonDoors(
  pages: PageServer,
  api: ApiServer,
  { username, password }: { readonly username: string; readonly password: string },
): Stack["doors"] {
  return [
    ["Console", `${api.url}/`],
    ["REST API", `${api.url}/api/docs`],
    ["  user name", username],
    ["  password", password],
    ["Agent page", `${pages.url}/`],
  ];
}
