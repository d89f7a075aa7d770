/**
 * The messages with which an agent tells what its device is: `coreinfo` and `sysinfo`, as
 * MeshCentral's device page shows them. Only what a page can truthfully know. Loaded on demand,
 * once the agent is online.
 *
 * @module
 */
import type { JsonObject } from "../protocol/mod.ts";
import { type DeviceInfo, mergeDeviceInfo } from "./device_info.ts";
import type { AgentSession } from "./feature.ts";
import type { ResolvedOptions } from "./options.ts";
import { tellChanges } from "./device_changes.ts";
import { browserName, factsNavigator, platformName } from "./device_facts.ts";

/** The parts of an agent that describe its device. */
export type DescribedAgent = Pick<ResolvedOptions, "capabilities" | "deviceInfo" | "features">;

/** Tells what the device is, unasked, as the native agent does; and later what of it changes. */
export async function introduce(session: AgentSession, agent: DescribedAgent): Promise<void> {
  const told = tellChanges(session);
  session.send((await describe(agent)).coreInfo);
  await told;
}

/** Tells everything again, since a feature has found out something. */
export async function tellDevice(session: AgentSession, agent: DescribedAgent): Promise<void> {
  session.send((await describe(agent)).coreInfo);
  await answerSystemInfo(session, agent, undefined);
}

/** The server names the hash of what it has stored; the same needs no second sending. */
export async function answerSystemInfo(
  session: AgentSession,
  agent: DescribedAgent,
  storedHash: unknown,
): Promise<void> {
  const data = await systemInfo(agent);
  if (data.hash !== storedHash) session.send({ action: "sysinfo", data });
}

/** All that is known about the device: by the agent, its features, and the program around it. */
async function describe(agent: DescribedAgent): Promise<Required<DeviceInfo>> {
  const own = { coreInfo: await coreFacts(), hardware: await hardwareFacts() };
  const sources = [...agent.features.map(({ deviceInfo }) => deviceInfo), agent.deviceInfo];
  const { coreInfo, hardware } = await mergeDeviceInfo(own, sources);
  return { coreInfo: { ...coreInfo, action: "coreinfo", caps: agent.capabilities }, hardware };
}

/** `coreinfo`: what runs here, and on what. */
async function coreFacts(): Promise<JsonObject> {
  const { platformVersion } = await highEntropyValues();
  const platform = [platformName(), platformVersion].filter(Boolean).join(" ");
  return {
    value: "@cs/meshcentral browser agent",
    osdesc: [browserName(), platform].filter(Boolean).join(", "),
    // A page is confined to its sandbox: the UI says "Restricted".
    root: false,
  };
}

/**
 * The data of `sysinfo`, with its hash: the server stores it and asks again only after a change.
 * Keys are letters, digits and `_`, strings at most 1024 characters: a real server drops the whole
 * message otherwise (`common.js`, validateObjectForMongo).
 */
async function systemInfo(agent: DescribedAgent): Promise<JsonObject> {
  const { hardware } = await describe(agent);
  const text = new TextEncoder().encode(JSON.stringify(hardware));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-384", text));
  return { hardware, hash: btoa(String.fromCharCode(...digest)) };
}

async function hardwareFacts(): Promise<JsonObject> {
  const { hardwareConcurrency, deviceMemory, storage } = factsNavigator();
  const { architecture, bitness, model } = await highEntropyValues();
  const cpu = [
    hardwareConcurrency && `${hardwareConcurrency} logical processors`,
    [architecture, bitness && `${bitness}-bit`].filter(Boolean).join(" "),
    deviceMemory && `${deviceMemory} GiB memory or more`,
  ].filter(Boolean).join(", ");
  const graphics = graphicsName();
  const quota = (await storage?.estimate?.().catch(() => undefined))?.quota;
  return {
    identifiers: {
      ...(cpu === "" ? {} : { cpu_name: cpu.slice(0, 1024) }),
      ...(graphics === undefined ? {} : { gpu_name: [graphics.slice(0, 1024)] }),
      ...(quota === undefined ? {} : {
        // Rounded to GiB: the quota moves with every byte stored, the hash should not.
        storage_devices: [{
          Caption: "Storage quota of this page",
          Size: Math.floor(quota / 2 ** 30) * 2 ** 30,
        }],
      }),
    },
    // The details page wants both a brand and a model.
    ...(model ? { mobile: { brand: platformName(), model } } : {}),
  };
}

/** Empty where the browser does not tell. */
async function highEntropyValues(): Promise<Readonly<Record<string, string>>> {
  const hints = ["architecture", "bitness", "model", "platformVersion"];
  return await factsNavigator().userAgentData?.getHighEntropyValues?.(hints).catch(() => ({})) ??
    {};
}

/** The graphics chip as WebGL names it, without leaving a context behind. */
function graphicsName(): string | undefined {
  if (typeof OffscreenCanvas === "undefined") return undefined;
  const gl = new OffscreenCanvas(1, 1).getContext("webgl");
  if (!gl) return undefined;
  const debugInfo = gl.getExtension("WEBGL_debug_renderer_info");
  const name = gl.getParameter(debugInfo?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER) as string;
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return name || undefined;
}
