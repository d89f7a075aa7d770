import { applyEdits, modify, parse, type ParseError } from "jsonc-parser";
import { formatPath, type Path } from "../spec/source.ts";
import type { ServerSpec } from "../spec/spec.ts";

/** A value of config.json that differs. */
export interface ConfigChange {
  /** `settings.port`. */
  readonly path: string;
  /** As it is; undefined = absent. A secret is shown as `"•••"`, also deep inside. */
  readonly from: unknown;
  /** As it will be; undefined = removed. */
  readonly to: unknown;
}

/** A config.json with what a specification says in it. */
export interface MergedConfig {
  /** The whole text; comments, order and all other keys as they were. */
  readonly text: string;
  /** What was changed. */
  readonly changes: readonly ConfigChange[];
}

type Json = Readonly<Record<string, unknown>>;

/** Sections inside of which MeshCentral minds the case of keys. */
const caseMatters = ["ldapoptions", "httpheaders", "defaultuserwebstate", "forceduserwebstate"];
const secret = /pass|secret|key|token|credential|mongodb|mysql|mariadb|postgres/i;
/** Rules for passwords, none of which is one. */
const harmless = "passwordrequirements";
/** `http://user:password@proxy`. */
const PASSWORD_IN_URL = /^([a-z][\w+.-]*:\/\/[^/?#@:]*:)[^/?#@]*@/i;
const MASK = "•••";
const formattingOptions = { tabSize: 2, insertSpaces: true, eol: "\n" };

/**
 * Writes what a specification says of config.json into its text. Objects are merged, all else is
 * replaced, `null` removes; a key that is there in another case is kept as it is written.
 */
export function mergeConfig(text: string, server: ServerSpec): MergedConfig {
  const { tls: _, ...wanted } = server;
  const changes: ConfigChange[] = [];
  let result = text.trim() === "" ? "{}\n" : text;
  merge(wanted, [], false);
  return { text: result, changes };

  function merge(section: Json, path: Path, exact: boolean): void {
    for (const [key, value] of Object.entries(section)) {
      const current = valueAt(parseConfig(result), path);
      const name = nameOf(key, current, exact);
      const here = [...path, name];
      const there = isObject(current) ? current[name] : undefined;
      const inside = exact || caseMatters.includes(key.toLowerCase());
      if (isObject(value) && (there === undefined || isObject(there))) {
        if (there === undefined) put(here, {});
        merge(value, here, inside);
      } else if (value === null ? there !== undefined : !same(there, value)) {
        put(here, value ?? undefined);
        changes.push({
          path: formatPath(here),
          from: shown(here, there),
          to: shown(here, value ?? undefined),
        });
      }
    }
  }

  function put(path: Path, value: unknown): void {
    const edits = modify(result, [...path], value, { formattingOptions });
    result = applyEdits(result, edits);
  }
}

/** Domain ids keep their case; of other keys the one that is there is taken. */
function nameOf(key: string, section: unknown, exact: boolean): string {
  if (exact || !isObject(section) || Object.hasOwn(section, key)) return key;
  return Object.keys(section).find((name) => name.toLowerCase() === key.toLowerCase()) ?? key;
}

function parseConfig(text: string): unknown {
  const errors: ParseError[] = [];
  return parse(text, errors, { allowTrailingComma: true });
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, step) => isObject(part) ? part[step] : undefined, value);
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A value without secrets: what is under a key that names one is none of the reader's business. */
function shown(path: Path, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (path.some(isSecret)) return MASK;
  if (Array.isArray(value)) return value.map((item) => shown([], item));
  if (typeof value === "string") return value.replace(PASSWORD_IN_URL, `$1${MASK}@`);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, shown([key], member)]),
  );
}

function isSecret(key: string | number): boolean {
  const name = String(key).toLowerCase();
  return name !== harmless && secret.test(name);
}
