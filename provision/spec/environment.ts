import { didYouMean } from "./nearest.ts";
import type { Path } from "./source.ts";

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Something that stands for another text and could not be replaced. */
export interface Unset {
  /** Where it was written. */
  readonly path: Path;
  /** What is missing. */
  readonly message: string;
}

/**
 * Replaces `${NAME}` and `${NAME:-otherwise}` in every text of a value; `$${` stands for `${`.
 */
export function substitute(
  value: unknown,
  environment: Environment,
  path: Path = [],
): { readonly value: unknown; readonly unset: readonly Unset[] } {
  const unset: Unset[] = [];
  return { value: replaceIn(value, path), unset };

  function replaceIn(part: unknown, path: Path): unknown {
    if (typeof part === "string") return replaceText(part, path);
    if (Array.isArray(part)) return part.map((item, index) => replaceIn(item, [...path, index]));
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, member]) => [key, replaceIn(member, [...path, key])]),
    );
  }

  function replaceText(text: string, path: Path): string {
    return text.replace(
      /\$(\$\{)|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g,
      (_, escaped: string | undefined, name: string, otherwise: string | undefined) => {
        if (escaped !== undefined) return escaped;
        const value = Object.hasOwn(environment, name) ? environment[name] : undefined;
        const found = value || otherwise;
        if (found === undefined) {
          const near = didYouMean(name, Object.keys(environment));
          unset.push({ path, message: `the environment variable ${name} is not set.${near}` });
        }
        return found ?? "";
      },
    );
  }
}
