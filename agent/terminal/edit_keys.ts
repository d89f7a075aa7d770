import type { EditBuffer } from "./edit_buffer.ts";

/** Whether a key is a run of characters, typed or pasted. */
export function isText(key: string): boolean {
  return key >= " " && key !== "\x7f";
}

/** Does what a key does within a line, as in GNU Readline; other keys do nothing. */
export function editLine(buffer: EditBuffer, key: string): void {
  switch (key) {
    case "\x7f":
    case "\b":
      return buffer.erase(-1);
    case "\x1b[3~":
      return buffer.erase(1);
    case "\x1b[D":
    case "\x1bOD":
    case "\x02":
      return buffer.move(-1);
    case "\x1b[C":
    case "\x1bOC":
    case "\x06":
      return buffer.move(1);
    case "\x1b[1;5D":
    case "\x1b[1;3D":
    case "\x1bb":
      return buffer.move(-buffer.wordBefore());
    case "\x1b[1;5C":
    case "\x1b[1;3C":
    case "\x1bf":
      return buffer.move(buffer.wordAfter());
    case "\x1b[H":
    case "\x1bOH":
    case "\x1b[1~":
    case "\x01":
      return buffer.move(-buffer.length);
    case "\x1b[F":
    case "\x1bOF":
    case "\x1b[4~":
    case "\x05":
      return buffer.move(buffer.length);
    case "\x0b":
      return buffer.erase(buffer.length);
    case "\x15":
      return buffer.erase(-buffer.length);
    case "\x17":
      return buffer.erase(-buffer.wordBefore());
    case "\x1bd":
      return buffer.erase(buffer.wordAfter());
  }
}
