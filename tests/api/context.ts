/**
 * What the steps of the suite over every route share.
 *
 * @module
 */
import assert from "node:assert/strict";
import type { ApiClient, ApiProblem } from "../../api/client/mod.ts";
import type { TestServer } from "../test_server.ts";
import { until } from "../until.ts";

/** An API to be tested. */
export interface ApiTarget {
  /** With `/api`. */
  readonly url: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly server: TestServer;
  /** A device with a native agent that is connected. */
  readonly deviceId: string;
  /** Other paths under which it is served, to be seen to answer. */
  readonly alsoAt?: readonly string[];
}

/** The same for all steps; accounts and groups that one makes, the next ones use. */
export interface SuiteContext extends Pick<ApiTarget, "server" | "deviceId"> {
  readonly target: ApiTarget;
  /** Holds each answer against the OpenAPI document. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** A client that is not logged in. */
  readonly open: () => ApiClient;
  /** Logged in as the server's administrator. */
  readonly admin: ApiClient;
  /** Logged in as an account that may do nothing. */
  readonly limited: ApiClient;
  /** In the names of what is made. */
  readonly unique: string;
  /** The group that the device is in. */
  readonly groupId: string;
}

/** The id of nothing. */
export const UNKNOWN = "A".repeat(64);

/** Passes when the API refuses with this problem. */
export async function fails(
  request: Promise<unknown>,
  status: number,
  code: string,
): Promise<void> {
  const problem = await request.then(
    () => assert.fail(`expected ${status} ${code}`),
    (problem: ApiProblem) => problem,
  );
  assert.deepEqual([problem.status, problem.code], [status, code], problem.message);
}

/** Waits until it is so. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  await until(async () => await check() || undefined);
}
