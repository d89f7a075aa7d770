import type { PageServer } from "./page_server.ts";

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
  readonly signal: AbortSignal;
}

/** Closes in the reverse order of `parts`. */
export async function closeAll(...parts: readonly AsyncDisposable[]): Promise<void> {
  for (const part of parts.toReversed()) await part[Symbol.asyncDispose]();
}

/** The door that every stack has. */
export function agentPageDoor(pages: PageServer): readonly [string, string] {
  return ["Agent page", `${pages.url}/`];
}
