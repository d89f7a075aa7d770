import process from "node:process";
import { type Browser, chromium } from "playwright-core";
import { existsSync } from "node:fs";

/**
 * What Chromium's address bar prepares in each window: two pages that nobody sees, and more of the
 * processor than most of our pages take.
 */
const ADDRESS_BAR = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"];

/** The switch below replaces Playwright's own: what that switches off stays off. */
const SWITCHED_OFF_BY_PLAYWRIGHT = [
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** How {@linkcode launchChromium} may differ. */
export interface LaunchOptions {
  /** The environment of an X display whose whole screen the page has, instead of headless. */
  readonly fullScreenOn?: Readonly<Record<string, string>>;
  /** A page may capture its own tab: what a person would click in the browser's picker. */
  readonly capturesTab?: boolean;
  /** Names that are served on loopback, all by one TLS certificate that no authority signed. */
  readonly served?: {
    /** `*.example.com`. */
    readonly names: string;
    readonly port: number;
    /** SHA-256 of its public key, in base64. */
    readonly keyHash: string;
  };
}

/**
 * The installed Chromium, headless, as it is for everybody: nothing here loosens how it judges
 * certificates or origins. What is switched off only keeps it from reaching out to the network.
 */
export async function launchChromium(
  { fullScreenOn, capturesTab = false, served }: LaunchOptions = {},
): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error("no Chromium: run `npm test`, it installs one");
  return await chromium.launch({
    executablePath,
    headless: fullScreenOn === undefined,
    ...(fullScreenOn === undefined ? {} : { env: { ...process.env, ...fullScreenOn } }),
    args: [
      ...fullScreenOn === undefined
        ? []
        : ["--kiosk", "--test-type", "--window-position=0,0", "--window-size=1920,1080"],
      ...capturesTab ? ["--auto-accept-this-tab-capture"] : [],
      ...served === undefined ? [] : [
        `--host-resolver-rules=MAP ${served.names}:443 127.0.0.1:${served.port}`,
        `--ignore-certificate-errors-spki-list=${served.keyHash}`,
      ],
      "--no-sandbox", // the tests may run as root
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--disable-features=${[...ADDRESS_BAR, ...SWITCHED_OFF_BY_PLAYWRIGHT]}`,
    ],
  });
}

/** Where Chromium is installed, if it is. */
export function chromiumPath(): string | undefined {
  return [process.env.CHROMIUM_PATH, ...PATHS].find((path) => path && existsSync(path));
}
