import assert from "node:assert/strict";
import { ControlError } from "../../../control/mod.ts";
import { CHANGING_CALLS, type ControlCall, READING_CALLS } from "../control_calls.ts";
import type { Input } from "../frame.ts";
import { expectTexts } from "../expect.ts";
import type { FuzzTarget } from "../target.ts";
import { expectControlValue } from "./control_values.ts";
import { callWith, honestAnswer, inTurn, LOGIN, type Outcome } from "./fake_server.ts";

/** Inputs of each call in the long run. */
const INPUTS = 3_000;

const calls = Object.entries({ ...READING_CALLS, ...CHANGING_CALLS })
  // It waits with timers; its reader is the same as that of the others.
  .filter(([name]) => name !== "consoleCommand");

const deviceAnswers = await honestAnswers(READING_CALLS["device"] as ControlCall);

/** The control client: each of its methods, with changed answers, and the login. */
export const controlTargets: readonly FuzzTarget[] = [
  ...await Promise.all(calls.map(async ([name, call]): Promise<FuzzTarget> => ({
    name: `control ${name}`,
    covers: ["ControlClient"],
    seeds: [await honestAnswers(call)],
    most: 8,
    inputs: INPUTS,
    run: async (input) => expectOutcome(name, await callWith(call, LOGIN, inTurn(input))),
  }))),
  {
    name: "control login",
    covers: ["ControlClient"],
    seeds: [
      LOGIN,
      ['{"action":"close","cause":"noauth","msg":"tokenrequired","email2fa":true}'],
      ['{"action":"close","cause":"banned","msg":"banned-1"}', ...LOGIN],
      [...LOGIN, '{"action":"close","cause":"expired","msg":"expired"}'],
    ],
    most: 6,
    inputs: 20_000,
    run: async (input) => {
      const call: ControlCall = async (client, ids) => {
        const { serverInfo, userInfo } = client;
        assert.ok(typeof serverInfo.domain === "string" && typeof serverInfo.name === "string");
        assert.ok(typeof userInfo._id === "string" && typeof userInfo.name === "string");
        return await READING_CALLS["device"]?.(client, ids);
      };
      expectOutcome("device", await callWith(call, input, inTurn(deviceAnswers)));
    },
  },
];

/** What the recorded server answers to each request of a call, in their order. */
async function honestAnswers(call: ControlCall): Promise<Input> {
  const answers: string[] = [];
  await callWith(call, LOGIN, (request) => {
    const answer = honestAnswer(request);
    if (answer !== undefined) answers.push(answer);
    return answer;
  });
  return answers;
}

/** A value of the documented types, or a `ControlError`. */
function expectOutcome(name: string, { value, error }: Outcome): void {
  if (error === undefined) return expectControlValue(name, value);
  if (!(error instanceof ControlError)) throw error;
  expectTexts([error.code, error.message, error.hint, ...error.tokenMethods]);
  if (error.result !== undefined) expectTexts([error.result]);
}
