import { sendToDevice } from "./device_requests.ts";
import { fullId } from "./ids.ts";
import { text } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions, ControlMessage } from "./types.ts";

/** What {@linkcode ControlClient.consoleCommand} may be told; `timeout` bounds the whole call. */
export interface ConsoleCommandOptions extends CallOptions {
  /** Milliseconds without another text, after which the answer counts as complete. @default {1000} */
  readonly quiet?: number;
  /** The answer is complete with this one. */
  readonly until?: (text: string) => boolean;
}

/**
 * Sends a line to the console of a device's agent, and collects what it says. The agent does not say
 * to what it answers, nor when it is done; without any text in time the result is empty.
 */
export async function consoleCommand(
  session: Session,
  id: string,
  line: string,
  options: ConsoleCommandOptions = {},
): Promise<readonly string[]> {
  const { quiet = 1000, until = () => false, ...call } = options;
  const nodeid = fullId("node", session.serverInfo.domain, id);
  const said = (message: ControlMessage): boolean =>
    message.action === "msg" && message["type"] === "console" && message["nodeid"] === nodeid;
  return await session.exclusive(`console ${nodeid}`, async () => {
    const queue = session.messages(said);
    const end = (): void => queue.end();
    const abort = (): void => queue.end(call.signal?.reason);
    call.signal?.addEventListener("abort", abort);
    let timer = setTimeout(end, call.timeout ?? session.timeout);
    const deadline = timer;
    try {
      await sendToDevice(session, id, { type: "console", value: line }, call);
      const texts: string[] = [];
      for await (const message of queue) {
        texts.push(text(message["value"]) ?? "");
        if (until(texts.at(-1) ?? "")) break;
        if (timer !== deadline) clearTimeout(timer);
        timer = setTimeout(end, quiet);
      }
      return texts;
    } finally {
      clearTimeout(deadline);
      clearTimeout(timer);
      call.signal?.removeEventListener("abort", abort);
      end();
    }
  }, call.signal);
}
