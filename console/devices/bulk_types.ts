import type { ApiRoutes } from "../../api/client/mod.ts";

/** What was asked of a device, and how far it is. */
export type ApiOperation = ApiRoutes["GET /operations/:id"]["output"];
/** What to do with a device's power. */
export type PowerOperation = ApiRoutes["POST /devices/:id/power"]["input"]["operation"];
