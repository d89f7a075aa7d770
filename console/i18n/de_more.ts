import { DEVICE_DE } from "./de_device.ts";
import { MANAGE_DE } from "./de_manage.ts";

/** German texts of what the first view does without. */
export const MORE_DE = { ...DEVICE_DE, ...MANAGE_DE } as const;
