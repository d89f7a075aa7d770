/** A key as the DOM names it: fields of a `KeyboardEvent`. */
export interface DomKey {
  /** What it writes, or its name. */
  readonly key: string;
  /** Its place on the keyboard; empty where it is not known. */
  readonly code: string;
  /** Its Windows virtual-key code; 0 where it is not known. */
  readonly keyCode: number;
  /** 1 and 2: the left and the right one of two; 3: of the number pad. */
  readonly location: number;
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

/**
 * The key of a Windows virtual-key code, on a US keyboard, without Shift; undefined for one that is not
 * known.
 *
 * @param extended The other one of two: the right Ctrl or Alt, Enter on the number pad.
 */
export function domKey(virtualKey: number, extended = false): DomKey | undefined {
  const named = name(virtualKey);
  if (named === undefined) return undefined;
  const [key, plain] = named;
  const code = !extended
    ? plain
    : virtualKey === 13
    ? "NumpadEnter"
    : plain.replace(/^(Control|Alt)Left$/, "$1Right");
  const side = /^(?:Shift|Control|Alt|Meta)(?:(Left)|Right)$/.exec(code);
  const location = side !== null ? (side[1] ? 1 : 2) : code.startsWith("Numpad") ? 3 : 0;
  return { key, code, keyCode: virtualKey, location };
}

/** The key that writes a character on a US keyboard. */
export function keyOfCharacter(character: string): Omit<DomKey, "key"> {
  for (let virtualKey = 32; virtualKey < 223; virtualKey++) {
    const found = domKey(virtualKey);
    if (found === undefined || found.location !== 0) continue;
    if (found.key === character || shifted(found.key) === character) return found;
  }
  return { code: "", keyCode: 0, location: 0 };
}

function name(virtualKey: number): readonly [key: string, code: string] | undefined {
  const letter = String.fromCharCode(virtualKey);
  if (/^[A-Z]$/.test(letter)) return [letter.toLowerCase(), `Key${letter}`];
  if (/^[0-9]$/.test(letter)) return [letter, `Digit${letter}`];
  if (virtualKey >= 96 && virtualKey <= 105) {
    return [String(virtualKey - 96), `Numpad${virtualKey - 96}`];
  }
  if (virtualKey >= 112 && virtualKey <= 135) {
    return [`F${virtualKey - 111}`, `F${virtualKey - 111}`];
  }
  const named = NAMED[virtualKey];
  if (named === undefined) return undefined;
  if (named.startsWith("  ")) return [" ", named.slice(2)];
  const [key = "", code = key] = named.split(" ");
  return [key, code];
}

/** What Shift makes of a key of a US keyboard. */
export function shifted(key: string): string {
  const at = "`1234567890-=[]\\;',./".indexOf(key);
  if (key.length === 1 && at >= 0) return '~!@#$%^&*()_+{}|:"<>?'[at] ?? key;
  return key.length === 1 ? key.toUpperCase() : key;
}
