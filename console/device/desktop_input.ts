import { type DesktopInput, encodeDesktop } from "../../protocol/mod.ts";
import type { TunnelSend } from "./tunnel.ts";

/** Flags of the mouse's buttons, by `button`: pressed, released. */
const BUTTONS: readonly (readonly [number, number])[] = [[2, 4], [32, 64], [8, 16]];

/** Codes of keys (Windows virtual keys) that have no character. */
const KEYS: Readonly<Record<string, number>> = {
  Backspace: 8,
  Tab: 9,
  Enter: 13,
  ShiftLeft: 16,
  ShiftRight: 16,
  ControlLeft: 17,
  ControlRight: 17,
  AltLeft: 18,
  AltRight: 18,
  Pause: 19,
  CapsLock: 20,
  Escape: 27,
  Space: 32,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
  Insert: 45,
  Delete: 46,
  MetaLeft: 91,
  MetaRight: 92,
  ContextMenu: 93,
  NumpadMultiply: 106,
  NumpadAdd: 107,
  NumpadSubtract: 109,
  NumpadDecimal: 110,
  NumpadDivide: 111,
  NumpadEnter: 13,
  NumLock: 144,
  ScrollLock: 145,
  Semicolon: 186,
  Equal: 187,
  Comma: 188,
  Minus: 189,
  Period: 190,
  Slash: 191,
  Backquote: 192,
  BracketLeft: 219,
  Backslash: 220,
  BracketRight: 221,
  Quote: 222,
  IntlBackslash: 226,
};

/** The virtual key of a physical one. */
export function virtualKey(code: string): number | undefined {
  const letter = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.charCodeAt(0);
  const digit = /^Numpad(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return 96 + Number(digit);
  const f = /^F(\d{1,2})$/.exec(code)?.[1];
  return f === undefined ? KEYS[code] : 111 + Number(f);
}

/**
 * Sends keyboard, mouse and touch over a canvas to the device, until the signal is aborted. A finger
 * is a mouse there: that works with every agent.
 */
export function sendInput(
  canvas: HTMLCanvasElement,
  send: TunnelSend,
  signal: AbortSignal,
): void {
  const say = (input: DesktopInput) => send(encodeDesktop(input));
  const place = ({ clientX, clientY }: MouseEvent) => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const within = (value: number, most: number) => Math.round(Math.max(0, Math.min(most, value)));
    return {
      x: within((clientX - left) / width * canvas.width, canvas.width - 1),
      y: within((clientY - top) / height * canvas.height, canvas.height - 1),
    };
  };
  const button = (event: PointerEvent, up: 0 | 1) => {
    const flags = BUTTONS[event.button]?.[up];
    if (flags !== undefined) say({ type: "mouse", flags, ...place(event) });
  };
  const held = new Map<string, number>();
  const on = <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ) => canvas.addEventListener(type, listener, { signal, passive: false });

  on("pointerdown", (event) => {
    canvas.focus();
    canvas.setPointerCapture(event.pointerId);
    button(event, 0);
    event.preventDefault();
  });
  on("pointerup", (event) => button(event, 1));
  on("pointermove", (event) => say({ type: "mouse", flags: 0, ...place(event) }));
  on("contextmenu", (event) => event.preventDefault());
  on("wheel", (event) => {
    const wheel = Math.max(-960, Math.min(960, Math.round(-event.deltaY)));
    say({ type: "mouse", flags: 0, ...place(event), wheel });
    event.preventDefault();
  });
  on("keydown", (event) => {
    const key = virtualKey(event.code);
    // Leaves the picture: there has to be a way out by the keyboard.
    if (key === undefined || (event.key === "Escape" && event.ctrlKey && event.altKey)) {
      canvas.blur();
      return;
    }
    held.set(event.code, key);
    say({ type: "key", action: 0, key });
    event.preventDefault();
  });
  on("keyup", (event) => {
    const key = virtualKey(event.code);
    if (key === undefined) return;
    held.delete(event.code);
    say({ type: "key", action: 1, key });
    event.preventDefault();
  });
  on("blur", () => {
    // A key that is released elsewhere would stay pressed there.
    for (const key of held.values()) say({ type: "key", action: 1, key });
    held.clear();
  });
}
