import type { DesktopInput, TouchPoint } from "../../protocol/mod.ts";
import { editByKey, insertText, selectAll } from "./edit_text.ts";
import { focus, moveFocus } from "./focus.ts";
import { clientPoint, elementAt, focused, type InputTarget, type Place } from "./input_target.ts";
import { domKey, shifted } from "./keys.ts";
import { ControlKeys } from "./press_control.ts";
import { TouchInput } from "./touch_input.ts";

/** What an operator may do. `"limited"`: mouse, and of the keys those that write. */
export type InputLevel = "none" | "limited" | "all";

/** Keys that limited input allows besides characters. */
const WRITING_KEYS = /^(Backspace|Delete|Enter|Tab|Shift|Arrow.*|Home|End)$/;

const MODIFIERS = ["Shift", "Control", "Alt", "Meta"] as const;

/** Pixels that a notch of the wheel (120) is. */
const WHEEL = 100 / 120;

/**
 * Turns one operator's mouse, keys and fingers into DOM events. They are not `isTrusted`, and reach
 * nothing outside of the page.
 */
export class DomInput {
  readonly #target: InputTarget;
  readonly #level: InputLevel;
  readonly #down = new Set<string>();
  readonly #controls = new ControlKeys();
  readonly #fingers = new TouchInput();
  #buttons = 0;
  #over: Element | undefined;
  #pressed: Element | undefined;

  constructor(target: InputTarget, level: InputLevel) {
    this.#target = target;
    this.#level = level;
  }

  /** The cursor over what the mouse was last at, as CSS names it. */
  get cursor(): string {
    return this.#over === undefined ? "default" : getComputedStyle(this.#over).cursor;
  }

  /** `width` and `height`: the announced size, in which the points are. */
  receive(message: DesktopInput, width: number, height: number): void {
    if (this.#level === "none") return;
    const place = ({ x, y }: { readonly x: number; readonly y: number }): Place => {
      const point = clientPoint(this.#target, x, y, width, height);
      return { ...point, element: elementAt(this.#target, point) };
    };
    switch (message.type) {
      case "mouse":
        return this.#mouse(message.flags, message.wheel ?? 0, place(message));
      case "key":
        return this.#key(message.action === 0 || message.action === 4, message.key);
      case "unicodeKey":
        return this.#unicode(message.action === 0, message.unit);
      case "touch":
        for (const point of message.points) this.#touch(point, place(point));
    }
  }

  #mouse(flags: number, wheel: number, point: Place): void {
    this.#hover(point);
    const { element } = point;
    if (wheel !== 0) return this.#wheel(point, wheel);
    if (flags === 0x88) return void this.#send(point, "dblclick", { detail: 2 });
    for (const [button, down, up, bit] of BUTTONS) {
      if (flags & down) {
        this.#buttons |= bit;
        this.#pressed = element;
        this.#send(point, "pointerdown", { button });
        if (this.#send(point, "mousedown", { button, detail: 1 })) focus(element);
      } else if (flags & up) {
        this.#buttons &= ~bit;
        this.#send(point, "pointerup", { button });
        this.#send(point, "mouseup", { button, detail: 1 });
        const clicked = this.#pressed === element;
        this.#pressed = undefined;
        if (button === 2) this.#send(point, "contextmenu", { button });
        else if (clicked) this.#send(point, CLICKS[button] ?? "click", { button, detail: 1 });
      }
    }
  }

  #hover(point: Place): void {
    const { element } = point;
    const before = this.#over;
    if (before !== element) {
      if (before?.isConnected) {
        const leaving = { ...point, element: before };
        for (const type of ["pointerout", "mouseout"]) {
          this.#send(leaving, type, { relatedTarget: element });
        }
        for (const type of ["pointerleave", "mouseleave"]) {
          this.#send(leaving, type, { relatedTarget: element, bubbles: false });
        }
      }
      this.#over = element;
      const relatedTarget = before ?? null;
      for (const type of ["pointerover", "mouseover"]) this.#send(point, type, { relatedTarget });
      for (const type of ["pointerenter", "mouseenter"]) {
        this.#send(point, type, { relatedTarget, bubbles: false });
      }
    }
    this.#send(point, "pointermove", {});
    this.#send(point, "mousemove", {});
  }

  #wheel(point: Place, wheel: number): void {
    const deltaY = -wheel * WHEEL;
    const event = new WheelEvent("wheel", { ...this.#init(point), deltaY });
    if (!point.element.dispatchEvent(event)) return;
    for (let element: Element | null = point.element; element; element = element.parentElement) {
      const before = element.scrollTop;
      element.scrollTop += deltaY;
      if (element.scrollTop !== before) return;
    }
  }

  #touch(point: TouchPoint, place: Place): void {
    if (!this.#fingers.receive(point, place, this.#init(place))) return;
    focus(place.element);
    this.#send(place, "click", { detail: 1 });
  }

  #key(down: boolean, virtualKey: number): void {
    const named = domKey(virtualKey);
    if (named === undefined) return;
    const key = this.#down.has("Shift") ? shifted(named.key) : named.key;
    const writes = named.key.length === 1 && !this.#commands;
    if (!this.#mayPress(writes, key)) return;
    if (down) this.#down.add(named.key);
    else this.#down.delete(named.key);
    const target = focused(this.#target);
    const init = { ...named, key, keyCode: virtualKey };
    const passed = this.#sendKey(target, down ? "keydown" : "keyup", init);
    if (this.#controls.receive(target, key, down, passed) || !passed || !down) return;
    if (writes) this.#type(target, key);
    else if (key === "Tab") moveFocus(target, this.#down.has("Shift"));
    else if (named.key === "a" && this.#down.has("Control")) selectAll(target);
    else editByKey(target, key);
  }

  #unicode(down: boolean, unit: number): void {
    if (!this.#mayPress(true, "")) return;
    const key = String.fromCharCode(unit);
    const target = focused(this.#target);
    const letter = /^[a-z0-9]$/i.test(key) ? domKey(key.toUpperCase().charCodeAt(0)) : undefined;
    const init = { key, code: letter?.code ?? "", keyCode: key.toUpperCase().charCodeAt(0) };
    const passed = this.#sendKey(target, down ? "keydown" : "keyup", init);
    if (this.#controls.receive(target, key, down, passed) || !passed || !down) return;
    this.#type(target, key);
  }

  #type(target: Element, text: string): void {
    const keyCode = text.charCodeAt(0);
    const init = { key: text, code: "", keyCode };
    if (this.#sendKey(target, "keypress", init)) insertText(target, text);
  }

  get #commands(): boolean {
    return this.#down.has("Control") || this.#down.has("Alt") || this.#down.has("Meta");
  }

  #mayPress(writes: boolean, key: string): boolean {
    if (this.#level === "limited") return writes || WRITING_KEYS.test(key);
    return this.#level === "all";
  }

  get #modifiers(): EventModifierInit {
    const [shiftKey, ctrlKey, altKey, metaKey] = MODIFIERS.map((key) => this.#down.has(key));
    return { shiftKey, ctrlKey, altKey, metaKey } as EventModifierInit;
  }

  #sendKey(target: Element, type: string, init: KeyboardEventInit): boolean {
    const shared = { bubbles: true, cancelable: true, composed: true };
    const event = new KeyboardEvent(type, { ...init, ...this.#modifiers, ...shared });
    return target.dispatchEvent(event);
  }

  #init({ clientX, clientY }: Place): MouseEventInit {
    return {
      clientX,
      clientY,
      buttons: this.#buttons,
      bubbles: true,
      cancelable: true,
      composed: true,
      view: globalThis as unknown as Window,
      ...this.#modifiers,
    };
  }

  /** @returns Whether the page let the default happen. */
  #send(point: Place, type: string, init: MouseEventInit): boolean {
    const full = { ...this.#init(point), ...init };
    const event = type.startsWith("pointer") || CLICK_TYPES.includes(type)
      ? new PointerEvent(type, { ...full, pointerId: 1, pointerType: "mouse", isPrimary: true })
      : new MouseEvent(type, full);
    return point.element.dispatchEvent(event);
  }
}

/** Number in the DOM, flags of down and up, bit of `buttons`. */
const BUTTONS = [[0, 2, 4, 1], [2, 8, 16, 2], [1, 32, 64, 4]] as const;
const CLICKS = ["click", "auxclick"];
const CLICK_TYPES = ["click", "auxclick", "contextmenu"];
