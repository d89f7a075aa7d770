import type { DesktopInput, TouchPoint } from "../../protocol/mod.ts";
import { editText } from "./edit_text.ts";
import {
  type ClientPoint,
  clientPoint,
  elementAt,
  focused,
  type InputTarget,
} from "./input_target.ts";
import { codeOf, keyOf } from "./virtual_keys.ts";

/** Mouse flags: the button, and its bit of `MouseEvent.buttons`. */
const BUTTONS: readonly { down: number; up: number; button: number; bit: number }[] = [
  { down: 2, up: 4, button: 0, bit: 1 },
  { down: 8, up: 16, button: 2, bit: 2 },
  { down: 32, up: 64, button: 1, bit: 4 },
];
const DOUBLE_CLICK = 0x88;

/** Turns one operator's mouse, keys and fingers into DOM events. They are not `isTrusted`. */
export class DomInput {
  readonly #target: InputTarget;
  #buttons = 0;
  #pressed: Element | undefined;
  #modifiers = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

  constructor(target: InputTarget) {
    this.#target = target;
  }

  /** `width` and `height`: the announced size, in which the points are. */
  receive(message: DesktopInput, width: number, height: number): void {
    switch (message.type) {
      case "mouse": {
        const point = clientPoint(this.#target, message.x, message.y, width, height);
        return this.#mouse(message.flags, message.wheel ?? 0, point);
      }
      case "key":
        return this.#key(message.key, message.action === 0 || message.action === 4);
      case "unicodeKey":
        return this.#character(String.fromCharCode(message.unit), message.action === 0);
      case "touch":
        for (const touch of message.points) {
          this.#touch(touch, clientPoint(this.#target, touch.x, touch.y, width, height));
        }
    }
  }

  #mouse(flags: number, wheel: number, point: ClientPoint): void {
    const element = elementAt(this.#target, point);
    if (wheel !== 0) {
      const init = { ...this.#init(point), deltaY: -wheel, deltaMode: 0 };
      element.dispatchEvent(new WheelEvent("wheel", init));
      if (this.#target === "page") scroll(element, -wheel);
      return;
    }
    if (flags === DOUBLE_CLICK) {
      element.dispatchEvent(new MouseEvent("dblclick", { ...this.#init(point), detail: 2 }));
      return;
    }
    if (flags === 0) this.#both(element, "move", this.#init(point));
    for (const { down, up, button, bit } of BUTTONS) {
      if (flags & down) this.#press(element, button, bit, point);
      if (flags & up) this.#release(element, button, bit, point);
    }
  }

  #press(element: Element, button: number, bit: number, point: ClientPoint): void {
    this.#buttons |= bit;
    this.#pressed = element;
    const init = { ...this.#init(point), button, detail: 1 };
    if (this.#both(element, "down", init)) focusNear(element);
    if (button === 2) element.dispatchEvent(new MouseEvent("contextmenu", init));
  }

  #release(element: Element, button: number, bit: number, point: ClientPoint): void {
    this.#buttons &= ~bit;
    const init = { ...this.#init(point), button, detail: 1 };
    this.#both(element, "up", init);
    if (this.#pressed !== element) return;
    // A click that a script makes does what a person's does: links, buttons, checkboxes.
    const click = button === 0 ? "click" : "auxclick";
    element.dispatchEvent(new MouseEvent(click, init));
  }

  #both(element: Element, what: "move" | "down" | "up", init: MouseEventInit): boolean {
    const pointer = { ...init, pointerId: 1, pointerType: "mouse", isPrimary: true };
    element.dispatchEvent(new PointerEvent(`pointer${what}`, pointer));
    return element.dispatchEvent(new MouseEvent(`mouse${what}`, init));
  }

  #touch({ id, flags }: TouchPoint, point: ClientPoint): void {
    const what = flags & 0x10000 ? "down" : flags & 0x40000 ? "up" : "move";
    elementAt(this.#target, point).dispatchEvent(
      new PointerEvent(`pointer${what}`, {
        ...this.#init(point),
        pointerId: id + 2,
        pointerType: "touch",
      }),
    );
  }

  #key(code: number, down: boolean): void {
    const key = keyOf(code);
    if (key === undefined) return;
    const name = MODIFIERS[key];
    if (name !== undefined) this.#modifiers = { ...this.#modifiers, [name]: down };
    const shown = this.#modifiers.shiftKey && key.length === 1 ? key.toUpperCase() : key;
    this.#type(shown, codeOf(code), code, down);
  }

  #character(character: string, down: boolean): void {
    const upper = character.toUpperCase().charCodeAt(0);
    const code = upper >= 48 && upper <= 90 ? upper : 0;
    this.#type(character, codeOf(code), code, down);
  }

  #type(key: string, code: string, keyCode: number, down: boolean): void {
    const element = focused(this.#target);
    const event = new KeyboardEvent(down ? "keydown" : "keyup", {
      ...this.#modifiers,
      key,
      code,
      keyCode, // old, but games and terminals still read it
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    const { ctrlKey, altKey, metaKey } = this.#modifiers;
    const proceed = element.dispatchEvent(event);
    if (proceed && down && !ctrlKey && !altKey && !metaKey) editText(element, key);
  }

  #init(point: ClientPoint): MouseEventInit {
    return {
      ...point,
      ...this.#modifiers,
      buttons: this.#buttons,
      bubbles: true,
      cancelable: true,
      composed: true,
      view: window,
    };
  }
}

const MODIFIERS: Readonly<Record<string, "shiftKey" | "ctrlKey" | "altKey" | "metaKey">> = {
  Shift: "shiftKey",
  Control: "ctrlKey",
  Alt: "altKey",
  Meta: "metaKey",
};

function focusNear(element: Element): void {
  const wanted = element.closest<HTMLElement>(
    "input, textarea, select, button, a[href], [tabindex], [contenteditable]",
  );
  if (wanted !== null) wanted.focus({ preventScroll: true });
  else (document.activeElement as HTMLElement | null)?.blur();
}

/** The nearest that can scroll, as a wheel finds it. */
function scroll(from: Element, top: number): void {
  for (let at: Element | null = from; at !== null; at = at.parentElement) {
    const before = at.scrollTop;
    at.scrollBy({ top });
    if (at.scrollTop !== before) return;
  }
}
