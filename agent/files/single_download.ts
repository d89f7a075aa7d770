import { setTimer } from "../timer.ts";
import type { OpenTunnel } from "../tunnel/open_tunnel.ts";
import { Failures } from "./failures.ts";
import type { FileSystem } from "./file_system.ts";
import { parsePath } from "./path.ts";

const PIECE = 2 ** 16;
/** Above this many bytes waiting to leave, the next piece waits. */
const HIGH_WATER = 2 ** 18;

/**
 * Protocol 10: the server itself asks for one file, for the download button of its UI. Text
 * `{"op":"ok","size":N}`, the bytes in binary frames, then the end of the tunnel.
 */
export async function sendSingleFile(tunnel: OpenTunnel, files: FileSystem): Promise<void> {
  const { file = "" } = tunnel.options;
  try {
    const content = await files.read(parsePath(file));
    tunnel.log(106, `Download: "${file}", Size: ${content.size}`, file, content.size);
    tunnel.send(JSON.stringify({ op: "ok", size: content.size }));
    for (let offset = 0; offset < content.size && !tunnel.signal.aborted; offset += PIECE) {
      const piece = await content.slice(offset, offset + PIECE).arrayBuffer();
      while (tunnel.bufferedAmount > HIGH_WATER && !tunnel.signal.aborted) await setTimer(20);
      tunnel.send(new Uint8Array(piece));
    }
    while (tunnel.bufferedAmount > 0 && !tunnel.signal.aborted) await setTimer(20);
  } catch (error) {
    tunnel.send('{"op":"cancel"}'); // the browser of the operator is told that there is none
    new Failures(tunnel).log({ action: "download", path: file }, error);
  }
  tunnel.close();
}
