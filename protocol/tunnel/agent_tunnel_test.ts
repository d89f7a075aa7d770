import assert from "node:assert/strict";
import fc from "fast-check";
import { AgentTunnel, decodeTunnelControl, ProtocolError, ViewerTunnel } from "../mod.ts";

/** The same text as a text frame and as a binary frame. */
function bothFrames(text: string): (string | Uint8Array)[] {
  return [text, new TextEncoder().encode(text)];
}

function joined(): AgentTunnel {
  const tunnel = new AgentTunnel();
  tunnel.receive("c");
  return tunnel;
}

Deno.test("AgentTunnel reads the protocol number from a binary frame, as pylibmeshctrl sends it", () => {
  const { events } = joined().receive(new Uint8Array([0x31]));
  assert.deepEqual(events, [{ type: "started", protocol: 1, options: { type: "options" } }]);
});

Deno.test("AgentTunnel reads any number of one to five digits, as text and as bytes", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 99_999 }), fc.boolean(), (protocol, padded) => {
    const digits = String(protocol).padStart(padded ? 5 : 1, "0");
    for (const frame of bothFrames(digits)) {
      const [event] = joined().receive(frame).events;
      assert.deepEqual(event, { type: "started", protocol, options: { type: "options" } });
    }
  }));
});

Deno.test("AgentTunnel refuses what is not one to five digits, as text and as bytes", () => {
  for (const text of ["", "x", "-1", "1.5", "123456", "1 2", "0x5", "１"]) {
    for (const frame of bothFrames(text)) {
      assert.throws(() => joined().receive(frame), { code: "unexpected-message" }, text);
    }
  }
  assert.throws(() => joined().receive(new Uint8Array([0xff, 0x31])), { code: "bad-text" });
});

Deno.test("AgentTunnel joins by c and cr in a text or binary frame, and ViewerTunnel too", () => {
  for (const [text, recorded] of [["c", false], ["cr", true]] as const) {
    for (const frame of bothFrames(text)) {
      assert.deepEqual(new AgentTunnel().receive(frame).events, [{ type: "joined", recorded }]);
      const viewer = new ViewerTunnel({ protocol: 5 });
      assert.deepEqual(viewer.receive(frame).events, [{ type: "started", recorded }]);
    }
  }
});

Deno.test("AgentTunnel reads options from a binary frame before the start, and data after it", () => {
  const options = '{"ctrlChannel":"102938","type":"options","cols":90,"rows":30}';
  for (const frame of bothFrames(options)) {
    const tunnel = joined();
    tunnel.receive(frame);
    const [event] = tunnel.receive("1").events;
    assert.deepEqual(event, {
      type: "started",
      protocol: 1,
      options: { type: "options", cols: 90, rows: 30 },
    });
  }
  const started = joined();
  started.receive("1");
  const bytes = new TextEncoder().encode(options);
  assert.deepEqual(started.receive(bytes).events, [{ type: "data", frame: bytes }]);
});

Deno.test("AgentTunnel takes options as if a field were absent that has the wrong type", () => {
  for (const cols of ["null", '"90"', "[90]", "{}", "true"]) {
    const tunnel = joined();
    tunnel.receive(`{"type":"options","cols":${cols},"rows":30,"consent":8}`);
    const [event] = tunnel.receive("1").events;
    assert.deepEqual(event, {
      type: "started",
      protocol: 1,
      options: { type: "options", rows: 30, consent: 8 },
    });
  }
});

const MALFORMED = [
  '{"ctrlChannel":"102938","type":"rtt"}',
  '{"ctrlChannel":"102938","type":"rtt","time":"soon"}',
  '{"ctrlChannel":"102938","type":"termsize","cols":null,"rows":30}',
  '{"ctrlChannel":"102938","type":"autolock"}',
  '{"ctrlChannel":102938,"type":"answer","sdp":{}}',
  '{"ctrlChannel":"102938","type":"notknown"}',
];

Deno.test("AgentTunnel passes over a malformed control message, before the start and after it", () => {
  for (const text of MALFORMED) {
    const tunnel = joined();
    assert.deepEqual(tunnel.receive(text), { send: [], events: [] }, text);
    tunnel.receive("5");
    assert.deepEqual(tunnel.receive(text), { send: [], events: [] }, text);
    assert.equal(tunnel.stage, "started");
  }
});

const BAD_MARKS = [
  '{"type":"ping","ctrlChannel":{"toString":1}}',
  '{"type":"ping","ctrlChannel":{"toString":null,"valueOf":2}}',
  '{"type":"ping","ctrlChannel":{"valueOf":{}}}',
  '{"type":"ping","ctrlChannel":["102938"]}',
  '{"type":"ping","ctrlChannel":null}',
];

Deno.test("decodeTunnelControl knows a control message by a text or a number, and by nothing else", () => {
  for (const text of BAD_MARKS) {
    assert.equal(decodeTunnelControl(text), undefined, text);
    const tunnel = joined();
    tunnel.receive("1");
    assert.deepEqual(tunnel.receive(text).events, [{ type: "data", frame: text }]);
    const viewer = new ViewerTunnel({ protocol: 1 });
    viewer.receive("c");
    assert.deepEqual(viewer.receive(text).events, [{ type: "data", frame: text }]);
  }
});

Deno.test("AgentTunnel gives events or a ProtocolError for any frames", () => {
  const frame = fc.oneof(
    fc.constantFrom("c", "cr", "1", "5", ...MALFORMED, ...BAD_MARKS),
    fc.json(),
    fc.string(),
    fc.uint8Array(),
  );
  fc.assert(fc.property(fc.array(frame), (frames) => {
    const tunnel = new AgentTunnel();
    for (const one of frames) {
      try {
        tunnel.receive(one);
      } catch (error) {
        assert.ok(error instanceof ProtocolError, String(error));
      }
    }
  }));
});
