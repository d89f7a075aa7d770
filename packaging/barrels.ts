import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./entries.ts";

/** Modules that only re-export, and whose exports somebody picks one by one. */
export const BARRELS: readonly string[] = ["mod.ts", "agent/mod.ts", "protocol/mod.ts"];

/** One module that a barrel re-exports. */
export interface ReExport {
  /** The source, relative to the project. */
  readonly source: string;
  /** Empty: all of them. */
  readonly names: readonly string[];
}

/** Reads what a barrel re-exports, without types. */
export async function readBarrel(barrel: string): Promise<readonly ReExport[]> {
  const text = await readFile(join(ROOT, barrel), "utf8");
  const statements = text.matchAll(/^export (?!type )(?:\{([^}]*)\}|\*) from "(\.[^"]+)";$/gm);
  return [...statements].map(([, names = "", path = ""]) => ({
    source: join(barrel, "..", path),
    names: names.split(",").map((name) => name.trim()).filter((name) => /^\w+$/.test(name)),
  }));
}
