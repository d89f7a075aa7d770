import assert from "node:assert/strict";
import {
  AgentTunnel,
  decodeDesktop,
  decodeDownloadBlock,
  decodeFilesFrame,
  decodeTunnelControl,
  decodeUploadBlock,
  DesktopViewer,
  encodeDesktop,
  encodeTunnelControl,
  FilesViewer,
  type FilesViewerEvent,
  isTunnelControl,
  parseTunnelRequest,
  type TunnelStep,
  ViewerTunnel,
} from "../../../protocol/mod.ts";
import { expectBytes, expectFields, orProtocolError } from "../expect.ts";
import { bytesOf, type Frame, type Input, textOf } from "../frame.ts";
import { binaries, jsonTexts, recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";

const ends = ["terminal operator", "terminal agent", "files operator", "files agent"] as const;
const tunnels = ends.map((end) => recorded(`tunnels/${end}`));
const desktop = [
  recorded("tunnels/desktop operator"),
  recorded("tunnels/desktop agent"),
  recorded("tunnels/desktop ours"),
];
const controls = jsonTexts([...tunnels, ...desktop].flat());

/** Everything that goes through a tunnel, at both ends. */
export const protocolTunnels: readonly FuzzTarget[] = [
  {
    name: "protocol decodeTunnelControl",
    covers: ["decodeTunnelControl", "isTunnelControl"],
    seeds: single([...controls, ...operatorControls()]),
    most: 1,
    run([frame = ""]) {
      const text = textOf(frame);
      const marked = isTunnelControl(text);
      const control = orProtocolError(() => decodeTunnelControl(text));
      if (control === undefined) return;
      if (!marked && control.type !== "options" && control.type !== "offer") assert.fail("no mark");
      const again = decodeTunnelControl(encodeTunnelControl(control));
      if (again?.type !== control.type) assert.fail("read as something else");
    },
  },
  sequence("AgentTunnel", ["terminal operator", "files operator"], () => {
    const tunnel = new AgentTunnel();
    return (frame) => expectStep(tunnel.receive(frame));
  }),
  sequence("ViewerTunnel", ["terminal agent", "files agent"], () => {
    const tunnel = new ViewerTunnel({ protocol: 1, options: { cols: 80, rows: 25 } });
    return (frame) => expectStep(tunnel.receive(frame));
  }),
  sequence("FilesViewer", ["files agent"], () => {
    const viewer = new FilesViewer();
    // Every kind of request is under way, with the ids that the recorded answers have.
    const requests = [viewer.list(""), viewer.list(""), viewer.list(""), viewer.upload("", "a", 5)];
    for (const { id } of requests) if (!Number.isInteger(id)) assert.fail("no id");
    viewer.hash("", "a");
    viewer.list("");
    viewer.find("", "*");
    viewer.download("a");
    return (frame) => {
      const step = viewer.receive(frame);
      expectStep(step);
      step.events.forEach(expectFilesEvent);
    };
  }),
  {
    name: "protocol decodeFilesFrame",
    covers: ["decodeFilesFrame", "decodeUploadBlock", "decodeDownloadBlock"],
    seeds: single([...recorded("tunnels/files operator"), ...recorded("tunnels/files agent")]),
    most: 1,
    run([frame = ""]) {
      const decoded = orProtocolError(() => decodeFilesFrame(frame));
      if (decoded?.type === "json") expectFields(decoded, { value: "object" });
      if (decoded?.type === "bytes") expectBytes(decoded.bytes);
      expectBytes(decodeUploadBlock(bytesOf(frame)));
      const block = orProtocolError(() => decodeDownloadBlock(bytesOf(frame)));
      if (block !== undefined) expectFields(block, { last: "boolean", bytes: "object" });
    },
  },
  ...(["operator", "agent"] as const).map((from): FuzzTarget => ({
    name: `protocol decodeDesktop ${from}`,
    covers: ["decodeDesktop"],
    seeds: single(binaries(from === "operator" ? desktop[0] ?? [] : desktop.slice(1).flat())),
    most: 1,
    run([frame = ""]) {
      const bytes = bytesOf(frame);
      const messages =
        orProtocolError(() =>
          from === "agent" ? decodeDesktop(bytes, "agent") : decodeDesktop(bytes, "operator")
        ) ?? [];
      for (const message of messages) encodeDesktop(message);
    },
  })),
  {
    name: "protocol DesktopViewer",
    covers: ["DesktopViewer"],
    seeds: [binaries(desktop.slice(1).flat())],
    most: 12,
    inputs: 80_000,
    run(input) {
      const viewer = new DesktopViewer();
      for (const frame of input) {
        const step = orProtocolError(() => viewer.receive(bytesOf(frame)));
        for (const { type } of step?.events ?? []) assert.ok(typeof type === "string");
      }
      if (!Number.isInteger(viewer.width) || !Number.isInteger(viewer.height)) assert.fail("size");
    },
  },
  {
    name: "protocol parseTunnelRequest",
    covers: ["parseTunnelRequest"],
    seeds: single(
      jsonTexts(recorded("agent_channel/server")).filter((text) => text.includes('"tunnel"')),
    ),
    most: 1,
    run([frame = ""]) {
      const value = parsed(textOf(frame));
      if (value === undefined) return;
      const request = orProtocolError(() => parseTunnelRequest(value as never));
      if (request === undefined) return;
      expectFields(request, REQUEST);
      if (!/^\/[^/\\]/.test(request.path)) assert.fail(`another server: ${request.path}`);
      if (!request.usages?.every((usage) => typeof usage === "number") && request.usages) {
        assert.fail("usages");
      }
    },
  },
];

const REQUEST = {
  path: "string",
  "usage?": "number",
  userId: "string",
  "sessionId?": "string",
  userName: "string",
  "realName?": "string",
  sessionUser: "string",
  "remoteAddress?": "string",
  rights: "number",
  consent: "number",
  viewOnly: "boolean",
  relaysTcp: "boolean",
  "consentTimeout?": "number",
  "privacyBarText?": "string",
} as const;

function operatorControls(): readonly string[] {
  return [
    { type: "console", msg: "Waiting for user", msgid: 1, msgargs: ["a"], timeout: 5 },
    { type: "ping" },
    { type: "metadata", users: { "user//a": 2 } },
    { type: "autolock", value: true },
    { type: "offer", sdp: "v=0" },
    { type: "webrtc1" },
    { type: "options", consent: 8, xterm: true, requireLogin: false, protocol: 5, file: "/a" },
  ].map((control) => JSON.stringify({ ctrlChannel: "102938", ...control }));
}

/** A machine that takes frames one after the other. */
function sequence(
  name: string,
  lists: readonly (typeof ends[number])[],
  start: () => (frame: Frame) => void,
): FuzzTarget {
  const seeds = lists.map((list): Input => {
    const frames = recorded(`tunnels/${list}`);
    // The relay says it, not an end.
    return name === "FilesViewer" ? frames : ["c", ...frames];
  });
  return {
    name: `protocol ${name}`,
    covers: [name],
    seeds,
    most: 24,
    inputs: 80_000,
    run(input) {
      const receive = start();
      for (const frame of input) orProtocolError(() => receive(frame));
    },
  };
}

function expectStep({ send, events }: TunnelStep<{ readonly type: string }>): void {
  for (const frame of send) {
    if (typeof frame !== "string" && !(frame instanceof Uint8Array)) assert.fail("no frame");
  }
  for (const { type } of events) if (typeof type !== "string") assert.fail("no event");
}

function expectFilesEvent(event: FilesViewerEvent): void {
  if (event.type !== "notice" && typeof event.id !== "number") assert.fail(`${event.type}: id`);
  if (event.type === "listing") {
    if (typeof event.path !== "string") assert.fail("no path");
    event.entries?.forEach((entry) =>
      expectFields(entry, { n: "string", t: "number", "s?": "number", "d?": "string" })
    );
  }
  if (event.type === "downloadData") expectBytes(event.bytes);
  if (event.type === "found" && event.path !== null) assert.ok(typeof event.path === "string");
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
