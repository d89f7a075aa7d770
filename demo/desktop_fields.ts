/** A field of a desktop command. */
export interface DesktopField {
  /** As `decodeDesktop` names it; a test holds the two against each other. */
  readonly name: string;
  /** Bytes, or all that is left. */
  readonly width: 1 | 2 | "rest";
  readonly rule: string;
}

const u8 = (name: string, rule: string): DesktopField => ({ name, width: 1, rule });
const u16 = (name: string, rule: string): DesktopField => ({ name, width: 2, rule });
const rest = (name: string, rule: string): DesktopField => ({ name, width: "rest", rule });

/** By who sends it and its number, as `DesktopInput` and `DesktopOutput` document their layouts. */
export const DESKTOP_FIELDS: Readonly<Record<string, readonly DesktopField[]>> = {
  "agent 3": [
    u16("x", "left edge in the picture"),
    u16("y", "upper edge"),
    rest("image", "an image file; ff d8 begins a JPEG. Drawn strictly in the order of arrival"),
  ],
  "agent 7": [
    u16("width", "of the picture; first of all, and at every change"),
    u16("height", "of the picture"),
  ],
  "agent 18": [u8("bits", "1 Num, 2 Scroll, 4 Caps")],
  "agent 65": [rest("text", "UTF-8, shown over the picture")],
  "agent 87": [u8("value", "0: the person’s own input is not locked")],
  "agent 88": [u8("shape", "the cursor: 0 default, 3 pointer, 5 text, 13 wait, 14 none")],
  "operator 1": [
    u8("action", "0 down, 1 up, 3 extended up, 4 extended down"),
    u8("key", "virtual-key code, as Windows numbers them"),
  ],
  "operator 2": [
    u8("reserved", "always 0"),
    u8("flags", "0 move, 2/4 left down/up, 8/16 right, 32/64 middle, 136 double click"),
    u16("x", "in the announced size"),
    u16("y", "in the announced size"),
  ],
  "operator 5": [
    u8("format", "1 JPEG, 2 PNG, 4 WebP"),
    u8("quality", "1 to 100"),
    u16("scaling", "1024 is full size"),
    u16("frameTimer", "milliseconds between two pictures"),
  ],
  "operator 8": [u8("paused", "1: send no more pictures; 0: go on")],
  "operator 12": [u16("id", "the display to show")],
  "operator 13": [u16("milliseconds", "between two pictures")],
  "operator 85": [u8("action", "0 down, 1 up"), u16("unit", "one UTF-16 unit of the text")],
  "operator 87": [u8("value", "0 unlock, 1 lock, 2 ask")],
};
