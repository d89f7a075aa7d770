/** Command numbers of the desktop protocol (`agents/meshcore.js`, MNG_*). */
export const DesktopCommand = {
  /** 1 */
  Key: 1,
  /** 2 */
  Mouse: 2,
  /** 3 */
  Tile: 3,
  /** 5 */
  Compression: 5,
  /** 6 */
  Refresh: 6,
  /** 7 */
  ScreenSize: 7,
  /** 8 */
  Pause: 8,
  /** 10 */
  CtrlAltDel: 10,
  /** 11 */
  Displays: 11,
  /** 12 */
  SetDisplay: 12,
  /** 13 */
  FrameTimer: 13,
  /** 14 */
  TouchInit: 14,
  /** 15 */
  Touch: 15,
  /** 17 */
  Message: 17,
  /** 18 */
  KeyState: 18,
  /** 27: the frame of a command whose data exceed 65,500 bytes. */
  Jumbo: 27,
  /** 65 */
  Alert: 65,
  /** 82 */
  DisplayInfo: 82,
  /** 85 */
  UnicodeKey: 85,
  /** 87 */
  InputLock: 87,
  /** 88 */
  Cursor: 88,
} as const;

/** One finger of a touch. */
export interface TouchPoint {
  /** u8, which finger. */
  readonly id: number;
  /** u32: 0x10000 down, 0x20000 move, 0x40000 up. */
  readonly flags: number;
  /** u16, in the announced screen size. */
  readonly x: number;
  /** u16 */
  readonly y: number;
}

/** Where a display is on the whole desktop. All u16. */
export interface DisplayPlace {
  /** The display's id. */
  readonly id: number;
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
}

/** What an operator sends. Every message has the header u16 command, u16 size of the whole. */
export type DesktopInput =
  /** Layout: u8 action (0 down, 1 up, 3 extended up, 4 extended down), u8 virtual-key code. */
  | { readonly type: "key"; readonly action: number; readonly key: number }
  /** Layout: u8 action (0 down, 1 up), u16 UTF-16 unit. */
  | { readonly type: "unicodeKey"; readonly action: number; readonly unit: number }
  /**
   * Layout: u8 0, u8 flags (2/4 left down/up, 8/16 right, 32/64 middle, 136 double click, 0 move),
   * u16 x, u16 y in the announced screen size, maybe i16 wheel (120 a notch, positive = up).
   */
  | {
    readonly type: "mouse";
    readonly flags: number;
    readonly x: number;
    readonly y: number;
    readonly wheel?: number;
  }
  /**
   * Layout: u8 format (1 JPEG, 2 PNG, 3 TIFF, 4 WebP), u8 quality 1–100, u16 scaling (1024 = full
   * size), u16 milliseconds between two frames. The last two may be missing.
   */
  | {
    readonly type: "compression";
    readonly format: number;
    readonly quality: number;
    readonly scaling?: number;
    readonly frameTimer?: number;
  }
  /** Layout: empty. The agent sends its size and the whole picture again. */
  | { readonly type: "refresh" }
  /** Layout: u8 0/1. */
  | { readonly type: "pause"; readonly paused: boolean }
  /** Layout: empty. */
  | { readonly type: "ctrlAltDel" }
  /** Layout: empty: asks for `displays`. */
  | { readonly type: "getDisplays" }
  /** Layout: u16 id. */
  | { readonly type: "setDisplay"; readonly id: number }
  /** Layout: u16 milliseconds. */
  | { readonly type: "frameTimer"; readonly milliseconds: number }
  /** Layout: empty, in both directions. */
  | { readonly type: "touchInit" }
  /** Layout: u8 1 and one point, or u8 2 and points; a point is u8 id, u32 flags, u16 x, u16 y. */
  | { readonly type: "touch"; readonly version: number; readonly points: readonly TouchPoint[] }
  /** Layout: empty: asks for `displayInfo`. */
  | { readonly type: "getDisplayInfo" }
  /** Layout: u8 0 unlock, 1 lock, 2 ask. */
  | { readonly type: "inputLock"; readonly value: number };

/** What an agent sends. */
export type DesktopOutput =
  /** Layout: u16 x, u16 y, image file (JPEG, WebP, …). More than 65,500 bytes go into a jumbo. */
  | {
    readonly type: "tile";
    readonly x: number;
    readonly y: number;
    readonly image: Uint8Array;
  }
  /** Layout: u16 width, u16 height. First of all, and at every change. */
  | { readonly type: "screenSize"; readonly width: number; readonly height: number }
  /** Layout: u16 count, u16 ids, u16 selected id. 65535 is "all". */
  | { readonly type: "displays"; readonly ids: readonly number[]; readonly selected: number }
  /** Layout: u16 id. */
  | { readonly type: "setDisplay"; readonly id: number }
  /** Layout: empty. */
  | { readonly type: "touchInit" }
  /** Layout: u8 bits: 1 Num, 2 Scroll, 4 Caps. */
  | { readonly type: "keyState"; readonly bits: number }
  /** Layout: UTF-8. Shown over the picture, unless it begins with a dot. */
  | { readonly type: "alert"; readonly text: string }
  /** Layout: UTF-8. */
  | { readonly type: "message"; readonly text: string }
  /** Layout: u16 id, x, y, width, height of each. */
  | { readonly type: "displayInfo"; readonly displays: readonly DisplayPlace[] }
  /** Layout: u8 0/1. */
  | { readonly type: "inputLock"; readonly value: number }
  /** Layout: u8, the cursor's shape: 0 default, 3 pointer, 5 text, 13 wait, 14 none, … */
  | { readonly type: "cursor"; readonly shape: number };

/** A command that is not known here, as it came. */
export interface UnknownDesktopMessage {
  /** `"unknown"` */
  readonly type: "unknown";
  /** u16 */
  readonly command: number;
  /** All after the header. */
  readonly payload: Uint8Array;
}

/** Every message of the desktop protocol. */
export type DesktopMessage = DesktopInput | DesktopOutput | UnknownDesktopMessage;
