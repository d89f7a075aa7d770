/**
 * What administrators ask the server about itself.
 *
 * @module
 */
import { ControlError } from "./errors.ts";
import { number, object, text } from "./json.ts";
import type { Session } from "./session.ts";
import type { CallOptions } from "./types.ts";

/** How often the server measures when it is asked to; the first time at once. In milliseconds. */
const STATS_INTERVAL = 1000;

/** How many sessions each user has; of nobody without the site right to manage users. */
export async function getSessions(
  session: Session,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, number>> {
  const answer = await session.request({ action: "wssessioncount" }, options);
  return new Map(
    Object.entries(object(answer["wssessions"])).map(([id, count]) => [id, number(count) ?? 0]),
  );
}

/** Runs a line in the server's own console, and returns its first answer; for full administrators. */
export async function serverConsole(
  session: Session,
  line: string,
  options: CallOptions = {},
): Promise<string> {
  if (session.userInfo.siteadmin !== 0xffff_ffff) { // it would be answered with silence
    throw new ControlError("denied", "Only a full administrator may use the server's console.");
  }
  const answer = await session.request({ action: "serverconsole", value: line }, options);
  return text(answer["value"]) ?? "";
}

/** The server's memory, load and counts of users, devices and sessions, as it says them. */
export async function getServerStats(
  session: Session,
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  const request = { action: "serverstats", interval: STATS_INTERVAL };
  try {
    const { action: _action, ...stats } = await session.request(request, options);
    return stats;
  } finally {
    session.send({ action: "serverstats" }); // else it would go on sending them
  }
}

/** The versions that the server could update to (`current`, `latest`, …); it asks the internet. */
export async function getServerVersions(
  session: Session,
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  return object((await session.request({ action: "serverversion" }, options))["tags"]);
}

/** The server's log of its own errors; "" when there are none. */
export async function getServerErrors(
  session: Session,
  options: CallOptions = {},
): Promise<string> {
  return text((await session.request({ action: "servererrors" }, options))["data"]) ?? "";
}

/** Bytes and counts of messages since the server was started, as it says them. */
export async function getTrafficStats(
  session: Session,
  options: CallOptions = {},
): Promise<Readonly<Record<string, unknown>>> {
  return object((await session.request({ action: "trafficstats" }, options))["stats"]);
}
