/**
 * Waits until a started MeshCentral answers, or says why it never will.
 *
 * @module
 */
import * as http from "node:http";
import * as https from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, quoteLastLines } from "./child.ts";
import { LauncherError, type LauncherErrorCode } from "./errors.ts";

/** What {@linkcode waitUntilReady} needs beside the process. */
export interface ReadyOptions {
  /** Where it will answer. */
  readonly url: string;
  /** Milliseconds until it counts as hanging. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when the server answers at `url`. The process is not ended when this rejects. */
export async function waitUntilReady(child: Child, options: ReadyOptions): Promise<void> {
  const { url, timeout, signal } = options;
  const deadline = Date.now() + timeout;
  let ended = false;
  child.exited.then(() => ended = true, () => ended = true);
  for (;;) {
    signal?.throwIfAborted();
    if (ended) throw await explainEnd(child);
    if (Date.now() > deadline) throw explainSilence(child, timeout);
    // Only its own word shows that it is not another server which answers on this port.
    if (/^MeshCentral HTTPS? server running on /m.test(child.output) && await answers(url)) return;
    await sleep(50);
  }
}

/** One GET of the page that says "ok"; the certificate is self-signed and does not matter here. */
function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = url.startsWith("https:") ? https : http;
    const options = { rejectUnauthorized: false, agent: false as const, timeout: 2_000 };
    const request = client.get(new URL("/health.ashx", url), options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode === 200));
      response.on("error", () => resolve(false));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}

const causes: readonly (readonly [RegExp, LauncherErrorCode, string])[] = [
  [/port \d+ (is )?not available/i, "port-in-use", "Another program listens on that port."],
  [/Unable to parse/, "start-failed", "Its config.json is not JSON."],
  [/Unable to install required modules/, "start-failed", "Its package.json lacks a module."],
  [/Node(JS)? v?\d+ or above/, "start-failed", "The `node` on PATH is too old for it."],
];

async function explainEnd(child: Child): Promise<LauncherError> {
  let how: string;
  try {
    const { code, signal } = await child.exited;
    how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  } catch (cause) {
    const message = `MeshCentral could not be started: ${String(cause)}. Have \`node\` on PATH.`;
    return new LauncherError("start-failed", message, { cause });
  }
  const known = causes.find(([pattern]) => pattern.test(child.output));
  const [, code, cause] = known ?? [, "start-failed" as const, "The cause may be in its output."];
  return new LauncherError(
    code,
    `MeshCentral ended ${how} before it was ready. ${cause} It said:\n${
      quoteLastLines(child.output)
    }`,
  );
}

function explainSilence(child: Child, timeout: number): LauncherError {
  return new LauncherError(
    "start-failed",
    `MeshCentral was not ready after ${
      timeout / 1000
    } s. Likely the machine is busy: give it more ` +
      `\`timeout\`. It said:\n${quoteLastLines(child.output)}`,
  );
}
