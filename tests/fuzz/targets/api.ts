import assert from "node:assert/strict";
import { DeviceFiles } from "../../../api/files/device_files.ts";
import { translate } from "../../../api/events/translate.ts";
import { ApiError, EventLog } from "../../../api/mod.ts";
import type { ServerEvent } from "../../../control/mod.ts";
import { readEvent } from "../../../api/client/read_event.ts";
import { parseJson } from "../../../protocol/parse_json.ts";
import { expectFields, orRejected } from "../expect.ts";
import { type Input, textOf } from "../frame.ts";
import { jsonTexts, recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";
import { GET_ROUTES, routeWith } from "./api_routes.ts";

const events = jsonTexts(recorded("control_channel/server"))
  .map((text) => JSON.parse(text)["event"])
  .filter((event) => event !== undefined)
  .map((event) => JSON.stringify(event));

/** The REST API: events and answers of MeshCentral, and frames of devices. */
export const apiTargets: readonly FuzzTarget[] = [
  {
    name: "api translate",
    covers: [],
    seeds: single(events),
    most: 1,
    run([frame = ""]) {
      const event = parseJson(textOf(frame)) as ServerEvent | undefined;
      if (typeof event?.action !== "string") return;
      const translated = translate(event, 0);
      // What is sent is what the client takes.
      const text = JSON.stringify(translated);
      if (translated !== undefined && readEvent(text) === undefined) assert.fail(text);
    },
  },
  {
    name: "api EventLog",
    covers: ["EventLog"],
    seeds: single(["7c2d2e3a-0", "lost", "a-99999999999999999999"]),
    most: 1,
    inputs: 50_000,
    run([frame = ""]) {
      const log = new EventLog(4);
      for (const id of [textOf(frame), `${log.lastId}${textOf(frame)}`]) {
        const since = log.since(id);
        if (since !== undefined && since.length > 4) assert.fail("more than there is");
      }
    },
  },
  {
    name: "api DeviceFiles",
    covers: [],
    seeds: [["c", ...recorded("tunnels/files agent")]],
    most: 24,
    inputs: 30_000,
    run: listFiles,
  },
  ...await Promise.all(GET_ROUTES.map(async (path): Promise<FuzzTarget> => ({
    name: `api GET ${path}`,
    covers: ["createApi"],
    seeds: [await routeWith(path).recordAnswers()],
    most: 12,
    inputs: 500,
    run: async (input) => {
      const response = await routeWith(path).ask(input);
      const text = await response.text();
      if (response.status === 500) assert.fail(text);
      if (response.status !== 204) JSON.parse(text);
    },
  }))),
];

async function listFiles(input: Input): Promise<void> {
  const left = [...input];
  const frames: AsyncIterable<string | Uint8Array<ArrayBuffer>> = {
    async *[Symbol.asyncIterator]() {
      for (const frame of left) yield frame as string | Uint8Array<ArrayBuffer>;
    },
  };
  const tunnel = { frames, send: () => Promise.resolve(), close: () => {} };
  using files = new DeviceFiles(tunnel);
  const isApiError = (error: unknown) => error instanceof ApiError && error.status < 500;
  const entries = await orRejected(() => files.list(""), isApiError);
  for (const entry of entries ?? []) {
    expectFields(entry, { n: "string", t: "number", "s?": "number", "d?": "string" });
  }
  const content = await orRejected(() => files.download("a"), isApiError);
  if (content !== undefined) await orRejected(() => new Response(content).text(), isApiError);
}
