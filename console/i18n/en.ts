import { CORE_EN } from "./en_core.ts";
import { DEVICE_EN } from "./en_device.ts";
import { MANAGE_EN } from "./en_manage.ts";

/** Every text, in English. */
export const en = { ...CORE_EN, ...DEVICE_EN, ...MANAGE_EN } as const;
