/**
 * What a page knows at once of the browser and the platform that it runs on.
 *
 * @module
 */

/** `navigator.userAgentData`, which only Chromium has. */
interface UserAgentData {
  readonly brands?: readonly { readonly brand: string; readonly version: string }[];
  readonly mobile?: boolean;
  readonly platform?: string;
  getHighEntropyValues?(hints: readonly string[]): Promise<Readonly<Record<string, string>>>;
}

/** The parts of `navigator` that this file reads; none is in every browser. */
interface FactsNavigator {
  readonly userAgent?: string;
  readonly platform?: string;
  readonly onLine?: boolean;
  readonly hardwareConcurrency?: number;
  readonly deviceMemory?: number;
  readonly userAgentData?: UserAgentData;
  readonly connection?: Partial<EventTarget> & {
    readonly effectiveType?: string;
    readonly downlink?: number;
  };
  getBattery?(): Promise<EventTarget & { readonly charging: boolean; readonly level: number }>;
  readonly storage?: StorageManager;
}

/** Node 20 has no `navigator`. */
export function factsNavigator(): FactsNavigator {
  return (globalThis.navigator ?? {}) as FactsNavigator;
}

/** `"Chromium 156"`, `"Firefox/140.0"`, `"Deno/2.9.6"`. */
export function browserName(): string {
  const { userAgentData, userAgent = "JavaScript" } = factsNavigator();
  // One of the brands is made up, so that nobody relies on their number or order.
  const brands = userAgentData?.brands?.filter(({ brand }) => !/Not.*Brand/.test(brand));
  const brand = brands?.find(({ brand }) => brand !== "Chromium") ?? brands?.[0];
  // The last product of the others' user agent is the one that it is.
  return brand ? `${brand.brand} ${brand.version}` : userAgent.split(" ").at(-1) ?? userAgent;
}

/** `"Linux"`, `"Windows"`, `"Chrome OS"`, …; empty when the browser does not say. */
export function platformName(): string {
  const { userAgentData, platform } = factsNavigator();
  return userAgentData?.platform || platform || "";
}

/** A name for a device that was given none: `"Chromium 156 on Linux"`. */
export function defaultDeviceName(): string {
  return [browserName(), platformName()].filter(Boolean).join(" on ");
}

/** MeshCentral's icon (AUTH_INFO's platformType): 3 phone, 1 desktop. */
export function defaultDeviceIcon(): number {
  const { userAgentData, userAgent = "" } = factsNavigator();
  return userAgentData?.mobile ?? /Mobi|Android/.test(userAgent) ? 3 : 1;
}
