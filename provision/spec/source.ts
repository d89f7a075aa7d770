/**
 * A text in JSON (comments and trailing commas allowed) or YAML as a value that remembers where each
 * of its parts stands.
 *
 * @module
 */
import {
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Problem } from "../errors.ts";
import { yamlValue } from "./aliases.ts";

/** Keys and indices from the root to a part. */
export type Path = readonly (string | number)[];

/** A parsed text. */
export interface Source {
  /** The value; undefined when there are problems. */
  readonly value: unknown;
  /** What is wrong with its syntax. */
  readonly problems: readonly Problem[];
  /** A problem at a part, or at the nearest one that is there. */
  problem(path: Path, message: string): Problem;
}

/**
 * Reads by the ending of the file name: `.json` and `.jsonc`, else YAML. The mark that some editors
 * put before a text (BOM) is no part of it.
 */
export function readSource(text: string, file: string): Source {
  const content = text.replace(/^\ufeff/, "");
  return /\.jsonc?$/i.test(file) ? readJson(content, file) : readYaml(content, file);
}

/** `users.alice.role`, `memberships[3].group`. */
export function formatPath(path: Path): string {
  return path.map((step) =>
    typeof step === "number" ? `[${step}]` : /^[\w$-]+$/.test(step) ? `.${step}` : `["${step}"]`
  ).join("").replace(/^\./, "");
}

function readJson(text: string, file: string): Source {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const lines = lineStarts(text);
  const at = (offset: number, path: Path, message: string): Problem => ({
    file,
    ...position(lines, offset),
    path: formatPath(path),
    message,
  });
  const doubles = root === undefined ? [] : duplicates(root, []);
  const problems = [
    ...errors.map(({ error, offset }) => at(offset, [], syntaxMessage(error))),
    ...doubles.map(({ node, path }) => at(node.offset, path, "is there twice")),
  ];
  if (root === undefined && problems.length === 0) problems.push(at(0, [], "the file is empty"));
  return {
    value: root === undefined || problems.length > 0 ? undefined : jsonValue(root),
    problems,
    problem: (path, message) => at(findJson(root, path)?.offset ?? 0, path, message),
  };
}

function syntaxMessage(error: number): string {
  const words = printParseErrorCode(error).replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return `this is not JSON here: ${words}`;
}

/** Without a prototype: `__proto__` in a file is a key as every other. */
function jsonValue(node: JsonNode): unknown {
  const { type, children = [] } = node;
  if (type === "array") return children.map(jsonValue);
  if (type !== "object") return node.value;
  const entries = children.flatMap(({ children: [key, value] = [] }) =>
    key === undefined || value === undefined ? [] : [[String(key.value), jsonValue(value)] as const]
  );
  return Object.fromEntries(entries);
}

function duplicates(node: JsonNode, path: Path): { node: JsonNode; path: Path }[] {
  const seen = new Set<unknown>();
  return (node.children ?? []).flatMap((child, index) => {
    if (node.type === "array") return duplicates(child, [...path, index]);
    const [key, value] = child.children ?? [];
    if (key === undefined || value === undefined) return [];
    const here = [...path, String(key.value)];
    const inside = duplicates(value, here);
    if (seen.has(key.value)) inside.unshift({ node: key, path: here });
    seen.add(key.value);
    return inside;
  });
}

/** The key of the part, where it has one; else the nearest part around it. */
function findJson(root: JsonNode | undefined, path: Path): JsonNode | undefined {
  let found = root;
  let node = root;
  for (const step of path) {
    if (node?.type === "array") {
      node = typeof step === "number" ? node.children?.[step] : undefined;
      found = node ?? found;
    } else {
      const [key, value] = node?.children?.find(({ children }) =>
        children?.[0]?.value === step
      )?.children ?? [];
      node = value;
      found = key ?? found;
    }
    if (node === undefined) break;
  }
  return found;
}

function readYaml(text: string, file: string): Source {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false, version: "1.2" });
  const at = (offset: number, path: Path, message: string): Problem => {
    const { line, col } = lineCounter.linePos(offset);
    return {
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      path: formatPath(path),
      message,
    };
  };
  const problems = document.errors.map(({ pos, message, code }) =>
    at(pos[0], [], code === "DUPLICATE_KEY" ? "this key is there twice" : `YAML: ${message}`)
  );
  if (document.contents === null && problems.length === 0) {
    problems.push(at(0, [], "the file is empty"));
  }
  const { value, wrong } = problems.length > 0
    ? { value: undefined, wrong: [] }
    : yamlValue(document);
  problems.push(...wrong.map(({ offset, message }) => at(offset, [], message)));
  return {
    value,
    problems,
    problem: (path, message) => at(findYaml(document.contents, path), path, message),
  };
}

function findYaml(root: unknown, path: Path): number {
  let node = root;
  let found = startOf(root) ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (!isPair(pair)) break;
      found = startOf(pair.key) ?? found;
      node = pair.value;
    } else if (isSeq(node) && typeof step === "number") {
      node = node.items[step];
      found = startOf(node) ?? found;
    } else break;
  }
  return found;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}

function position(lines: readonly number[], offset: number): { line: number; column: number } {
  const line = lines.findLastIndex((start) => start <= offset);
  return { line: line + 1, column: offset - (lines[line] ?? 0) + 1 };
}
