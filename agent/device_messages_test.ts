import assert from "node:assert/strict";
import type { JsonObject } from "../protocol/mod.ts";
import { answerSystemInfo, introduce, tellDevice } from "./device_messages.ts";
import { browserName, defaultDeviceIcon, defaultDeviceName, platformName } from "./device_facts.ts";

/** Runs with what a browser would have in `navigator`. */
async function inBrowser<T>(navigator: unknown, work: () => T | Promise<T>): Promise<T> {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  try {
    return await work();
  } finally {
    if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
    else Object.defineProperty(globalThis, "navigator", before);
  }
}

/** What is said to the server in `work`. */
async function said(
  work: (session: Parameters<typeof introduce>[0]) => Promise<void>,
): Promise<JsonObject[]> {
  const messages: JsonObject[] = [];
  await work({
    nodeId: "",
    signal: new AbortController().signal,
    access: {},
    refreshDeviceInfo: () => {},
    send: (message) => messages.push(message),
    openSocket: () => assert.fail("no socket is needed"),
  });
  return messages;
}

const AGENT = { capabilities: 0, features: [], deviceInfo: undefined };

const CHROME = {
  userAgent: "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36",
  platform: "Linux x86_64",
  onLine: true,
  hardwareConcurrency: 8,
  deviceMemory: 4,
  connection: { effectiveType: "4g", downlink: 10 },
  storage: { estimate: () => Promise.resolve({ quota: 5.5 * 2 ** 30 }) },
  userAgentData: {
    brands: [
      { brand: "Not;A=Brand", version: "8" },
      { brand: "Chromium", version: "156" },
      { brand: "Google Chrome", version: "156" },
    ],
    mobile: false,
    platform: "Chrome OS",
    getHighEntropyValues: () =>
      Promise.resolve({ architecture: "x86", bitness: "64", model: "", platformVersion: "16.1" }),
  },
};

const FIREFOX_ON_ANDROID = {
  userAgent: "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
  platform: "Linux armv8l",
};

Deno.test("a device without a name is called after its browser and platform", async () => {
  await inBrowser(CHROME, () => {
    assert.equal(defaultDeviceName(), "Google Chrome 156 on Chrome OS");
    assert.equal(defaultDeviceIcon(), 1);
  });
  await inBrowser(FIREFOX_ON_ANDROID, () => {
    assert.equal(defaultDeviceName(), "Firefox/140.0 on Linux armv8l");
    assert.equal(defaultDeviceIcon(), 3);
  });
  await inBrowser(undefined, () => {
    assert.equal(browserName(), "JavaScript");
    assert.equal(platformName(), "");
    assert.equal(defaultDeviceName(), "JavaScript");
  });
});

Deno.test("it introduces itself with its network and its core, and claims no more than it has", async () => {
  const messages = await inBrowser(
    CHROME,
    () => said((session) => introduce(session, { ...AGENT, capabilities: 6 })),
  );
  assert.deepEqual(messages, [
    { action: "netinfo", netif2: { "Browser connection, 4g": [{ status: "up", speed: 10e6 }] } },
    {
      action: "coreinfo",
      value: "@cs/meshcentral browser agent",
      caps: 6,
      osdesc: "Google Chrome 156, Chrome OS 16.1",
      root: false,
    },
  ]);
});

Deno.test("what a browser does not tell is left out", async () => {
  const messages = await inBrowser(
    FIREFOX_ON_ANDROID,
    () => said((session) => introduce(session, AGENT)),
  );
  assert.deepEqual(messages[0], {
    action: "netinfo",
    netif2: { "Browser connection": [{ status: "up" }] },
  });
  assert.equal(messages[1]?.osdesc, "Firefox/140.0, Linux armv8l");
  const [{ data } = {}] = await inBrowser(
    FIREFOX_ON_ANDROID,
    () => said((session) => answerSystemInfo(session, AGENT, undefined)),
  );
  assert.deepEqual((data as JsonObject).hardware, { identifiers: {} });
});

Deno.test("sysinfo has processors, memory and storage, in keys that MeshCentral stores", async () => {
  const ask = (navigator: unknown, hash?: unknown) =>
    inBrowser(navigator, () => said((session) => answerSystemInfo(session, AGENT, hash)));
  const [{ data } = {}] = await ask(CHROME);
  const { hardware, hash } = data as { hardware: JsonObject; hash: string };
  assert.deepEqual(hardware, {
    identifiers: {
      cpu_name: "8 logical processors, x86 64-bit, 4 GiB memory or more",
      storage_devices: [{ Caption: "Storage quota of this page", Size: 5 * 2 ** 30 }],
    },
  });
  assert.deepEqual(await ask(CHROME, hash), []);
  assert.equal((await ask({ ...CHROME, deviceMemory: 8 }, hash)).length, 1);
  for (const key of JSON.stringify(hardware).matchAll(/"([^"]+)":/g)) {
    assert.match(key[1] ?? "", /^\w+$/);
  }
});

Deno.test("a phone has its model", async () => {
  const phone = {
    ...FIREFOX_ON_ANDROID,
    userAgentData: {
      mobile: true,
      platform: "Android",
      getHighEntropyValues: () => Promise.resolve({ model: "Pixel 9" }),
    },
  };
  const [{ data } = {}] = await inBrowser(
    phone,
    () => said((session) => answerSystemInfo(session, AGENT, undefined)),
  );
  assert.deepEqual((data as { hardware: JsonObject }).hardware.mobile, {
    brand: "Android",
    model: "Pixel 9",
  });
});

Deno.test("the information of features and of the program is merged with the agent's, in this order", async () => {
  const agent = {
    capabilities: 6,
    features: [
      {
        name: "a",
        capabilities: 0,
        receive: () => false,
        deviceInfo: { coreInfo: { osdesc: "Kiosk 1", action: "x", caps: 0, users: ["ann"] } },
      },
      {
        name: "b",
        capabilities: 0,
        receive: () => false,
        deviceInfo: () =>
          Promise.resolve({
            hardware: { identifiers: { bios_vendor: "ACME", product_name: "K" } },
          }),
      },
      {
        name: "c",
        capabilities: 0,
        receive: () => false,
        deviceInfo: () => {
          throw new Error("out of order");
        },
      },
    ],
    deviceInfo: {
      coreInfo: { osdesc: "Kiosk 2" },
      hardware: {
        "a-b": 1,
        kiosk: { "x.y": 1, long: "l".repeat(2000), list: [{ "$": 1, ok: 2 }] },
      },
    },
  };
  const messages = await inBrowser(CHROME, () =>
    said(async (session) => {
      await introduce(session, agent);
      await answerSystemInfo(session, agent, undefined);
    }));
  const core = messages.find(({ action }) => action === "coreinfo");
  assert.deepEqual([core?.["osdesc"], core?.["caps"], core?.["users"], core?.["root"]], [
    "Kiosk 2",
    6,
    ["ann"],
    false,
  ]);
  const { hardware } = messages.find(({ action }) => action === "sysinfo")?.["data"] as {
    readonly hardware: JsonObject;
  };
  assert.equal((hardware["identifiers"] as JsonObject)["bios_vendor"], "ACME");
  assert.match(String((hardware["identifiers"] as JsonObject)["cpu_name"]), /8 logical/);
  assert.deepEqual(hardware["kiosk"], { long: "l".repeat(1024), list: [{ ok: 2 }] });
  assert.equal("a-b" in hardware, false);
});

Deno.test("device information that changed is told again, with its new hash", async () => {
  let product = "one";
  const agent = { ...AGENT, deviceInfo: () => ({ hardware: { identifiers: { product } } }) };
  const messages = await inBrowser(CHROME, () =>
    said(async (session) => {
      await answerSystemInfo(session, agent, undefined);
      product = "two";
      await tellDevice(session, agent);
    }));
  assert.deepEqual(messages.map(({ action }) => action), ["sysinfo", "coreinfo", "sysinfo"]);
  const [first, , second] = messages.map(({ data }) => data as JsonObject);
  assert.notEqual(first?.["hash"], second?.["hash"]);
});
