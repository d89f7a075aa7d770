/** A device's side of the files tab: what it is asked for, and a folder that it shows. */
export interface FakeFiles {
  /** For `FakeApi.tunnel`. */
  readonly tunnel: (socket: WebSocket) => void;
  /** What it was asked, without its number; a block of an upload is `block`. */
  readonly heard: Readonly<Record<string, unknown>>[];
  /** Whether it takes and sends files, or leaves them on their way. */
  isPrompt: boolean;
  /** Cuts the tunnel. */
  cut(): void;
}

const ENTRIES = [
  { n: "docs", t: 2, d: 1_700_000_000_000 },
  { n: "a.txt", t: 3, s: 1200, d: 1_700_000_000_000 },
  { n: "b.txt", t: 3, s: 100, d: 1_700_000_000_000 },
];
/** Of a download: a last block with one byte. */
const LAST_BLOCK = new Uint8Array([1, 0, 0, 1, 65]);

/** One with a folder and two files, wherever one looks. */
export function fakeFiles(): FakeFiles {
  let socket: WebSocket | undefined;
  let upload: unknown;
  const answer = (value: object) => socket?.send(JSON.stringify(value));
  const files: FakeFiles = {
    heard: [],
    isPrompt: true,
    cut: () => socket?.close(),
    tunnel: (opened) => {
      socket = opened;
      socket.addEventListener("message", ({ data }) => hear(data));
      socket.send("c");
    },
  };

  function hear(data: string | ArrayBuffer): void {
    const text = typeof data === "string" ? data : new TextDecoder().decode(data);
    if (!text.startsWith("{")) {
      if (typeof data === "string") return; // about the tunnel itself
      files.heard.push({ action: "block" });
      if (files.isPrompt) answer({ action: "uploadack", reqid: upload });
      return;
    }
    const { reqid, id, ...request } = JSON.parse(text);
    files.heard.push(request);
    const { action, sub, path } = request;
    if (action === "ls") answer({ path, dir: ENTRIES, reqid });
    if (action === "upload") {
      upload = reqid;
      answer({ action: "uploadstart", reqid });
    }
    if (action === "uploaddone" || action === "uploadcancel") answer({ action, reqid });
    if (action !== "download" || !files.isPrompt) return;
    if (sub === "start") answer({ action, sub, id });
    if (sub === "startack") socket?.send(LAST_BLOCK);
  }
  return files;
}
