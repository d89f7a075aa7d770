import { FilesViewer, type TunnelFrame, TunnelProtocol, ViewerTunnel } from "../../protocol/mod.ts";
import { type PublicDoor, publicSocket } from "../deployment/public_fetch.ts";

/** Milliseconds between two listings. */
const PAUSE = 200;
/** Milliseconds without an answer after which a tunnel counts as hanging. */
const SILENCE = 31_000;

/**
 * Opens a tunnel to the files of a device, lists its folder again and again for `stay` milliseconds,
 * and closes it. `cut`: it was closed by the other end before; `refused`: it never opened. Rejects when
 * it was open and said nothing.
 */
export function visitFiles(
  door: PublicDoor,
  url: string,
  ticket: string,
  stay: number,
): Promise<"opened" | "cut" | "refused"> {
  const tunnel = new ViewerTunnel({ protocol: TunnelProtocol.Files });
  const files = new FilesViewer();
  const socket = publicSocket(door, url, { protocols: ["cs-tunnel", `ticket.${ticket}`] });
  const send = (frames: readonly TunnelFrame[]) => {
    for (const frame of frames) socket.send(frame);
  };
  return new Promise((resolve, reject) => {
    let opened = false;
    let listing: ReturnType<typeof setTimeout> | undefined;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const until = Date.now() + stay;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        reject(new Error("a tunnel said nothing"));
        socket.terminate();
      }, SILENCE);
    };
    const finish = (end: "opened" | "cut" | "refused") => {
      clearTimeout(listing);
      clearTimeout(silence);
      resolve(end);
    };
    heard();
    socket.on("error", () => {}); // followed by "close"
    socket.on("close", () => finish(opened ? "cut" : "refused"));
    socket.on("message", (data: ArrayBuffer, isBinary: boolean) => {
      heard();
      const frame = isBinary ? new Uint8Array(data) : new TextDecoder().decode(data);
      const step = tunnel.receive(frame);
      send(step.send);
      for (const event of step.events) {
        if (event.type === "started") send(files.list("").send);
        if (event.type !== "data") continue;
        opened = true;
        if (Date.now() < until) {
          listing = setTimeout(() => send(files.list("").send), PAUSE);
        } else {
          finish("opened");
          socket.close();
        }
      }
    });
  });
}
