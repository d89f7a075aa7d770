import { FakeSocket } from "../../../control/fake_socket_test.ts";
import { ControlClient, type ControlMessage } from "../../../control/mod.ts";
import type { CallIds, ControlCall } from "../control_calls.ts";
import { type Frame, type Input, textOf } from "../frame.ts";
import { jsonTexts, recorded } from "../seeds.ts";

/** Stands for the id of the request that a frame answers. */
export const REQUEST_ID = "$request";

const messages = jsonTexts(recorded("control_channel/server"));

/** The messages with which the recorded server let an operator in. */
export const LOGIN: readonly string[] = messages.filter((text) =>
  /"action":"(serverinfo|userinfo)"/.test(text)
);

/** Ids of what the recorded answers are about. */
export const IDS: CallIds = {
  device: found(/"_id":"(node\/\/[^"]+)"/),
  group: found(/"_id":"(mesh\/\/[^"]+)"/),
  user: "user//somebody",
  userGroup: found(/"_id":"(ugrp\/\/[^"]+)"/),
  share: found(/"publicid":"([^"]+)"/),
};

function found(pattern: RegExp): string {
  for (const text of messages) {
    const id = pattern.exec(text)?.[1];
    if (id !== undefined) return id;
  }
  throw new Error(`nothing in the recording is like ${pattern}`);
}

/** What a call ended in. */
export interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

/** Turns of the queue of microtasks in which a call comes to its next request, or its end. */
const TURNS = 60;

/** The answer to a request; undefined when there is none any more. */
export type Answering = (request: ControlMessage) => Frame | undefined;

/** One frame after the other, whatever is asked for. */
export function inTurn(frames: Input): Answering {
  const left = [...frames];
  return () => left.shift();
}

/**
 * Calls a method of a client whose server says the frames of `login`, then one frame for each request,
 * and closes the connection when there is none. Throws when the call then still waits.
 */
export async function callWith(
  call: ControlCall,
  login: Input,
  answering: Answering,
): Promise<Outcome> {
  const socket = new FakeSocket();
  let outcome: Outcome | undefined;
  socket.onSend = (request) => {
    if (request.action === "urlargs") {
      for (const frame of login) socket.receives(textOf(frame));
      return;
    }
    const frame = answering(request);
    if (frame === undefined) return;
    const id = String(request["responseid"] ?? "");
    // Later: the client has yet to begin to wait.
    queueMicrotask(() => socket.receives(textOf(frame).replaceAll(REQUEST_ID, id)));
  };
  const webSocket = () => {
    queueMicrotask(() => socket.opens());
    return socket;
  };
  const options = { username: "admin", password: "secret", keepAlive: 0, webSocket };
  const client = ControlClient.connect({ url: "wss://fake.example", ...options });
  const done = client.then((client) => call(client, IDS))
    .then((value) => outcome = { value }, (error) => outcome = { error });
  await turns(() => outcome !== undefined);
  socket.serverCloses(1006);
  await turns(() => outcome !== undefined);
  if (outcome === undefined) await Promise.race([done, nextTasks()]);
  if (outcome === undefined) throw new Error("it still waits after the connection was lost");
  return outcome;
}

async function turns(isOver: () => boolean): Promise<void> {
  for (let turn = 0; turn < TURNS && !isOver(); turn++) await undefined;
}

/** For what waits with a timer, which no test of thousands of calls can. */
function nextTasks(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 250));
}

/** The recorded answers by their `action`, each with a place for the id of the request. */
export function honestAnswer(request: ControlMessage): string | undefined {
  const { action, type } = request;
  const announced = ANNOUNCED[action];
  if (announced !== undefined) return messages.find((text) => announced.test(text));
  const reply = action === "runcommands" && request["reply"] === true ? "msg" : action;
  const answer = ANSWERS.find((text) => {
    const answer = JSON.parse(text);
    return answer.action === reply && (action !== "msg" || answer.type === type || !answer.type);
  });
  // Two tokens that are made at the same time are told apart by their names.
  return action === "createLoginToken"
    ? answer?.replace('"name":"token"', `"name":${JSON.stringify(request["name"])}`)
    : answer;
}

/** What is answered by an announcement. */
const ANNOUNCED: Readonly<Record<string, RegExp>> = {
  changeuserpass: /"msgid":75/,
  changepassword: /"type":"notify".*"msgid":(17|18|19|20|21)/,
};

const ANSWERS = messages.map((text) =>
  text.replace(/"(responseid|tag)":"[^"]*"/g, `"$1":"${REQUEST_ID}"`)
);
