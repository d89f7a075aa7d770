import { type Document, isAlias, visit } from "yaml";

/** An alias that no value can be made of. */
export interface WrongAlias {
  /** Where it stands in the text. */
  readonly offset: number;
  /** What is wrong with it. */
  readonly message: string;
}

/** How many copies of one part the aliases of a file may make: some small ones make billions. */
const maxAliasCount = 100;

/** The value of a YAML document, or which of its aliases (`*name`) there can be none with. */
export function yamlValue(
  document: Document,
): { readonly value: unknown; readonly wrong: readonly WrongAlias[] } {
  const { wrong, first } = checkAliases(document);
  if (wrong.length > 0) return { value: undefined, wrong };
  try {
    return { value: document.toJS({ maxAliasCount }), wrong };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { value: undefined, wrong: [{ offset: first, message: `YAML: ${reason}` }] };
  }
}

/** Finds those that stand for nothing and those that would never end, and where the first is. */
function checkAliases(
  document: Document,
): { readonly wrong: readonly WrongAlias[]; readonly first: number } {
  const anchors = new Map<string, unknown>();
  const wrong: WrongAlias[] = [];
  let first: number | undefined;
  visit(document, {
    Node: (_, node, path) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
        return;
      }
      const { source: name, range } = node;
      const offset = range?.[0] ?? 0;
      first ??= offset;
      const meant = anchors.get(name);
      if (meant === undefined) {
        wrong.push({ offset, message: `*${name} stands for nothing: no &${name} is before it` });
      } else if (path.some((part) => part === meant)) {
        wrong.push({ offset, message: `*${name} stands for a part that it is in: without an end` });
      }
    },
  });
  return { wrong, first: first ?? 0 };
}
