import { type ApiClient, ApiProblem, createApiClient } from "../../api/client/mod.ts";
import type { Deployment } from "../deployment/deployment.ts";
import { publicFetch } from "../deployment/public_fetch.ts";
import type { Ledger } from "./ledger.ts";
import type { SeededRandom } from "./seeded_random.ts";

/** Where the API is for those outside. */
export const PUBLIC_URL = "https://console.example.com/api";

/** What every worker of the traffic is given. */
export interface Traffic {
  readonly deployment: Deployment;
  readonly ledger: Ledger;
  readonly random: SeededRandom;
  /** The id of the device. */
  readonly deviceId: string;
  /** Ends the traffic. */
  readonly signal: AbortSignal;
}

let clients = 0;

/**
 * A client outside, as the console has one. Each has an address of its own: of one address, more than
 * six logins of one user at once are refused as guesses.
 */
export function publicClient({ door }: Deployment): ApiClient {
  const from = `127.0.1.${1 + clients++ % 250}`;
  return createApiClient(PUBLIC_URL, { fetch: publicFetch({ ...door, from }) });
}

/**
 * Repeats a piece of work with a session of its own until the traffic ends: logs in before it, and
 * again when the session has ended.
 */
export async function work(
  traffic: Traffic,
  pause: number,
  piece: (client: ApiClient) => Promise<void>,
): Promise<void> {
  const { deployment, ledger, random, signal } = traffic;
  const client = publicClient(deployment);
  while (!signal.aborted) {
    try {
      if (client.token === undefined) {
        await ledger.send("login", (signal) => client.logIn(deployment.admin, { signal }));
      }
      if (client.token !== undefined) await piece(client);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) throw error;
      client.token = undefined;
    }
    await delay(random.between(pause / 2, pause * 1.5), signal);
  }
  await client.logOut().catch(() => {});
}

/** Resolves after so many milliseconds, or when the traffic ends. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
