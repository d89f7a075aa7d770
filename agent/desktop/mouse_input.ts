import { ClickCounter } from "./click_counter.ts";
import { startDrag } from "./default_press.ts";
import type { Drag } from "./drag.ts";
import type { Place } from "./place.ts";
import { path, type PointerInit, sendCrossing, sendPointer } from "./pointer_events.ts";
import { turnWheel } from "./wheel.ts";

/** A button: its number in the DOM, its flags pressed and released, its bit of `buttons`. */
const BUTTONS = [[0, 2, 4, 1], [2, 8, 16, 2], [1, 32, 64, 4]] as const;
type Button = typeof BUTTONS[number];

/** Flags that mean a double click of the left button. */
const DOUBLE = 0x88;

/** Where the menu opens when its button comes up, and not when it goes down. */
const MENU_ON_RELEASE = /^Win/;

/** The two kinds of events that a mouse sends. */
const BOTH = ["pointer", "mouse"];

const MOUSE = { pointerId: 1, pointerType: "mouse" } as const;

/** Turns one operator's mouse into DOM events, in the order and with the fields of a real one. */
export class MouseInput {
  readonly #modifiers: () => EventModifierInit;
  readonly #clicks: ClickCounter;
  #at: Place | undefined;
  /** What the mouse is over, and all that is in. */
  #entered: readonly Element[] = [];
  #buttons = 0;
  /** Which click in a row the pressed button makes; 0 for none. */
  #count = 0;
  #pressed: Element | undefined;
  /** The page has prevented `pointerdown`: no mouse events until all buttons are up. */
  #muted = false;
  #drag: Drag | undefined;

  /**
   * @param modifiers The modifier keys that are held.
   * @param now A clock in milliseconds.
   */
  constructor(modifiers: () => EventModifierInit, now: () => number) {
    this.#modifiers = modifiers;
    this.#clicks = new ClickCounter(now);
  }

  /** The element that the mouse is over. */
  get over(): Element | undefined {
    return this.#at?.element;
  }

  /**
   * Takes a message: its flags and its turn of the wheel.
   *
   * @param find Finds its place in the page; after the page was scrolled, another one.
   */
  receive(flags: number, wheel: number, find: () => Place): void {
    const found = find();
    const captured = this.#drag?.captures;
    const place = { ...found, element: captured ?? found.element };
    this.#move(place, flags === 0 && wheel === 0);
    if (wheel !== 0) {
      turnWheel(place, wheel, this.#init({}));
      return this.#cross(find(), BOTH);
    }
    if (flags === DOUBLE) return this.#double(place);
    for (const button of BUTTONS) {
      if (flags & button[1]) this.#press(place, button);
      else if (flags & button[2]) {
        this.#release(place, button);
        if (captured !== undefined) this.#cross(found, BOTH, { button: button[0] });
      }
    }
  }

  /** Releases what is still pressed. */
  release(): void {
    for (const button of BUTTONS) {
      if (this.#at !== undefined && this.#buttons & button[3]) {
        this.#count = 0;
        this.#release(this.#at, button);
      }
    }
  }

  /** Taps: what a finger that the page has not taken as a touch does with the mouse. */
  tap(place: Place, pointerId: number): void {
    this.#cross(place, ["mouse"]);
    this.#send("mousemove", place, {});
    const count = this.#clicks.press(0, place);
    const init = { button: 0, detail: count };
    const passed = this.#send("mousedown", place, { ...init, buttons: 1 });
    const drag = passed ? startDrag(place, 0, count, false) : undefined;
    this.#send("mouseup", place, init);
    drag?.end();
    this.#click(place, count, { ...init, pointerId, pointerType: "touch" });
  }

  #move(place: Place, told: boolean): void {
    const from = this.#at;
    this.#cross(place, BOTH);
    if (!told && from?.clientX === place.clientX && from.clientY === place.clientY) return;
    const init = {
      movementX: from === undefined ? 0 : Math.floor(place.clientX) - Math.floor(from.clientX),
      movementY: from === undefined ? 0 : Math.floor(place.clientY) - Math.floor(from.clientY),
    };
    this.#send("pointermove", place, init);
    this.#send("mousemove", place, init);
    this.#drag?.move(place);
  }

  #cross(place: Place, kinds: readonly string[], init: PointerEventInit = {}): void {
    this.#at = place;
    const left = this.#entered;
    if (left.at(0) === place.element) return;
    this.#entered = path(place.element);
    sendCrossing(kinds, left, this.#entered, place, this.#init(init));
  }

  #press(place: Place, [button, , , bit]: Button): void {
    const first = (this.#buttons & ~bit) === 0;
    this.#buttons |= bit;
    this.#count = this.#clicks.press(button, place);
    this.#pressed = place.element;
    const passed = this.#send(first ? "pointerdown" : "pointermove", place, { button });
    if (first) this.#muted = !passed;
    const init = { button, detail: this.#count };
    if (!this.#muted && this.#send("mousedown", place, init)) {
      this.#drag = startDrag(place, button, this.#count, this.#modifiers().shiftKey === true);
    }
    if (button === 2 && !MENU_ON_RELEASE.test(navigator.platform)) {
      this.#send("contextmenu", place, { button });
    }
  }

  #release(place: Place, [button, , , bit]: Button): void {
    this.#buttons &= ~bit;
    const init = { button, detail: this.#count };
    const type = this.#buttons === 0 ? "pointerup" : "pointermove";
    this.#send(type, place, { button, pressure: 0 });
    this.#send("mouseup", place, init);
    if (this.#buttons === 0) this.#muted = false;
    this.#drag?.end();
    this.#drag = undefined;
    const within = path(place.element);
    const common = path(this.#pressed).find((element) => within.includes(element));
    const count = this.#count;
    this.#count = 0;
    if (count > 0 && common !== undefined) this.#click({ ...place, element: common }, count, init);
    if (button === 2 && MENU_ON_RELEASE.test(navigator.platform)) {
      this.#send("contextmenu", place, { button });
    }
  }

  #click(place: Place, count: number, init: PointerEventInit): void {
    this.#send(init.button === 0 ? "click" : "auxclick", place, init);
    if (init.button === 0 && count === 2) this.#send("dblclick", place, init);
  }

  /**
   * MeshCentral's page says so after the second press: that one is then a second click, however long it
   * took to get here. Said while no button is pressed, what is missing of a double click is done.
   */
  #double(place: Place): void {
    if (this.#buttons & 1) {
      this.#count = this.#clicks.makeDouble();
      // What it has selected as a first click, it selects as a second one.
      if (this.#drag !== undefined && this.#drag.captures === undefined) {
        this.#drag = startDrag(place, 0, this.#count, false);
      }
      return;
    }
    while (this.#clicks.recent(0, place) < 2) {
      this.#press(place, BUTTONS[0]);
      this.#release(place, BUTTONS[0]);
    }
  }

  #init(init: PointerEventInit): PointerInit {
    return { ...MOUSE, buttons: this.#buttons, ...this.#modifiers(), ...init };
  }

  /** @returns Whether the page let the default happen. */
  #send(type: string, place: Place, init: PointerEventInit): boolean {
    if (this.#muted && /^mouse(down|up|move)$/.test(type)) return false;
    return sendPointer(type, place, this.#init(init));
  }
}
