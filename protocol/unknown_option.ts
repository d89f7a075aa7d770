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
    if (Object.hasOwn(known, name)) continue;
    const names = Object.keys(known);
    const inside = Object.keys(Object(value)).filter((option) => Object.hasOwn(known, option));
    const far = (option: string) => Math.abs(option.length - name.length);
    const [near] = names.filter((option) => isLike(name, option) || isLike(option, name))
      .sort((a, b) => far(a) - far(b));
    const meant = inside.join(" and ") || near;
    const hint = meant ? `did you mean ${meant}?` : `there are ${names.join(", ")}`;
    return `${name}: not an option; ${hint}`;
  }
  return undefined;
}

/** Whether the letters of `a` stand in `b` in this order, whatever is between them. */
function isLike(a: string, b: string): boolean {
  const letters = [...a.replace(/\W/g, "")];
  return RegExp(letters.join(".*"), "i").test(b);
}
