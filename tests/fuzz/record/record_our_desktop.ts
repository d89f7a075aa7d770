import { encodeDesktop } from "../../../protocol/mod.ts";
import type { Frame } from "../frame.ts";

/** What our own agent sends as a desktop: a page is needed for the picture, not for the frames. */
export function recordOurDesktop(): Promise<[string, Frame[]][]> {
  const image = new Uint8Array(64).fill(0xff);
  const frames = [
    encodeDesktop({ type: "screenSize", width: 640, height: 480 }),
    encodeDesktop({ type: "tile", x: 0, y: 16, image }),
    encodeDesktop({ type: "displays", ids: [1, 2, 65_535], selected: 1 }),
    encodeDesktop({
      type: "displayInfo",
      displays: [{ id: 1, x: 0, y: 0, width: 640, height: 480 }],
    }),
    encodeDesktop({ type: "alert", text: "You may only look." }),
    encodeDesktop({ type: "inputLock", value: 0 }),
    encodeDesktop({ type: "touchInit" }),
    encodeDesktop({ type: "setDisplay", id: 2 }),
    encodeDesktop({ type: "cursor", shape: 3 }),
  ];
  // A jumbo: the header is what matters, so its image is short and its size is right.
  const jumbo = new Uint8Array([0, 27, 0, 8, 0, 0, 0, 24, 0, 3, 0, 0, 0, 0, 0, 0, ...image]);
  return Promise.resolve([["desktop ours", [...frames, jumbo.subarray(0, 8 + 4 + 20)]]]);
}
