import type { Browser, BrowserContextOptions, CDPSession } from "playwright-core";
import { quiet } from "./quiet.ts";
import { quantile } from "./samples.ts";

/** A page, and by what one sees that it can be used. */
export interface View {
  readonly url: string;
  /** What must be drawn; a selector. */
  readonly shows: string;
  /** The field that must take a letter; a selector. */
  readonly takes: string;
  /** Cookies and storage of an earlier login. */
  readonly login?: Exclude<BrowserContextOptions["storageState"], string | undefined>;
}

/** What a first view costs: medians. */
export interface Cost {
  /** Milliseconds from the beginning of the navigation until the page is drawn and idle. */
  readonly drawn: number;
  /** … until a letter that was typed then stands in its field. */
  readonly interactive: number;
  /** Of the main thread's own time until then; what else the machine does is not in it. */
  readonly busy: number;
  readonly fastest: number;
  readonly slowest: number;
  readonly requests: number;
  /** Bytes of all answers, headers included, as they came. */
  readonly bytes: number;
  /** Bytes after a collection. */
  readonly heap: number;
}

/**
 * Opens pages with a CPU that is throttled 4 times, each in a browser context that has never seen
 * it: nothing is cached, nothing compiled. They take turns, so that what else the machine does
 * spoils all of them alike. Times are taken by the page's own clock, which begins with the
 * navigation. Everything goes by the DevTools protocol, because Playwright's own waiting puts
 * 300 kB of script into the page, which the throttled CPU would have to read.
 */
export async function firstViews<Name extends string>(
  browser: Browser,
  views: Readonly<Record<Name, View>>,
  runs = 9,
): Promise<Readonly<Record<Name, Cost>>> {
  const names = Object.keys(views) as Name[];
  const seen = new Map(names.map((name) => [name, [] as Seen[]]));
  for (let run = 0; run < runs; run++) {
    for (const name of names) {
      await quiet();
      seen.get(name)?.push(await open(browser, views[name]));
    }
  }
  return Object.fromEntries([...seen].map(([name, all]) => [name, summary(all)])) as never;
}

function summary(seen: readonly Seen[]): Cost {
  const median = (of: keyof Seen) => quantile(seen.map((one) => one[of]), 0.5);
  return {
    drawn: median("drawn"),
    interactive: median("interactive"),
    busy: median("busy"),
    fastest: Math.min(...seen.map(({ interactive }) => interactive)),
    slowest: Math.max(...seen.map(({ interactive }) => interactive)),
    requests: median("requests"),
    bytes: median("bytes"),
    heap: median("heap"),
  };
}

type Seen = Omit<Cost, "fastest" | "slowest">;

async function open(browser: Browser, view: View): Promise<Seen> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    ...(view.login === undefined ? {} : { storageState: view.login }),
  });
  try {
    const session = await context.newCDPSession(await context.newPage());
    const traffic = await countTraffic(session);
    await session.send("Page.enable");
    const told = await listen(session);
    await session.send("Page.addScriptToEvaluateOnNewDocument", {
      source: `(${watch})(${JSON.stringify(view)})`,
    });
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await session.send("Page.navigate", { url: view.url });
    const drawn = await told("drawn");
    await session.send("Input.dispatchKeyEvent", { type: "char", text: "a" });
    const interactive = await told("typed");
    const { metrics } = await session.send("Performance.getMetrics");
    const busy = 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    return { drawn, interactive, busy, ...traffic, heap: usedSize };
  } finally {
    await context.close();
  }
}

async function countTraffic(session: CDPSession) {
  const traffic = { requests: 0, bytes: 0 };
  session.on("Network.responseReceived", ({ response }) => {
    if (response.url.startsWith("data:")) return;
    traffic.requests++;
  });
  session.on("Network.loadingFinished", ({ encodedDataLength }) => {
    traffic.bytes += encodedDataLength;
  });
  await session.send("Network.enable");
  return traffic;
}

/** What the page tells, by name. */
async function listen(session: CDPSession): Promise<(name: string) => Promise<number>> {
  const told = new Map<string, PromiseWithResolvers<number>>();
  const slot = (name: string) => {
    const known = told.get(name) ?? Promise.withResolvers<number>();
    told.set(name, known);
    return known;
  };
  session.on("Runtime.bindingCalled", ({ payload }) => {
    const [name, time] = JSON.parse(payload);
    slot(name).resolve(time);
  });
  await session.send("Runtime.enable");
  await session.send("Runtime.addBinding", { name: "tellBench" });
  return (name) => slot(name).promise;
}

/** Runs in the page: looks whether it is there, in the frames in which something has changed. */
function watch({ shows, takes }: View): void {
  const tell = (name: string) =>
    (globalThis as unknown as { tellBench(text: string): void })
      .tellBench(JSON.stringify([name, performance.now()]));
  let awaited = false;
  const changed = () => {
    // Frames that nobody else wants would be the bench's own cost.
    if (!awaited) requestAnimationFrame(look);
    awaited = true;
  };
  const observer = new MutationObserver(changed);
  const look = () => {
    awaited = false;
    const field = document.querySelector<HTMLInputElement>(takes);
    const shown = document.querySelector(shows)?.getClientRects().length ?? 0;
    if (field === null || shown === 0) return;
    observer.disconnect();
    field.addEventListener("input", () => tell("typed"), { once: true });
    // Drawn and idle: a task that was posted in the frame comes after its drawing.
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      field.focus();
      tell("drawn");
    };
    requestAnimationFrame(() => channel.port2.postMessage(undefined));
  };
  if (document.defaultView !== globalThis.top) return;
  observer.observe(document, { subtree: true, childList: true, attributes: true });
}
