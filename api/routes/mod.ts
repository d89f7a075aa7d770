import type { Route } from "../route.ts";
import { authRoutes } from "./auth.ts";
import { deviceGroupRoutes } from "./device_groups.ts";
import { deviceRoutes } from "./devices.ts";
import { userRoutes } from "./users.ts";

/** Every operation. */
export const routes: readonly Route[] = [
  ...authRoutes,
  ...deviceRoutes,
  ...userRoutes,
  ...deviceGroupRoutes,
];
