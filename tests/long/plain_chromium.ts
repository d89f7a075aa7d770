import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "../chromium.ts";

/** A Chromium that nobody drives: its tabs hide and are throttled as a user's are. */
export interface PlainChromium extends AsyncDisposable {
  /** Opens a tab in front of all others; they become hidden. */
  openTab(url: string): Promise<PlainTab>;
}

/** One tab; a debugger is attached only while `evaluate` runs. */
export interface PlainTab {
  /** The value of an expression, as JSON can carry it. */
  evaluate<T>(expression: string): Promise<T>;
}

interface Target {
  readonly webSocketDebuggerUrl: string;
}

/**
 * Playwright keeps every tab visible and its timers unthrottled (focus emulation, and flags of its
 * own). For what a hidden tab does, Chromium is started and asked without it.
 */
export async function startPlainChromium(): Promise<PlainChromium> {
  const path = chromiumPath();
  if (path === undefined) throw new Error("no Chromium: run `npm test`, it installs one");
  const profile = await mkdtemp(join(tmpdir(), "cs-plain-chromium-"));
  const browser = spawn(path, [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--remote-debugging-port=0",
    `--user-data-dir=${profile}`,
    "about:blank",
  ], { stdio: "ignore" });
  const ended = new Promise((resolve) => browser.once("close", resolve));
  const close = async () => {
    browser.kill("SIGKILL");
    await ended;
    await rm(profile, { recursive: true, force: true });
  };
  try {
    const address = `http://127.0.0.1:${await debuggingPort(profile)}`;
    return {
      async openTab(url) {
        const answer = await fetch(`${address}/json/new?${url}`, { method: "PUT" });
        const { webSocketDebuggerUrl } = await answer.json() as Target;
        return { evaluate: (expression) => evaluate(webSocketDebuggerUrl, expression) };
      },
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Chromium writes the port that it chose into its profile. */
async function debuggingPort(profile: string): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const text = await readFile(join(profile, "DevToolsActivePort"), "utf8").catch(() => "");
    const [port] = text.split("\n");
    if (port) return port;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("Chromium opened no debugging port within 10 s");
}

async function evaluate<T>(debuggerUrl: string, expression: string): Promise<T> {
  const socket = new WebSocket(debuggerUrl);
  try {
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    const answer = new Promise<MessageEvent>((resolve) => socket.onmessage = resolve);
    const params = { expression, returnByValue: true, awaitPromise: true };
    socket.send(JSON.stringify({ id: 1, method: "Runtime.evaluate", params }));
    const { result } = JSON.parse((await answer).data);
    if (result.exceptionDetails) throw new Error(JSON.stringify(result.exceptionDetails));
    return result.result.value;
  } finally {
    socket.close();
  }
}
