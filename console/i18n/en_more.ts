import { DEVICE_EN } from "./en_device.ts";
import { MANAGE_EN } from "./en_manage.ts";

/** English texts of what the first view does without. */
export const MORE_EN = { ...DEVICE_EN, ...MANAGE_EN } as const;
