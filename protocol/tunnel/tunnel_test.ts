import assert from "node:assert/strict";
import fc from "fast-check";
import {
  AgentTunnel,
  decodeDesktop,
  decodeDownloadBlock,
  decodeFilesFrame,
  decodeTunnelControl,
  decodeUploadBlock,
  type DesktopMessage,
  encodeDesktop,
  encodeDownloadBlock,
  encodeFilesJson,
  encodeTunnelControl,
  encodeUploadBlock,
  FilesViewer,
  type JsonObject,
  mayOpenTunnel,
  maySendInput,
  parseTunnelRequest,
  ProtocolError,
  type TunnelControl,
  ViewerTunnel,
} from "../mod.ts";

const u8 = fc.integer({ min: 0, max: 255 });
const u16 = fc.integer({ min: 0, max: 0xffff });
const i16 = fc.integer({ min: -32_768, max: 32_767 });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const text = fc.string({ unit: "grapheme" });

function type<T extends string>(name: T): fc.Arbitrary<T> {
  return fc.constant(name);
}

function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }, optional: string[] = []) {
  const requiredKeys = Object.keys(model).filter((key) => !optional.includes(key));
  return fc.record(model, { noNullPrototype: true, requiredKeys: requiredKeys as never });
}

const bothWays = [
  record({ type: type("setDisplay"), id: u16 }),
  record({ type: type("touchInit") }),
  record({ type: type("inputLock"), value: u8 }),
];
const inputs = [
  ...bothWays,
  record({ type: type("key"), action: u8, key: u8 }),
  record({ type: type("unicodeKey"), action: u8, unit: u16 }),
  record({ type: type("mouse"), flags: u8, x: u16, y: u16, wheel: i16 }, ["wheel"]),
  record({ type: type("compression"), format: u8, quality: u8, scaling: u16, frameTimer: u16 }),
  record({ type: type("compression"), format: u8, quality: u8, scaling: u16 }),
  record({ type: type("refresh") }),
  record({ type: type("pause"), paused: fc.boolean() }),
  record({ type: type("ctrlAltDel") }),
  record({ type: type("getDisplays") }),
  record({ type: type("frameTimer"), milliseconds: u16 }),
  record({
    type: type("touch"),
    version: u8,
    points: fc.array(record({ id: u8, flags: u32, x: u16, y: u16 })),
  }),
  record({ type: type("getDisplayInfo") }),
];
const outputs = [
  ...bothWays,
  record({
    type: type("tile"),
    x: u16,
    y: u16,
    image: fc.oneof(fc.uint8Array(), fc.constantFrom(new Uint8Array(65_496), new Uint8Array(1e5))),
  }),
  record({ type: type("screenSize"), width: u16, height: u16 }),
  record({ type: type("displays"), ids: fc.array(u16), selected: u16 }),
  record({ type: type("keyState"), bits: u8 }),
  record({ type: type("alert"), text }),
  record({ type: type("message"), text }),
  record({
    type: type("displayInfo"),
    displays: fc.array(record({ id: u16, x: u16, y: u16, width: u16, height: u16 })),
  }),
  record({ type: type("cursor"), shape: u8 }),
];

Deno.test("desktop: decoding gives back what was encoded, several in one frame too", () => {
  for (const [from, messages] of [["operator", inputs], ["agent", outputs]] as const) {
    fc.assert(fc.property(fc.array(fc.oneof(...messages as never[])), (list) => {
      const frames = (list as DesktopMessage[]).map((message) => [...encodeDesktop(message)]);
      assert.deepEqual(decodeDesktop(new Uint8Array(frames.flat()), from as "agent"), list);
    }));
  }
});

Deno.test("desktop: a tile above 65,500 bytes goes as a jumbo whose size counts 8 and the image", () => {
  const frame = encodeDesktop({ type: "tile", x: 1, y: 2, image: new Uint8Array(70_000) });
  assert.deepEqual(
    frame.subarray(0, 16),
    new Uint8Array([0, 27, 0, 8, 0, 1, 0x11, 0x78, 0, 3, 0, 0, 0, 1, 0, 2]),
  );
  const small = encodeDesktop({ type: "tile", x: 1, y: 2, image: new Uint8Array(10) });
  assert.deepEqual(small.subarray(0, 8), new Uint8Array([0, 3, 0, 18, 0, 1, 0, 2]));
});

Deno.test("any bytes and any text are a value or a ProtocolError, to every decoder", () => {
  const decoders: ((frame: Uint8Array) => unknown)[] = [
    (bytes) => decodeDesktop(bytes, "operator"),
    (bytes) => decodeDesktop(bytes, "agent"),
    decodeFilesFrame,
    decodeDownloadBlock,
    (bytes) => new FilesViewer().receive(bytes),
    (bytes) => decodeTunnelControl(String.fromCharCode(...bytes)),
  ];
  const header = fc.tuple(u8, fc.constant(0), fc.integer({ min: 4, max: 20 }), fc.uint8Array())
    .map(([command, high, size, rest]) => new Uint8Array([0, command, high, size, ...rest]));
  for (const decode of decoders) {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array(), header),
        (bytes) => onlyProtocolError(() => decode(bytes)),
      ),
    );
  }
});

Deno.test("any JSON is a value or a ProtocolError, to every reader of JSON", () => {
  const names = fc.constantFrom("options", "rtt", "console", "metadata", "termsize", "offer", "x");
  const action = fc.constantFrom("download", "uploadack", "findfile", "uploadhash", undefined);
  const message = fc.record({
    ctrlChannel: fc.constantFrom("102938", 102938, 1),
    type: names,
    action,
    dir: fc.jsonValue(),
    msg: fc.jsonValue(),
    users: fc.jsonValue(),
    value: fc.oneof(fc.constant("*/meshrelay.ashx?id=1"), fc.jsonValue()),
    rights: fc.jsonValue(),
    soptions: fc.jsonValue(),
    guestname: fc.jsonValue(),
    reqid: fc.oneof(fc.jsonValue(), fc.constant({ toString: 1 })),
  }, { requiredKeys: [] });
  fc.assert(fc.property(message, (value) => {
    const text = JSON.stringify(value);
    onlyProtocolError(() => decodeTunnelControl(text));
    onlyProtocolError(() => new FilesViewer().receive(text));
    onlyProtocolError(() => parseTunnelRequest(JSON.parse(text)));
    const tunnel = new AgentTunnel();
    tunnel.receive("c");
    onlyProtocolError(() => tunnel.receive(text));
  }));
});

Deno.test("control: decoding gives back what was encoded, and meshctrl knows it by its start", () => {
  const control = fc.oneof(
    record({ type: type("rtt"), time: u32 }),
    record({ type: fc.constantFrom("ping", "pong", "close", "lock", "webrtc0", "webrtc1") }),
    record({ type: type("termsize"), cols: u16, rows: u16 }),
    record({ type: fc.constantFrom("offer", "answer"), sdp: text }),
    record({ type: type("options"), cols: u16, file: text, xterm: fc.boolean() }, ["cols", "file"]),
    record({ type: type("console"), msg: fc.option(text), msgid: u8 }),
  );
  fc.assert(fc.property(control, (value) => {
    const encoded = encodeTunnelControl(value as TunnelControl);
    assert.ok(encoded.startsWith('{"ctrlChannel":"102938","type":"'));
    assert.deepEqual(decodeTunnelControl(encoded), value);
  }));
});

Deno.test("upload blocks escape a leading zero and brace; download blocks tell the last", () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1 }), fc.boolean(), (bytes, last) => {
    const block = encodeUploadBlock(bytes);
    assert.equal(decodeFilesFrame(block).type, "bytes");
    assert.deepEqual(decodeUploadBlock(block), bytes);
    assert.deepEqual(decodeDownloadBlock(encodeDownloadBlock(bytes, last)), { bytes, last });
  }));
  assert.deepEqual(encodeUploadBlock(new Uint8Array([0x7b, 1])), new Uint8Array([0, 0x7b, 1]));
});

Deno.test("both ends of a tunnel come to data; an rtt is echoed, a ping answered", () => {
  const viewer = new ViewerTunnel({ protocol: 1, options: { cols: 90, rows: 30 } });
  const agent = new AgentTunnel();
  assert.deepEqual(agent.receive("cr").events, [{ type: "joined", recorded: true }]);
  const early = agent.receive('{"ctrlChannel":102938,"type":"rtt","time":7}');
  assert.deepEqual(early.send, ['{"ctrlChannel":"102938","type":"rtt","time":7}']);
  const { send } = viewer.receive("c");
  const events = send.flatMap((frame) => agent.receive(frame).events);
  assert.deepEqual(events, [{
    type: "started",
    protocol: 1,
    options: { type: "options", cols: 90, rows: 30 },
  }]);
  const key = new Uint8Array([13]);
  assert.deepEqual(agent.receive(key).events, [{ type: "data", frame: key }]);
  assert.deepEqual(agent.receive('{"action":"ls","path":""}').events.map((e) => e.type), ["data"]);
  const [pong] = viewer.receive(encodeTunnelControl({ type: "ping" })).send;
  assert.deepEqual(agent.receive(pong ?? "").events, []);
  assert.deepEqual(agent.receive(viewer.resizeTerminal(100, 40)).events, [
    { type: "control", control: { type: "termsize", cols: 100, rows: 40 } },
  ]);
});

Deno.test("data before the number, or anything before c, is refused", () => {
  assert.throws(() => new AgentTunnel().receive("2"), { code: "unexpected-message" });
  assert.throws(() => new ViewerTunnel({ protocol: 2 }).receive("x"), {
    code: "unexpected-message",
  });
  const agent = new AgentTunnel();
  agent.receive("c");
  assert.throws(() => agent.receive(new Uint8Array(3)), { code: "unexpected-message" });
});

Deno.test("files viewer: upload with its window, download with acknowledgements", () => {
  const viewer = new FilesViewer({ uploadWindow: 2 });
  const { id } = viewer.upload("folder", "a.txt", 10);
  assert.throws(() => viewer.upload("", "b", 1), { code: "unexpected-message" });
  const answer = (value: Record<string, string | number>) => viewer.receive(encodeFilesJson(value));
  assert.equal(answer({ action: "uploadstart", reqid: id }).events.length, 2);
  assert.deepEqual(answer({ action: "uploadack", reqid: id }).events, [{
    type: "uploadReady",
    id,
  }]);
  assert.deepEqual(answer({ action: "uploaddone", reqid: id }).events, [{
    type: "uploadDone",
    id,
  }]);

  const download = viewer.download("a.txt").id;
  const started = answer({ action: "download", sub: "start", id: download });
  assert.match(new TextDecoder().decode(started.send[0] as Uint8Array), /"startack".*"ack":8/);
  const block = viewer.receive(encodeDownloadBlock(new Uint8Array([5]), false));
  assert.match(new TextDecoder().decode(block.send[0] as Uint8Array), /"sub":"ack"/);
  const end = viewer.receive(encodeDownloadBlock(new Uint8Array(), true));
  assert.deepEqual(end, { send: [], events: [{ type: "downloadDone", id: download }] });
  assert.deepEqual(viewer.receive(encodeDownloadBlock(new Uint8Array(4), true)).events, []);
});

Deno.test("blocks of a download that was given up are not taken for the next one's", () => {
  const viewer = new FilesViewer();
  const start = (id: number) =>
    viewer.receive(encodeFilesJson({ action: "download", sub: "start", id }));
  start(viewer.download("old").id);
  viewer.cancelDownload();
  const { id } = viewer.download("new");
  const block = encodeDownloadBlock(new Uint8Array([5]), true);
  assert.deepEqual(viewer.receive(block), { send: [], events: [] });
  assert.deepEqual(start(id).events, [{ type: "downloadStarted", id }]);
  assert.deepEqual(viewer.receive(block).events, [
    { type: "downloadData", id, bytes: new Uint8Array([5]) },
    { type: "downloadDone", id },
  ]);
});

Deno.test("a tunnel elsewhere than at the same server is refused", () => {
  const elsewhere = [
    "//evil.example",
    "/\\evil",
    "/\t/evil.example",
    "/\n/e",
    "/ /e",
    "/a\r",
    "/\x7f",
  ];
  for (const value of ["wss://evil.example/x", ...elsewhere.map((path) => `*${path}`), "", 5]) {
    assert.throws(() => parseTunnelRequest({ value }), { code: "bad-field" });
  }
  const request = parseTunnelRequest({
    value: "*/meshrelay.ashx?id=1",
    rights: "8",
    guestname: "Ü",
  });
  assert.equal(request.path, "/meshrelay.ashx?id=1");
  assert.equal(request.rights, 8);
  assert.equal(request.sessionUser, "/guest:w5w=");
});

Deno.test("a guest's name does not take the place of the operator's", () => {
  const guestname = "Your IT department";
  const names = (message: JsonObject) => {
    const { userName, realName } = parseTunnelRequest({ value: "*/x", guestname, ...message });
    return [userName, realName];
  };
  assert.deepEqual(names({ username: "bob" }), ["bob - Your IT department", undefined]);
  assert.deepEqual(names({ username: "bob", realname: "Bob" }), [
    "bob - Your IT department",
    "Bob - Your IT department",
  ]);
  assert.deepEqual(names({}), ["Your IT department", undefined]);
  assert.deepEqual(names({ guestname: "", username: "bob" }), ["bob", undefined]);
});

Deno.test("rights: bit 8 opens, the others take away, nonsense allows nothing", () => {
  assert.ok(mayOpenTunnel("files", 0xffff_ffff) && mayOpenTunnel("files", 8));
  assert.ok(!mayOpenTunnel("files", 8 | 1024) && !mayOpenTunnel("terminal", 8 | 512));
  assert.ok(!mayOpenTunnel("desktop", 8 | 65_536) && mayOpenTunnel("desktop", 256));
  assert.ok(!mayOpenTunnel("terminal", 256) && !mayOpenTunnel("files", 1e300));
  assert.ok(!mayOpenTunnel("files", NaN) && !mayOpenTunnel("files", -8));
  assert.ok(maySendInput(8) && !maySendInput(8 | 256) && !maySendInput(0xffff_ffff, true));
});

function onlyProtocolError(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    assert.ok(error instanceof ProtocolError, String(error));
  }
}
