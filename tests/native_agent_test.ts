import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import process from "node:process";
import { Capability, Command, decodeMessage, formatMsh } from "../protocol/mod.ts";
import { type DeviceChange, MeshSimulator, type SimulatedDevice } from "../simulator/mod.ts";
import { type NativeAgent, startNativeAgent } from "./native_agent.ts";

const canRun = process.platform === "linux" && process.arch === "x64";

Deno.test({
  name: "MeshCentral's own Linux agent enrols with the simulator over TLS, and comes back" +
    (canRun ? "" : " (skipped: it is a program for Linux x64)"),
  // The agent of 0.7.99 sends its WebSocket frames unmasked, which `ws` 8, and so a newer
  // MeshCentral, too, answers with a close (1002, "MASK must be set").
  ignore: !canRun || process.env.MESHCENTRAL_VERSION === "0.7.99",
  async fn() {
    await using simulator = new MeshSimulator({ groups: ["natives"] });
    const commands: number[][] = [];
    simulator.addEventListener("frame", ({ from, data, connection }) => {
      const { command } = decodeMessage(data, from);
      if (from === "agent" && command !== "json") (commands[connection - 1] ??= []).push(command);
    });
    simulator.addEventListener("held", ({ reason }) => assert.fail(reason));
    await simulator.listen({ tls: true });
    const msh = formatMsh(await simulator.enrollment());
    assert.match(msh, /^ServerHash=/m); // a line of ours, which it does not know

    let folder: string;
    {
      const online = changeTo(simulator, "online");
      await using agent = await startNativeAgent(msh);
      folder = agent.folder;
      const { nodeId, ...device } = await within(20_000, online, agent);
      assert.equal(device.agentId, 6);
      assert.equal(device.group, "natives");
      assert.equal(device.address, "127.0.0.1");
      assert.ok(device.capabilities & Capability.JavaScript);
      assert.deepEqual(commands[0]?.slice(0, 6), [
        Command.AgentCommitDate,
        Command.AgentOs,
        Command.ServerId,
        Command.AuthRequest,
        Command.AuthVerify,
        Command.AuthInfo,
      ]);
      // It has no core, says so, and is told that this is fine: the core's members are cleared.
      await within(5_000, changeTo(simulator, "changed"), agent);
      assert.ok(commands[0]?.includes(Command.AgentHash));
      assert.equal(commands[0]?.at(-1), Command.CoreHash);

      const again = changeTo(simulator, "online");
      simulator.disconnect(nodeId);
      assert.equal((await within(20_000, again, agent)).nodeId, nodeId);
      // It knows the server now, asks for no proof, and does not wait for an answer either.
      const order = commands[1] ?? [];
      assert.ok(order.indexOf(Command.AuthConfirm) < order.indexOf(Command.AuthRequest));
      assert.ok(order.includes(Command.AuthConfirm));

      const offline = changeTo(simulator, "offline");
      await agent.kill();
      await within(5_000, offline, agent);
      assert.deepEqual(simulator.devices().map(({ online }) => online), [false]);
    }
    assert.equal(existsSync(folder), false);
  },
});

function changeTo(simulator: MeshSimulator, wanted: DeviceChange): Promise<SimulatedDevice> {
  return new Promise((resolve) => {
    simulator.addEventListener("devicechange", ({ change, device }) => {
      if (change === wanted) resolve(device);
    });
  });
}

/** Waits so many milliseconds at most, and then shows what the agent printed. */
async function within<T>(limit: number, promise: Promise<T>, agent: NativeAgent): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`not within ${limit} ms; the agent:\n${agent.output()}`));
    timer = setTimeout(fail, limit);
  });
  return await Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
