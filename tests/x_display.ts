import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import type { Page } from "playwright-core";

/** An X server without a screen. */
export interface XDisplay extends AsyncDisposable {
  /** What programs need in their environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
}

/** Starts Xvfb on a free display, with one screen of this size. */
export async function startXDisplay(width: number, height: number): Promise<XDisplay> {
  const screen = ["-screen", "0", `${width}x${height}x24`];
  const child = spawn("Xvfb", ["-displayfd", "3", ...screen, "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const closed = once(child, "close");
  const failed = once(child, "error").then(([error]) => {
    throw new Error(`Xvfb did not start: ${error.message}. On Debian: apt-get install xvfb`);
  });
  const [number] = await Promise.race([once(child.stdio[3] as Readable, "data"), failed]);
  return {
    // The native agent looks for both; this display wants no authority.
    env: { DISPLAY: `:${String(number).trim()}`, XAUTHORITY: "/dev/null" },
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}

/** Lets a page have all of a display of 1920 × 1080: there is no window manager that would. */
export async function fillScreen(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  const { windowId } = await cdp.send("Browser.getWindowForTarget");
  await cdp.send("Browser.setWindowBounds", { windowId, bounds: { windowState: "fullscreen" } });
  // Chromium leaves out the last column and row.
  await page.waitForFunction(() => innerWidth >= 1919 && innerHeight >= 1079);
}
