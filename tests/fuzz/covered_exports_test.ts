import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { TARGETS } from "./targets.ts";

const ROOT = new URL("../../", import.meta.url);

/** Names of functions that read something. */
const READS = /^(decode|parse|read|derive|normalize|expect)[A-Z]/;

/** Readers that are no target, each with the reason. */
const NOT_HERE: ReadonlyMap<string, string> = new Map([
  ["parseSpec", "files of the operator; a later issue fuzzes them"],
  ["readState", "asks an executor, whose answers are those of the control client"],
]);

Deno.test("every exported decoder, reader and receiver is a target of the fuzz tests", async () => {
  const covered = new Set(TARGETS.flatMap(({ covers }) => covers));
  const { exports } = JSON.parse(readFileSync(new URL("deno.json", ROOT), "utf8"));
  const entries = [...Object.values<string>(exports), "./control/meshctrl/mod.ts"];
  for (const entry of entries) {
    const module: Readonly<Record<string, unknown>> = await import(new URL(entry, ROOT).href);
    for (const [name, value] of Object.entries(module)) {
      const isReader = typeof value === "function" && (READS.test(name) || receives(value));
      if (!isReader || NOT_HERE.has(name)) continue;
      assert.ok(covered.has(name), `${entry}: add a target for ${name} to tests/fuzz/targets/`);
    }
  }
});

Deno.test("what is said to be covered is exported", async () => {
  const { exports } = JSON.parse(readFileSync(new URL("deno.json", ROOT), "utf8"));
  const entries = [...Object.values<string>(exports), "./control/meshctrl/mod.ts"];
  const modules = await Promise.all(entries.map((entry) => import(new URL(entry, ROOT).href)));
  const names = new Set(modules.flatMap((module) => Object.keys(module)));
  for (const { name, covers } of TARGETS) {
    for (const covered of covers) assert.ok(names.has(covered), `${name} covers no ${covered}`);
  }
});

/** A class with a method `receive`. */
function receives(value: unknown): boolean {
  const prototype: unknown = (value as { readonly prototype?: unknown }).prototype;
  return typeof prototype === "object" && prototype !== null && "receive" in prototype;
}
