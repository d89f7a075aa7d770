import { type DesktopInput, encodeDesktop } from "../../protocol/mod.ts";
import { keyInput } from "./desktop_keys.ts";
import { Fingers } from "./desktop_touch.ts";
import type { TunnelSend } from "./tunnel.ts";

/** Flags of the mouse's buttons, by `button`: pressed, released. */
const BUTTONS: readonly (readonly [number, number])[] = [[2, 4], [32, 64], [8, 16]];

/** Bits of `buttons`, by `button`. */
const MASKS: readonly number[] = [1, 4, 2];

/**
 * Sends keyboard, mouse and touch over a canvas to the device, until the signal is aborted.
 *
 * @param takesTouch Whether the device has said so; to others a finger is a mouse.
 */
export function sendInput(
  canvas: HTMLCanvasElement,
  send: TunnelSend,
  takesTouch: () => boolean,
  signal: AbortSignal,
): void {
  const say = (input: DesktopInput) => send(encodeDesktop(input));
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => canvas.addEventListener(type, listener, { signal, passive: false });
  const place = ({ clientX, clientY }: MouseEvent) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    // As `object-fit: contain` has it: a picture of another shape than its element is in its middle.
    const size = Math.min(width / canvas.width, height / canvas.height);
    const within = (value: number, most: number) =>
      Math.round(Math.max(0, Math.min(most - 1, most / 2 + value / size)));
    return {
      x: within(clientX - left - width / 2, canvas.width),
      y: within(clientY - top - height / 2, canvas.height),
    };
  };
  sendPointers();
  sendKeys();

  function sendPointers(): void {
    const fingers = new Fingers(say);
    const button = (event: PointerEvent, up: 0 | 1) => {
      const flags = BUTTONS[event.button]?.[up];
      if (flags !== undefined) say({ type: "mouse", flags, ...place(event) });
    };
    const isFinger = ({ pointerType }: PointerEvent) => pointerType === "touch" && takesTouch();
    on("pointerdown", (event) => {
      canvas.focus();
      canvas.setPointerCapture(event.pointerId);
      if (isFinger(event)) fingers.down(event.pointerId, place(event));
      else button(event, 0);
      event.preventDefault();
    });
    on("pointermove", (event) => {
      if (fingers.has(event.pointerId)) return fingers.move(event.pointerId, place(event));
      if (isFinger(event)) return;
      // A second button, while one is pressed, is a move of the pointer.
      const bit = MASKS[event.button];
      if (bit !== undefined) button(event, event.buttons & bit ? 0 : 1);
      else say({ type: "mouse", flags: 0, ...place(event) });
    });
    for (const type of ["pointerup", "pointercancel"] as const) {
      on(type, (event) => {
        if (fingers.has(event.pointerId)) fingers.up(event.pointerId, place(event));
        else if (!isFinger(event)) button(event, 1);
      });
    }
    on("contextmenu", (event) => event.preventDefault());
    on("wheel", (event) => {
      // With Shift a browser turns the wheel sideways; the device does so itself, where Shift is held.
      const delta = event.shiftKey ? event.deltaY || event.deltaX : event.deltaY;
      const wheel = Math.max(-960, Math.min(960, Math.round(-delta)));
      if (wheel === 0) return event.preventDefault();
      say({ type: "mouse", flags: 0, ...place(event), wheel });
      event.preventDefault();
    });
  }

  function sendKeys(): void {
    /** What releases the keys that are held, by their place. */
    const held = new Map<string, readonly DesktopInput[]>();
    on("keydown", (event) => {
      const { down, up } = keyInput(event);
      // Leaves the picture: there has to be a way out by the keyboard.
      if (event.key === "Escape" && event.ctrlKey && event.altKey) return canvas.blur();
      if (down.length === 0) return;
      held.set(event.code, up);
      down.forEach(say);
      event.preventDefault();
    });
    on("keyup", (event) => {
      // As it went down: Shift may have been released in between.
      held.get(event.code)?.forEach(say);
      held.delete(event.code);
      event.preventDefault();
    });
    on("blur", () => {
      // A key that is released elsewhere would stay pressed there.
      for (const up of held.values()) up.forEach(say);
      held.clear();
    });
  }
}
