import assert from "node:assert/strict";
import { ApiProblem, createApiClient } from "../../../api/client/mod.ts";
import { expectFields, expectTexts, orRejected } from "../expect.ts";
import { textOf } from "../frame.ts";
import { recorded } from "../seeds.ts";
import { type FuzzTarget, single } from "../target.ts";

/** Statuses with which an answer comes, by this API or a proxy before it. */
const STATUSES = [200, 401, 502];

/** The client of the REST API: answers and streams of events, changed on their way. */
export const apiClientTargets: readonly FuzzTarget[] = [
  {
    name: "api/client answers",
    covers: ["createApiClient", "ApiProblem"],
    seeds: single([...recorded("texts/api answers"), "<html>Bad gateway</html>", "", "[{}]"]),
    most: 1,
    inputs: 30_000,
    async run([frame = ""]) {
      const body = textOf(frame);
      for (const status of STATUSES) {
        const fetch = () => Promise.resolve(new Response(body, { status }));
        const client = createApiClient("https://api.example", { fetch, token: "t" });
        const page = await orRejected(() => client.page("GET /devices"), isProblem);
        if (page !== undefined) assert.ok(Array.isArray(page.items));
        const session = await orRejected(
          () => client.logIn({ username: "a", password: "b" }),
          isProblem,
        );
        if (session !== undefined) expectTexts([session.token]);
        await orRejected(() => client.request("GET /devices/:id", { id: "x" }), isProblem);
      }
    },
  },
  {
    name: "api/client events",
    covers: ["createApiClient"],
    seeds: single(recorded("texts/api stream")),
    most: 1,
    inputs: 15_000,
    async run([frame = ""]) {
      const stop = new AbortController();
      const fetch = () => Promise.resolve(new Response(textOf(frame)));
      const client = createApiClient("https://api.example", { fetch, token: "t" });
      await orRejected(async () => {
        for await (const item of client.events({ signal: stop.signal })) {
          expectFields(item, { kind: "string" });
          if (item.kind === "event") expectFields(item.event, { type: "string" });
          // It would connect again.
          if (item.kind === "offline") stop.abort();
        }
      }, isProblem);
    },
  },
];

/** As it is documented, in every member. */
function isProblem(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  expectTexts([error.code, error.message, ...error.methods]);
  assert.ok(Number.isInteger(error.status));
  for (const place of error.errors) expectFields(place, { path: "string", message: "string" });
  return true;
}
