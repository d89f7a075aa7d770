import assert from "node:assert/strict";
import { encodeTunnelControl, type TunnelConsole } from "../../protocol/mod.ts";
import { DeviceFiles } from "./device_files.ts";

/** A device that says this about the tunnel, and then ends it. */
function ended(...said: readonly Omit<TunnelConsole, "type">[]): DeviceFiles {
  async function* frames(): AsyncGenerator<string> {
    yield await Promise.resolve("c");
    for (const message of said) yield encodeTunnelControl({ type: "console", ...message });
  }
  return new DeviceFiles(
    {
      frames: frames(),
      send: () => Promise.resolve(),
      close: () => {},
    } as unknown as ConstructorParameters<typeof DeviceFiles>[0],
  );
}

Deno.test("DeviceFiles tells a refusal from no answer, and from any other end", async () => {
  const waiting = { msg: "Waiting for user to grant access...", msgid: 1 };
  const cases = [
    [[waiting, { msg: "Denied by the person at the device.", msgid: 2 }], "consent_refused"],
    [[{ msg: "Denied", msgid: 2 }], "consent_refused"],
    [
      [waiting, { msg: "The person at the device has not answered.", msgid: 0 }],
      "consent_unanswered",
    ],
    [[waiting, { msg: "Something else", msgid: 0 }], "conflict"],
    [[], "conflict"],
  ] as const;
  for (const [said, code] of cases) {
    await assert.rejects(ended(...said).list("/"), { code }, JSON.stringify(said));
  }
});
