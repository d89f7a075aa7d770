import type { SimulatorClock } from "./clock.ts";
import type { SimulatorGroup } from "./device.ts";
import type { SimulatorIdentity } from "./simulator_identity.ts";
import { type OptionNames, unknownOption } from "../protocol/unknown_option.ts";

/** How a simulated server is set up; everything has a default. */
export interface MeshSimulatorOptions {
  /** Device groups: names, which get a random MeshID, or names with one. @default {["demo"]} */
  readonly groups?: readonly (string | SimulatorGroup)[];
  /** Seconds without a byte until an agent is disconnected; 0 is never. @default {150} */
  readonly agentIdleTimeout?: number;
  /** Like the real setting: any server hash and any agent signature will do. @default {false} */
  readonly ignoreAgentHashCheck?: boolean;
  /** The server's certificates. @default new ones, made when first needed, 0.5 to 1 s */
  readonly identity?: SimulatorIdentity;
  /** Time for the idle time-out and the window of disconnects. @default the machine's */
  readonly clock?: SimulatorClock;
}

/** Where a simulator listens. */
export interface ListenOptions {
  /** Address or name of the interface to listen on. @default {"127.0.0.1"} */
  readonly hostname?: string;
  /** 0: any that is free. @default {0} */
  readonly port?: number;
  /** Speak TLS, with a self-signed certificate for `localhost` and 127.0.0.1. @default {false} */
  readonly tls?: boolean;
}

/** What an agent must know of a simulator that listens. */
export interface ListeningSimulator {
  /** `ws://127.0.0.1:PORT` or `wss://…`; agents connect to `/agent.ashx` there. */
  readonly url: string;
  /** MeshID of the first group, 64 characters. */
  readonly meshId: string;
  /** 96 lower-case hex digits: of the key of the server's agent certificate. */
  readonly serverId: string;
  /** 96 lower-case hex digits: of the whole TLS certificate. */
  readonly serverHash: string;
}

const SIMULATOR: OptionNames<MeshSimulatorOptions> = {
  groups: 1,
  agentIdleTimeout: 1,
  ignoreAgentHashCheck: 1,
  identity: 1,
  clock: 1,
};
const LISTEN: OptionNames<ListenOptions> = { hostname: 1, port: 1, tls: 1 };

/** Refuses an option that does not exist. @throws {TypeError} */
export function checkSimulatorOptions(options: MeshSimulatorOptions): void {
  refuse("MeshSimulator", unknownOption(options, SIMULATOR));
}

/** Refuses an option that does not exist. @throws {TypeError} */
export function checkListenOptions(options: ListenOptions): void {
  refuse("listen", unknownOption(options, LISTEN));
}

function refuse(place: string, unknown: string | undefined): void {
  if (unknown !== undefined) throw new TypeError(`${place}: ${unknown}`);
}
