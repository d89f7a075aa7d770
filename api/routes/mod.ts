import type { RouteTable } from "../route.ts";
import type { ApiRoutes } from "../schemas/routes.ts";
import { accountRoutes } from "./account.ts";
import { authRoutes } from "./auth.ts";
import { deviceActionRoutes } from "./device_actions.ts";
import { deviceGroupRoutes } from "./device_groups.ts";
import { deviceRoutes } from "./devices.ts";
import { fileRoutes } from "./files.ts";
import { serverLogRoutes } from "./server_log.ts";
import { userGroupRoutes } from "./user_groups.ts";
import { userRoutes } from "./users.ts";

/** Every operation. */
export const routes: RouteTable<ApiRoutes> = {
  ...authRoutes,
  ...accountRoutes,
  ...deviceRoutes,
  ...deviceActionRoutes,
  ...fileRoutes,
  ...userRoutes,
  ...userGroupRoutes,
  ...deviceGroupRoutes,
  ...serverLogRoutes,
};
