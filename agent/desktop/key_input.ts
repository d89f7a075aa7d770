import { editByKey, editByShortcut, insertText } from "./edit_text.ts";
import { moveFocus } from "./focus.ts";
import { focused, type InputTarget } from "./input_target.ts";
import { type DomKey, domKey, keyOfCharacter, shifted } from "./keys.ts";
import { ControlKeys } from "./press_control.ts";
import { stepControl } from "./step_control.ts";

/** What an operator may do. `"limited"`: mouse, and of the keys those that write. */
export type InputLevel = "none" | "limited" | "all";

/** Keys that limited input allows besides characters. */
const WRITING_KEYS = /^(Backspace|Delete|Enter|Tab|Shift|Arrow.*|Home|End)$/;

/** Turns one operator's keys into DOM events, in the order and with the fields of a real keyboard. */
export class KeyInput {
  readonly #target: InputTarget;
  readonly #level: InputLevel;
  readonly #controls = new ControlKeys();
  /** What is held, by its place on the keyboard. */
  readonly #held = new Map<string, DomKey>();
  /** The first half of a character of two UTF-16 units. */
  #half = "";

  constructor(target: InputTarget, level: InputLevel) {
    this.#target = target;
    this.#level = level;
  }

  /** The modifier keys that are held. */
  get modifiers(): EventModifierInit {
    return {
      shiftKey: this.#holds("Shift"),
      ctrlKey: this.#holds("Control"),
      altKey: this.#holds("Alt"),
      metaKey: this.#holds("Meta"),
    };
  }

  /** A key goes down or up, by its Windows virtual-key code. */
  key(down: boolean, virtualKey: number, extended: boolean): void {
    const named = domKey(virtualKey, extended);
    if (named === undefined) return;
    const key = this.#holds("Shift") ? shifted(named.key) : named.key;
    const { ctrlKey, altKey, metaKey } = this.modifiers;
    const writes = key.length === 1 && !ctrlKey && !altKey && !metaKey;
    this.#press(down, { ...named, key }, writes);
  }

  /** A character goes down or up, whatever key writes it on the operator's keyboard. */
  character(down: boolean, unit: number): void {
    const text = String.fromCharCode(unit);
    if (/[\ud800-\udbff]/.test(text)) {
      if (down) this.#half = text;
      return;
    }
    const whole = /[\udc00-\udfff]/.test(text) ? this.#half + text : text;
    this.#press(down, { ...keyOfCharacter(whole), key: whole }, true);
  }

  /** Releases what is still held. */
  release(): void {
    for (const named of this.#held.values()) this.#press(false, named, false);
  }

  #holds(key: string): boolean {
    return [...this.#held.values()].some((held) => held.key === key);
  }

  #press(down: boolean, named: DomKey, writes: boolean): void {
    const { key, code } = named;
    if (this.#level === "limited" && !writes && down && !WRITING_KEYS.test(key)) return;
    const place = code || key;
    const repeat = this.#held.has(place);
    if (down) this.#held.set(place, named);
    // Of a key that was not down here, a page hears nothing.
    else if (!this.#held.delete(place)) return;
    const target = focused(this.#target);
    const init = { ...named, repeat: down && repeat };
    const passed = this.#send(target, down ? "keydown" : "keyup", init);
    if (this.#controls.receive(target, key, down, passed) || !passed || !down) return;
    if (writes || key === "Enter") this.#type(target, init);
    else if (key === "Tab") moveFocus(target, this.#holds("Shift"));
    else if (key.length === 1) editByShortcut(target, key.toLowerCase(), this.modifiers);
    else if (!stepControl(target, key)) editByKey(target, key, this.modifiers);
  }

  #type(target: Element, init: KeyboardEventInit): void {
    const { key = "" } = init;
    const charCode = key === "Enter" ? 13 : key.codePointAt(0);
    if (!this.#send(target, "keypress", { ...init, keyCode: charCode, charCode })) return;
    if (key !== "Enter") return void (stepControl(target, key) || insertText(target, key));
    if (!this.#controls.enter(target)) editByKey(target, key, this.modifiers);
  }

  #send(target: Element, type: string, init: KeyboardEventInit): boolean {
    const shared = { bubbles: true, cancelable: true, composed: true };
    const view = globalThis as unknown as Window;
    return target.dispatchEvent(
      new KeyboardEvent(type, { ...init, ...this.modifiers, ...shared, view }),
    );
  }
}
