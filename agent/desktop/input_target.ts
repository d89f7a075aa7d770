import { boxPoint, picturePoint } from "./picture_box.ts";
import type { ClientPoint } from "./place.ts";

/**
 * Where an operator's mouse and keys go: one element; or `"page"`, whatever of the page lies under the
 * point; or `within`, the same for a picture of a part of the page: the element by itself, as if nothing
 * turned it, or with `cropped` its bounding box.
 */
export type InputTarget =
  | { readonly element: Element }
  | { readonly within: Element; readonly cropped?: boolean }
  | "page";

const WHOLE = { offsetLeft: 0, offsetTop: 0, scale: 1 };

/** The place in the window for a point of a picture of this size. */
export function clientPoint(
  target: InputTarget,
  x: number,
  y: number,
  width: number,
  height: number,
): ClientPoint {
  const across = Math.min(x, width) / Math.max(width, 1);
  const down = Math.min(y, height) / Math.max(height, 1);
  const { clientX, clientY } = target === "page"
    ? pagePoint(across, down)
    : "element" in target
    ? picturePoint(target.element, across, down)
    : target.cropped
    ? boxPoint(target.within, across, down)
    : picturePoint(target.within, across, down);
  // Mouse events cut off fractions: 429.9999 would be a pixel too little.
  return { clientX: Math.round(clientX * 64) / 64, clientY: Math.round(clientY * 64) / 64 };
}

/** A page that the person has zoomed with two fingers shows a part of itself. */
function pagePoint(across: number, down: number): ClientPoint {
  const { offsetLeft, offsetTop, scale } = visualViewport ?? WHOLE;
  return {
    clientX: offsetLeft + across * innerWidth / scale,
    clientY: offsetTop + down * innerHeight / scale,
  };
}

/** Who gets a mouse event there. */
export function elementAt(target: InputTarget, { clientX, clientY }: ClientPoint): Element {
  if (target !== "page" && "element" in target) return target.element;
  let found = document.elementFromPoint(clientX, clientY) ?? document.body;
  // Into open shadow trees, but not into the consent dialog: nobody agrees for the person.
  while (found.shadowRoot !== null && !isOwn(found)) {
    const inner = found.shadowRoot.elementFromPoint(clientX, clientY);
    if (inner === null || inner === found) break;
    found = inner;
  }
  return allowed(target, found);
}

/** Who gets keys. */
export function focused(target: InputTarget): Element {
  if (target !== "page" && "element" in target) return target.element;
  let found: Element = document.activeElement ?? document.body;
  while (found.shadowRoot?.activeElement && !isOwn(found)) found = found.shadowRoot.activeElement;
  return allowed(target, found);
}

function allowed(target: "page" | { readonly within: Element }, found: Element): Element {
  if (target === "page") return isOwn(found) ? document.body : found;
  return !isOwn(found) && target.within.contains(found) ? found : target.within;
}

/** The agent's own dialogs, and `<mesh-agent>`, in which a person agrees. */
function isOwn(element: Element): boolean {
  const host = element.closest("mesh-agent, [data-mesh-agent-access]");
  const root = element.getRootNode();
  return host !== null || root instanceof ShadowRoot && isOwn(root.host);
}
