/**
 * What the schema found wrong, in words for the person who wrote it.
 *
 * @module
 */
import type { BaseIssue, GenericSchema } from "valibot";
import { didYouMean } from "./nearest.ts";
import type { Path } from "./source.ts";

/** A place in a value, and what is wrong there. */
export interface Wrong {
  /** Where. */
  readonly path: Path;
  /** What is wrong. */
  readonly message: string;
}

/** The parts of a schema that lead to the parts of a value. */
interface SchemaParts {
  readonly type: string;
  readonly entries?: Readonly<Record<string, SchemaParts>>;
  readonly value?: SchemaParts;
  readonly item?: SchemaParts;
  readonly wrapped?: SchemaParts;
  readonly options?: readonly (SchemaParts | string)[];
}

/** One issue of valibot as one or several places; a union tells what its nearest option tells. */
export function explainIssue(schema: GenericSchema, issue: BaseIssue<unknown>): readonly Wrong[] {
  const path = (issue.path ?? []).map(({ key }) => key as string | number);
  const parts = schemaAt(schema as unknown as SchemaParts, path.slice(0, -1));
  const key = String(path.at(-1) ?? "");
  if (issue.type === "union") return explainUnion(schema, issue, path);
  if (issue.type === "strict_object" && issue.expected === "never") {
    const known = Object.keys(parts?.entries ?? {});
    return [{ path, message: `is not known here.${didYouMean(key, known) || oneOf(known)}` }];
  }
  if (issue.type === "strict_object" && issue.received === "undefined") {
    return [{ path, message: "is missing" }];
  }
  if (issue.type === "picklist") {
    const words = [...issue.expected?.matchAll(/"([^"]*)"/g) ?? []].map(([, word = ""]) => word);
    const got = typeof issue.input === "string" ? issue.input : "";
    const near = got === "" ? "" : didYouMean(got, words);
    return [{ path, message: `${issue.received} is not possible.${near || oneOf(words)}` }];
  }
  if (issue.kind === "validation") return [{ path, message: explainLimit(issue) }];
  return [{ path, message: `must be ${article(issue.expected)}, not ${issue.received}` }];
}

/** The places inside of a value that has the right shape tell more than "none of these". */
function explainUnion(
  schema: GenericSchema,
  issue: BaseIssue<unknown>,
  path: Path,
): readonly Wrong[] {
  const inside = (issue.issues ?? []).flatMap((inner) =>
    (inner.path?.length ?? 0) > 0 || (inner.type === "picklist" && typeof inner.input === "string")
      ? explainIssue(schema, inner).map((wrong) => ({ ...wrong, path: [...path, ...wrong.path] }))
      : []
  );
  if (inside.length > 0) return inside;
  const options = issue.expected?.replace(/[()]/g, "").split(" | ").map(article).join(" or ");
  return [{ path, message: `must be ${options ?? "something else"}, not ${issue.received}` }];
}

function explainLimit({ type, expected, received, message }: BaseIssue<unknown>): string {
  switch (type) {
    case "non_empty":
      return "is empty";
    case "min_length":
      return `needs at least ${expected?.replace(">=", "")}`;
    case "max_length":
      return `is too long: at most ${expected?.replace("<=", "")} characters, not ${received}`;
    case "min_value":
    case "max_value":
      return `must be ${expected?.replace(">=", "at least ").replace("<=", "at most ")}`;
    case "email":
      return `${received} is no e-mail address`;
    case "integer":
      return "must be a whole number";
    default:
      return message;
  }
}

/** Lists where an object belongs: for the schema library a list is an object too. */
export function findLists(schema: GenericSchema, value: unknown): readonly Wrong[] {
  const search = (part: SchemaParts | undefined, value: unknown, path: Path): readonly Wrong[] => {
    const schema = unwrap(part);
    if (typeof value !== "object" || value === null || schema === undefined) return [];
    if (schema.type === "array") {
      return Object.entries(value).flatMap(([index, item]) =>
        search(schema.item, item, [...path, Number(index)])
      );
    }
    if (schema.type !== "strict_object" && schema.type !== "record") return [];
    if (Array.isArray(value)) {
      return [{ path, message: "must be an object (`key: …`), not a list" }];
    }
    return Object.entries(value).flatMap(([key, member]) =>
      search(schema.entries?.[key] ?? schema.value, member, [...path, key])
    );
  };
  return search(schema as unknown as SchemaParts, value, []);
}

function schemaAt(schema: SchemaParts, path: Path): SchemaParts | undefined {
  let part: SchemaParts | undefined = schema;
  for (const step of path) {
    part = unwrap(part);
    part = part?.entries?.[String(step)] ?? part?.value ?? part?.item;
  }
  return unwrap(part);
}

function unwrap(part: SchemaParts | undefined): SchemaParts | undefined {
  return part?.wrapped === undefined ? part : unwrap(part.wrapped);
}

function oneOf(words: readonly string[]): string {
  return words.length === 0 ? "" : ` Possible: ${words.join(", ")}.`;
}

const plain: Readonly<Record<string, string>> = {
  Object: "an object",
  Array: "a list",
  string: "a text",
  number: "a number",
  boolean: "true or false",
};

function article(expected: string | null): string {
  return plain[expected ?? ""] ?? expected ?? "something else";
}
