import { createApi } from "../../../api/mod.ts";
import { wsTransport } from "../../../transport/ws.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { CallIds } from "../control_calls.ts";
import type { Frame } from "../frame.ts";
import { scrub } from "./scrub.ts";
import type { Stage } from "./stage.ts";

const PATHS = ["/devices", "/users", "/device-groups", "/user-groups", "/nothing", "/account"];

/** Answers and the event stream of our REST API. */
export async function recordApi(stage: Stage, ids: CallIds): Promise<[string, Frame[]][]> {
  const { server } = stage.server;
  await using api = createApi({
    meshcentral: server.webSocketUrl,
    jwtSecret: crypto.randomUUID() + crypto.randomUUID(),
    webSocket: wsTransport(),
  });
  const ask = (path: string, init: RequestInit = {}) =>
    api.fetch(new Request(`http://localhost${path}`, init));
  const login = await (await ask("/mobile-auth", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(server.admin),
  })).json();
  const headers = { authorization: `Bearer ${login.token}` };
  const stream = await ask("/events/stream", { headers });
  const reader = stream.body?.pipeThrough(new TextDecoderStream() as never).getReader() as
    | ReadableStreamDefaultReader<string>
    | undefined;
  let events = "";
  const reading = (async () => {
    for (let part; !(part = await reader?.read())?.done;) events += part?.value ?? "";
  })();
  await sleep(300);
  await stage.operator.editDevice(ids.device, { description: "streamed" });
  await stage.operator.editUser(ids.user, { realName: "Streamed" });
  await stage.operator.addDeviceGroup("streamed");
  await sleep(500);
  await reader?.cancel();
  await reading;
  const answers = [JSON.stringify({ ...login, token: "secret" })];
  for (const path of PATHS) answers.push(await (await ask(path, { headers })).text());
  answers.push(await (await ask(`/devices/${encodeURIComponent(ids.device)}`, { headers })).text());
  answers.push(await (await ask("/devices")).text());
  const short = answers.map((text) => scrub(text)).filter((text) => text.length < 8_000);
  return [["api answers", short], ["api stream", [scrub(events)]]];
}
