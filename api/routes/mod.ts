import type { RouteTable } from "../route.ts";
import type { ApiRoutes } from "../schemas/routes.ts";
import { authRoutes } from "./auth.ts";
import { deviceGroupRoutes } from "./device_groups.ts";
import { deviceRoutes } from "./devices.ts";
import { tunnelRoutes } from "./tunnels.ts";
import { userRoutes } from "./users.ts";

/** Every operation. */
export const routes: RouteTable<ApiRoutes> = {
  ...authRoutes,
  ...deviceRoutes,
  ...tunnelRoutes,
  ...userRoutes,
  ...deviceGroupRoutes,
};
