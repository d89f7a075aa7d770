import { Document } from "yaml";
import type { Spec } from "./spec/spec.ts";

/**
 * A specification as the text of a file; comments are lines at its top. What it says of a live
 * server stays text: no name becomes an environment variable or ends a comment.
 */
export function formatSpec(
  spec: Spec,
  format: "json" | "yaml",
  comments: readonly string[] = [],
): string {
  const lines = comments.map((comment) => comment.replace(/[\s\p{C}]+/gu, " "));
  const literal = escape(spec);
  if (format === "json") {
    return `${lines.map((line) => `// ${line}\n`).join("")}${JSON.stringify(literal, null, 2)}\n`;
  }
  const document = new Document(literal);
  if (lines.length > 0) document.commentBefore = lines.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 100 });
}

function escape(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("${", () => "$${");
  if (Array.isArray(value)) return value.map(escape);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escape(member)]));
}
