import type { Kind } from "./keys.ts";

/** What is wrong with a value; undefined when nothing is. */
export function wrongValue(value: unknown, kind: Kind): string | undefined {
  if (kind.includes("/")) {
    const words = kind.split("/");
    return words.includes(String(value)) ? undefined : `must be one of: ${words.join(", ")}`;
  }
  const options = kind.split("|");
  if (options.some((option) => isOf(value, option))) return undefined;
  const wanted = options.map((option) => descriptions[option] ?? option).join(" or ");
  return `must be ${wanted}, not ${describe(value)}`;
}

const descriptions: Readonly<Record<string, string>> = {
  flag: "true or false",
  text: "a text",
  port: "a port (0 to 65535)",
  count: "a whole number from 0 on",
  number: "a number",
  list: "a list",
  section: "an object",
};

function isOf(value: unknown, kind: string): boolean {
  switch (kind) {
    case "flag":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "port":
      return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65535;
    case "count":
      return Number.isInteger(value) && Number(value) >= 0;
    case "number":
      return typeof value === "number";
    case "list":
      return Array.isArray(value);
    default:
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return value === null ? "null" : "an object";
  return JSON.stringify(value);
}
