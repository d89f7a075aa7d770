import {
  consoleFeature,
  filesFeature,
  memoryFileSystem,
  terminalFeature,
} from "../../agent/mod.ts";
import { settled, TestOnline } from "../../agent/test_relay.ts";
import type { TunnelFrame } from "../../protocol/mod.ts";
import type { Device, Heard } from "./device.ts";
import { agentPlace } from "./place.ts";

/** Our agent without a server: what it says to one is kept, and its tunnels lead here. */
export function inMemoryAgent(): Device {
  const root = memoryFileSystem();
  const online = new TestOnline(
    [consoleFeature(), terminalFeature({ root }), filesFeature({ root })],
    { managed: true, consent: "none" },
  );
  const heard: Heard = { console: [], log: [], results: [] };
  const push = online.told.push.bind(online.told);
  online.told.push = (...messages) => {
    for (const { action, type, value, msg } of messages) {
      if (action === "msg" && type === "console") heard.console.push(String(value));
      if (action === "log") heard.log.push(String(msg));
    }
    return push(...messages);
  };
  return {
    heard,
    place: agentPlace(root),
    prompt: "/> ",
    async open(_kind, receive) {
      const relay = online.openRelay();
      const { send } = relay;
      relay.send = (frame: TunnelFrame) => {
        send.call(relay, frame);
        receive(frame);
      };
      relay.say("c");
      await settled();
      return {
        get closed() {
          return relay.readyState === 3;
        },
        send: (frame) => relay.say(frame),
        close: () => relay.close(),
      };
    },
    async ask(line) {
      const before = heard.console.length;
      online.tell({
        action: "msg",
        type: "console",
        value: line,
        rights: 0xffff_ffff,
        sessionid: "user//admin/1",
      });
      while (heard.console.length === before) await settled();
      return heard.console[before] ?? "";
    },
  };
}
