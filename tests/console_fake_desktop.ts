import {
  decodeDesktop,
  type DesktopInput,
  type DesktopOutput,
  encodeDesktop,
  type UnknownDesktopMessage,
} from "../protocol/mod.ts";

/** The device's end of a desktop tunnel, which notes what the operator does. */
export interface FakeDesktop {
  /** For `FakeApi.tunnel`. */
  readonly tunnel: (socket: WebSocket) => void;
  /** All but what a viewer asks for at the beginning. */
  readonly heard: (DesktopInput | UnknownDesktopMessage)[];
}

const DESKTOP = "2";
const ASKED_AT_FIRST = ["compression", "getDisplays", "touchInit", "refresh"];

/** One with two displays, of 640 × 480 unless it is said. */
export function fakeDesktop({ touch = true, width = 640, height = 480 } = {}): FakeDesktop {
  const heard: FakeDesktop["heard"] = [];
  return {
    heard,
    tunnel: (socket) => {
      const say = (message: DesktopOutput) => socket.send(encodeDesktop(message));
      socket.addEventListener("message", ({ data }) => {
        if (data === DESKTOP) say({ type: "screenSize", width, height });
        if (typeof data === "string") return;
        for (const message of decodeDesktop(new Uint8Array(data), "operator")) {
          if (message.type === "touchInit" && touch) say(message);
          if (message.type === "getDisplays") {
            say({ type: "displays", ids: [1, 2, 65_535], selected: 1 });
          }
          if (message.type === "setDisplay") say(message);
          if (!ASKED_AT_FIRST.includes(message.type)) heard.push(message);
        }
      });
      socket.send("c");
    },
  };
}
