import { Document } from "yaml";
import type { Spec } from "./spec/spec.ts";

/** A specification as the text of a file; comments are lines at its top. */
export function formatSpec(
  spec: Spec,
  format: "json" | "yaml",
  comments: readonly string[] = [],
): string {
  if (format === "json") {
    const lines = comments.map((line) => `// ${line}\n`).join("");
    return `${lines}${JSON.stringify(spec, null, 2)}\n`;
  }
  const document = new Document(spec);
  if (comments.length > 0) document.commentBefore = comments.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 100 });
}
