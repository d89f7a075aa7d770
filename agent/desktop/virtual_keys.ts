/** Names of `KeyboardEvent.key` for the Windows virtual-key codes that are no characters. */
const NAMES: Readonly<Record<number, string>> = {
  8: "Backspace",
  9: "Tab",
  13: "Enter",
  16: "Shift",
  17: "Control",
  18: "Alt",
  19: "Pause",
  20: "CapsLock",
  27: "Escape",
  32: " ",
  33: "PageUp",
  34: "PageDown",
  35: "End",
  36: "Home",
  37: "ArrowLeft",
  38: "ArrowUp",
  39: "ArrowRight",
  40: "ArrowDown",
  45: "Insert",
  46: "Delete",
  91: "Meta",
  92: "Meta",
  93: "ContextMenu",
  106: "*",
  107: "+",
  109: "-",
  110: ".",
  111: "/",
  144: "NumLock",
  186: ";",
  187: "=",
  188: ",",
  189: "-",
  190: ".",
  191: "/",
  192: "`",
  219: "[",
  220: "\\",
  221: "]",
  222: "'",
  225: "AltGraph",
};

/** `KeyboardEvent.key` of a virtual-key code: `"Enter"`, `"a"`; undefined for one that is not known. */
export function keyOf(code: number): string | undefined {
  if (code >= 48 && code <= 57) return String.fromCharCode(code);
  if (code >= 65 && code <= 90) return String.fromCharCode(code + 32);
  if (code >= 96 && code <= 105) return String(code - 96);
  if (code >= 112 && code <= 135) return `F${code - 111}`;
  return NAMES[code];
}

/** `KeyboardEvent.code` on a US keyboard, which is what the codes are named for. */
export function codeOf(code: number): string {
  const key = keyOf(code) ?? "";
  if (code >= 48 && code <= 57) return `Digit${key}`;
  if (code >= 65 && code <= 90) return `Key${key.toUpperCase()}`;
  if (code >= 96 && code <= 105) return `Numpad${key}`;
  if (key === " ") return "Space";
  if (["Shift", "Control", "Alt", "Meta"].includes(key)) return `${key}Left`;
  return key.length > 1 ? key : "";
}
