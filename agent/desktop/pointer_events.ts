import type { Place } from "./place.ts";

/** Form controls that hear of no press, nor does what is in them. */
const DISABLED = ":is(button, input, select, textarea, option, optgroup):disabled";

/** Fields of an event, with its pointer. */
export type PointerInit = PointerEventInit & { readonly pointerId: number };

/** Everything that events at a place have in common. */
export function initAt({ clientX, clientY }: Place, init: MouseEventInit): MouseEventInit {
  return {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: globalThis as unknown as Window,
    clientX,
    clientY,
    screenX: clientX + screenX + (outerWidth - innerWidth) / 2,
    screenY: clientY + screenY + outerHeight - innerHeight,
    ...init,
  };
}

/**
 * Dispatches a pointer or mouse event at a place, as the browser would for a real pointer.
 *
 * @param init What differs from the event of a pointer that moves.
 * @returns Whether the page let the default happen.
 */
export function sendPointer(type: string, place: Place, init: PointerInit): boolean {
  const { element } = place;
  const isPointer = type.startsWith("pointer");
  // A mouse that moves while its left button is pressed says so, its pointer does not.
  const button = init.buttons === 1 && !isPointer ? 0 : -1;
  const full: PointerEventInit = initAt(place, { button, ...init });
  if (isPointer) {
    const pressure = init.buttons ? 0.5 : 0;
    return element.dispatchEvent(new PointerEvent(type, { isPrimary: true, pressure, ...full }));
  }
  if (/^mouse(down|up)$|^(dbl)?click$/.test(type) && element.closest(DISABLED)) return true;
  if (/^(aux)?click$|menu$/.test(type)) return element.dispatchEvent(new PointerEvent(type, full));
  return element.dispatchEvent(mouseEvent(MouseEvent, type, full));
}

/**
 * Makes a mouse event for button -1, none. Chromium knows that, reads 0 and has a `which` of 0, as of a
 * real mouse that moves; other browsers would read -1, and make all of 0.
 */
export function mouseEvent<I extends MouseEventInit>(
  Kind: new (type: string, init: I) => MouseEvent,
  type: string,
  init: I,
): MouseEvent {
  const event = new Kind(type, init);
  return event.button < 0 ? new Kind(type, { ...init, button: 0 }) : event;
}

/**
 * Sends that a pointer has left one element and entered another, from out to enter.
 *
 * @param kinds `"pointer"` and `"mouse"`, in this order.
 * @param left The element that was left and all it is in, as {@linkcode path} has it; empty from outside.
 * @param entered The same of the element that was entered.
 */
export function sendCrossing(
  kinds: readonly string[],
  left: readonly Element[],
  entered: readonly Element[],
  place: Place,
  init: PointerInit,
): void {
  const from = left.find(({ isConnected }) => isConnected);
  const to = entered.at(0);
  const within = { bubbles: false, cancelable: false, composed: false };
  const send = (type: string, element?: Element, other: Element | null = null, more = {}) =>
    element?.isConnected &&
    sendPointer(type, { ...place, element }, { ...init, relatedTarget: other, ...more });
  for (const kind of kinds) {
    send(`${kind}out`, left.at(0), to);
    for (const element of left) {
      if (!entered.includes(element)) send(`${kind}leave`, element, to, within);
    }
    send(`${kind}over`, to, from);
    for (const element of [...entered].reverse()) {
      if (!left.includes(element)) send(`${kind}enter`, element, from, within);
    }
  }
}

/** An element and all it is in, through slots and shadow trees. */
export function path(element: Element | undefined): readonly Element[] {
  const found: Element[] = [];
  for (let at = element ?? null; at !== null; at = parent(at)) found.push(at);
  return found;
}

function parent(element: Element): Element | null {
  if (element.assignedSlot !== null) return element.assignedSlot;
  const { parentNode } = element;
  return parentNode instanceof ShadowRoot ? parentNode.host : element.parentElement;
}
