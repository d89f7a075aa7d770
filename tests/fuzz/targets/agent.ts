import { bytesOf, type Frame, type Input } from "../frame.ts";
import { recorded } from "../seeds.ts";
import type { FuzzTarget } from "../target.ts";
import { OnlineAgent } from "./agent_online.ts";

const server = recorded("agent_channel/server").filter((frame) => bytesOf(frame)[1] !== 1);
const request = JSON.stringify({
  action: "msg",
  type: "tunnel",
  value: "*/meshrelay.ashx?id=1",
  userid: "user//admin",
  username: "admin",
  sessionid: "user//admin/1",
  rights: 0xffff_ffff,
  consent: 0,
});

let started: Promise<OnlineAgent> | undefined;

/** The agent with every feature: what its server says, and what operators say in tunnels. */
export const agentTargets: readonly FuzzTarget[] = [
  {
    name: "agent channel",
    covers: ["HelpFeature", "GuestShareFeature"],
    seeds: [[...server, ...otherMessages()]],
    most: 8,
    inputs: 15_000,
    run: (input) =>
      withAgent(async (agent) => {
        agent.say(...input);
        await agent.settle();
        agent.sayInTunnels(["c", "5"]);
        await agent.settle();
      }),
  },
  tunnel("terminal", recorded("tunnels/terminal operator")),
  tunnel("files", recorded("tunnels/files operator")),
  tunnel("desktop", recorded("tunnels/desktop operator")),
];

function tunnel(kind: string, frames: readonly Frame[]): FuzzTarget {
  return {
    name: `agent ${kind} tunnel`,
    covers: [],
    seeds: [["c", ...frames]],
    most: 24,
    inputs: 15_000,
    run: (input: Input) =>
      withAgent(async (agent) => {
        agent.say(request);
        await agent.settle();
        agent.sayInTunnels(input);
        await agent.settle();
      }),
  };
}

async function withAgent(work: (agent: OnlineAgent) => Promise<void>): Promise<void> {
  started ??= OnlineAgent.start();
  const agent = await started;
  try {
    await work(agent);
    await agent.end();
  } catch (error) {
    started = undefined; // the next input begins with another one
    throw error;
  }
}

function otherMessages(): readonly string[] {
  return [
    '{"action":"serverInfo","agentSelfGuestSharing":true}',
    '{"action":"guestShare","flags":2,"url":"https://a.example/","viewOnly":true}',
    '{"action":"msg","type":"localapp","value":{"cmd":"cancelhelp"}}',
    '{"action":"msg","type":"endtunnel","xuserid":"user//admin","userid":"user//admin","protocol":"kvm"}',
    '{"action":"msg","type":"ps","sessionid":"a","tag":1}',
  ];
}
