/** Every option of an options object, so that the compiler finds one that is missing or too many. */
export type OptionNames<Options> = Readonly<Record<keyof Options, 1>>;

/**
 * Finds an option that does not exist, which plain JavaScript lets pass: a typo, or an option in the
 * wrong place. Small, since the agent's core has it.
 *
 * @returns What is wrong and what was probably meant; undefined if every option exists.
 */
export function unknownOption(
  options: object = {},
  known: OptionNames<object>,
): string | undefined {
  for (const [name, value] of Object.entries(options)) {
    if (name in known) continue;
    const names = Object.keys(known);
    const meant = names.filter((option) =>
      Object.keys(Object(value)).includes(option) || isLike(name, option) || isLike(option, name)
    );
    const hint = meant[0] ? `did you mean ${meant.join(" or ")}?` : `there are ${names.join(", ")}`;
    return `${name}: not an option; ${hint}`;
  }
  return undefined;
}

/** Whether the letters of `a` stand in `b` in this order, but for one neighbor that changed places. */
function isLike(a: string, b: string): boolean {
  const letters = [...a.replace(/\W/g, "")];
  return RegExp(letters.join(".*"), "i").test(b);
}
