import * as v from "valibot";
import { broadcast, listEvents, makeReport } from "../handlers/server_log.ts";
import { apiLogEntry, listEventsEntries } from "../schemas/events.ts";
import { apiReport, broadcastBody, reportEntries, reportParams } from "../schemas/reports.ts";
import type { RouteTable } from "../route.ts";
import type { ServerLogRoutes } from "../schemas/routes.ts";

/** What happened, and what is said to everybody. */
export const serverLogRoutes: RouteTable<ServerLogRoutes> = {
  "GET /events": {
    operationId: "listEvents",
    summary: "What happened earlier",
    tag: "Events",
    scope: "read",
    query: listEventsEntries,
    response: v.array(apiLogEntry),
    errors: ["forbidden", "not_found"],
    handle: listEvents,
  },
  "POST /broadcast": {
    operationId: "broadcast",
    summary: "A text on the page of everybody who is logged in",
    tag: "Events",
    scope: "manage",
    body: broadcastBody,
    errors: ["forbidden", "not_found", "rejected"],
    handle: broadcast,
  },
  "GET /reports/:type": {
    operationId: "makeReport",
    summary: "A report of MeshCentral",
    tag: "Events",
    scope: "read",
    params: reportParams,
    query: reportEntries,
    response: apiReport,
    errors: ["forbidden", "not_found", "rejected"],
    handle: makeReport,
  },
};
