import { CORE_DE } from "./de_core.ts";
import { DEVICE_DE } from "./de_device.ts";
import { MANAGE_DE } from "./de_manage.ts";
import type { Catalog } from "./translate.ts";

/** Every text, in German. */
export const de: Catalog = { ...CORE_DE, ...DEVICE_DE, ...MANAGE_DE };
