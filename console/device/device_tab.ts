import type { ApiRoutes } from "../../api/client/mod.ts";

/** A device with what it reported. */
export type DeviceDetails = ApiRoutes["GET /devices/:id"]["output"];

/** What a tab of the device page is given. */
export interface DeviceTabProps {
  readonly device: DeviceDetails;
  /** Reads the device again. */
  readonly reload: () => void;
}
