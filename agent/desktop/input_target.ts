/** Where an operator's mouse and keys go: one element, or whatever of the page lies under the point. */
export type InputTarget = { readonly element: Element } | "page";

/** A place in the window, in CSS pixels. */
export interface ClientPoint {
  /** From the left. */
  readonly clientX: number;
  /** From the top. */
  readonly clientY: number;
}

/** The place in the window for a point of a picture of this size. */
export function clientPoint(
  target: InputTarget,
  x: number,
  y: number,
  width: number,
  height: number,
): ClientPoint {
  const { left, top, width: shownWidth, height: shownHeight } = target === "page"
    ? { left: 0, top: 0, width: innerWidth, height: innerHeight }
    : target.element.getBoundingClientRect();
  return {
    clientX: left + Math.min(x, width) * shownWidth / Math.max(width, 1),
    clientY: top + Math.min(y, height) * shownHeight / Math.max(height, 1),
  };
}

/** Who gets a mouse event there. */
export function elementAt(target: InputTarget, { clientX, clientY }: ClientPoint): Element {
  if (target !== "page") return target.element;
  let found = document.elementFromPoint(clientX, clientY) ?? document.body;
  // Into open shadow trees, but not into the consent dialog: nobody agrees for the person.
  while (found.shadowRoot !== null && !isOwn(found)) {
    const inner = found.shadowRoot.elementFromPoint(clientX, clientY);
    if (inner === null || inner === found) break;
    found = inner;
  }
  return isOwn(found) ? document.body : found;
}

/** Who gets keys. */
export function focused(target: InputTarget): Element {
  if (target !== "page") return target.element;
  let found: Element = document.activeElement ?? document.body;
  while (found.shadowRoot?.activeElement && !isOwn(found)) found = found.shadowRoot.activeElement;
  return isOwn(found) ? document.body : found;
}

/** The agent's own dialogs, and `<mesh-agent>`, in which a person agrees. */
function isOwn(element: Element): boolean {
  const host = element.closest("mesh-agent, [data-mesh-agent-access]");
  const root = element.getRootNode();
  return host !== null || root instanceof ShadowRoot && isOwn(root.host);
}
