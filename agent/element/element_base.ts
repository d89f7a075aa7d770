/**
 * `HTMLElement`. Where there is no page, as on a server that renders one, a class stands in for it, so
 * that the module of an element can be imported there.
 */
export const ElementBase: typeof HTMLElement = typeof HTMLElement === "function"
  ? HTMLElement
  : class {} as unknown as typeof HTMLElement;
