import type { DesktopInput } from "../../protocol/mod.ts";

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

/**
 * What the device is told of a key that goes down, and what of the same key when it goes up.
 * Characters go as such, as MeshCentral's own page does it: codes of keys would mean other letters
 * on a device with another keyboard layout. Keys with a modifier go as codes, as shortcuts need
 * them. Empty when there is nothing to tell.
 */
export function keyInput(event: KeyboardEvent): Readonly<Record<"down" | "up", DesktopInput[]>> {
  const key = isCharacter(event) ? undefined : virtualKey(event);
  const press = (action: 0 | 1): DesktopInput[] => {
    if (key !== undefined) return [{ type: "key", action, key }];
    if (!isCharacter(event)) return [];
    const units = Array.from({ length: event.key.length }, (_, n) => event.key.charCodeAt(n));
    return units.map((unit) => ({ type: "unicodeKey", action, unit }));
  };
  return { down: press(0), up: press(1) };
}

/** Whether it writes something; AltGr does, which some systems report as Ctrl and Alt. */
function isCharacter(event: KeyboardEvent): boolean {
  const { key, ctrlKey, altKey, metaKey } = event;
  if ([...key].length !== 1 || key === " ") return false;
  return event.getModifierState("AltGraph") || !(ctrlKey || altKey || metaKey);
}

/** Letters by what they write, so that Ctrl-Z is Z on every layout; all others by their place. */
function virtualKey({ key, code }: KeyboardEvent): number | undefined {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase().charCodeAt(0);
  const letter = /^(?:Key|Digit)([A-Z0-9])$/.exec(code)?.[1];
  if (letter !== undefined) return letter.charCodeAt(0);
  const digit = /^Numpad(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return 96 + Number(digit);
  const f = /^F(\d{1,2})$/.exec(code)?.[1];
  return f === undefined ? KEYS[code] : 111 + Number(f);
}
