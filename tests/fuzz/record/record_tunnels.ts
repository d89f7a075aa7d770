import { setTimeout as sleep } from "node:timers/promises";
import type { OpenTunnelOptions, Tunnel } from "../../../control/mod.ts";
import {
  DesktopViewer,
  encodeDesktop,
  FilesViewer,
  type TunnelFrame,
  TunnelProtocol,
  ViewerTunnel,
} from "../../../protocol/mod.ts";
import type { Stage } from "./stage.ts";

/** Milliseconds in which an agent has answered. */
const ANSWER = 700;

/** Uses each kind of tunnel with both agents, as an operator does. */
export async function recordTunnels(stage: Stage): Promise<void> {
  for (const device of [stage.native, stage.ours]) {
    await useTerminal(stage, device);
    await useFiles(stage, device, device === stage.native ? stage.folder : "");
  }
  await useDesktop(stage);
}

type Say = (...frames: readonly TunnelFrame[]) => Promise<void>;

/** Opens a tunnel; `heard` gets its frames of data, and may answer. */
async function withTunnel(
  { operator }: Stage,
  device: string,
  use: OpenTunnelOptions["protocol"],
  protocol: number,
  heard: (frame: TunnelFrame) => readonly TunnelFrame[],
  work: (say: Say, viewer: ViewerTunnel) => Promise<void>,
): Promise<void> {
  await using tunnel: Tunnel = await operator.openTunnel(device, { protocol: use, raw: true });
  const options = { cols: 80, rows: 25 };
  const viewer = new ViewerTunnel({ protocol, options });
  const say: Say = async (...frames) => {
    for (const frame of frames) await tunnel.send(frame as Uint8Array<ArrayBuffer>);
    await sleep(ANSWER);
  };
  const reading = (async () => {
    for await (const frame of tunnel) {
      const { send, events } = viewer.receive(frame);
      const answers = events.flatMap((event) => event.type === "data" ? heard(event.frame) : []);
      for (const answer of [...send, ...answers]) {
        await tunnel.send(answer as Uint8Array<ArrayBuffer>);
      }
    }
  })();
  await sleep(ANSWER);
  await say(viewer.measureLatency(1));
  await work(say, viewer);
  await tunnel.close();
  await reading;
}

async function useTerminal(stage: Stage, device: string): Promise<void> {
  const type = (text: string) => new TextEncoder().encode(text);
  await withTunnel(stage, device, "terminal", TunnelProtocol.Terminal, () => [], async (say, v) => {
    await say(type("echo hello\r"), v.resizeTerminal(100, 30));
    await say(type("\u001b[A"), type("\t"), type("ä€😀\r"), v.close());
  });
}

async function useFiles(stage: Stage, device: string, root: string): Promise<void> {
  const files = new FilesViewer();
  const heard = (frame: TunnelFrame) => files.receive(frame).send;
  await withTunnel(stage, device, "files", TunnelProtocol.Files, heard, async (say) => {
    await say(...files.list(root).send, ...files.list(`${root}/missing`).send);
    await say(...files.makeFolder(`${root}/folder`).send);
    await say(...files.upload(`${root}/folder`, "a.txt", 5).send);
    await say(files.uploadBlock(type("hello")), files.finishUpload());
    await say(...files.hash(`${root}/folder`, "a.txt").send);
    await say(...files.list(`${root}/folder`).send);
    await say(...files.find(root, "*.txt").send);
    await say(...files.download(`${root}/folder/a.txt`).send);
    await say(...files.download(`${root}/nothing`).send);
    files.cancelDownload();
    await say(...files.rename(`${root}/folder`, "a.txt", "b.txt").send);
    await say(...files.transfer("copy", ["b.txt"], `${root}/folder`, root).send);
    await say(...files.upload(root, "c.txt", 9).send, files.cancelUpload());
    await say(JSON.stringify({ action: "zip", path: root, files: ["folder"], output: "z.zip" }));
    await say(JSON.stringify({ action: "unzip", input: `${root}/z.zip`, dest: `${root}/out` }));
    await say(...files.remove(root, ["folder", "b.txt", "out", "z.zip"], true).send);
  });
}

function type(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function useDesktop(stage: Stage): Promise<void> {
  const viewer = new DesktopViewer({ quality: 10, scaling: 256 });
  const heard = (frame: TunnelFrame) => {
    try {
      return typeof frame === "string" ? [] : viewer.receive(frame).send;
    } catch {
      return []; // an odd frame of a real agent is worth recording
    }
  };
  const { Desktop } = TunnelProtocol;
  await withTunnel(stage, stage.native, "desktop", Desktop, heard, async (say) => {
    const inputs = [
      { type: "mouse", flags: 0, x: 10, y: 10 },
      { type: "mouse", flags: 2, x: 10, y: 10, wheel: -120 },
      { type: "key", action: 0, key: 65 },
      { type: "unicodeKey", action: 0, unit: 228 },
      { type: "getDisplays" },
      { type: "setDisplay", id: 1 },
      { type: "getDisplayInfo" },
      { type: "refresh" },
      { type: "frameTimer", milliseconds: 200 },
      { type: "touch", version: 2, points: [{ id: 1, flags: 0x10000, x: 5, y: 5 }] },
    ] as const;
    for (const input of inputs) await say(encodeDesktop(input));
  });
}
