/** A key as the DOM names it. */
export interface DomKey {
  /** `KeyboardEvent.key`, without Shift. */
  readonly key: string;
  /** `KeyboardEvent.code`; empty where it depends on the keyboard. */
  readonly code: string;
}

/** Windows virtual-key codes that are neither letters, digits nor function keys. */
const NAMED: Readonly<Record<number, string>> = {
  8: "Backspace",
  9: "Tab",
  13: "Enter",
  16: "Shift ShiftLeft",
  17: "Control ControlLeft",
  18: "Alt AltLeft",
  19: "Pause",
  20: "CapsLock",
  27: "Escape",
  32: "  Space",
  33: "PageUp",
  34: "PageDown",
  35: "End",
  36: "Home",
  37: "ArrowLeft",
  38: "ArrowUp",
  39: "ArrowRight",
  40: "ArrowDown",
  44: "PrintScreen",
  45: "Insert",
  46: "Delete",
  91: "Meta MetaLeft",
  92: "Meta MetaRight",
  93: "ContextMenu",
  106: "* NumpadMultiply",
  107: "+ NumpadAdd",
  109: "- NumpadSubtract",
  110: ". NumpadDecimal",
  111: "/ NumpadDivide",
  144: "NumLock",
  145: "ScrollLock",
  186: "; Semicolon",
  187: "= Equal",
  188: ", Comma",
  189: "- Minus",
  190: ". Period",
  191: "/ Slash",
  192: "` Backquote",
  219: "[ BracketLeft",
  220: "\\ Backslash",
  221: "] BracketRight",
  222: "' Quote",
  225: "AltGraph AltRight",
};

/** The key of a Windows virtual-key code, on a US keyboard; undefined for one that is not known. */
export function domKey(virtualKey: number): DomKey | undefined {
  const letter = String.fromCharCode(virtualKey);
  if (/^[A-Z]$/.test(letter)) return { key: letter.toLowerCase(), code: `Key${letter}` };
  if (/^[0-9]$/.test(letter)) return { key: letter, code: `Digit${letter}` };
  if (virtualKey >= 96 && virtualKey <= 105) {
    return { key: String(virtualKey - 96), code: `Numpad${virtualKey - 96}` };
  }
  if (virtualKey >= 112 && virtualKey <= 135) {
    return { key: `F${virtualKey - 111}`, code: `F${virtualKey - 111}` };
  }
  const named = NAMED[virtualKey];
  if (named === undefined) return undefined;
  if (named.startsWith("  ")) return { key: " ", code: named.slice(2) };
  const [key = "", code = key] = named.split(" ");
  return { key, code };
}

/** What Shift makes of a key of a US keyboard. */
export function shifted(key: string): string {
  const at = "`1234567890-=[]\\;',./".indexOf(key);
  if (key.length === 1 && at >= 0) return '~!@#$%^&*()_+{}|:"<>?'[at] ?? key;
  return key.length === 1 ? key.toUpperCase() : key;
}
