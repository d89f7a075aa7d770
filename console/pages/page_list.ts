import type { MessageKey } from "../i18n/translate.ts";
import type { IconName } from "../ui/icon.tsx";

/** A page of the menu. */
export interface MenuPage {
  readonly path: string;
  readonly label: MessageKey;
  readonly icon: IconName;
}

/** The menu, in order. */
export const MENU: readonly MenuPage[] = [
  { path: "devices", label: "page.devices", icon: "device" },
  { path: "groups", label: "page.groups", icon: "group" },
  { path: "quarantine", label: "page.quarantine", icon: "alert" },
  { path: "users", label: "page.users", icon: "person" },
  { path: "user-groups", label: "page.user_groups", icon: "people" },
  { path: "events", label: "page.events", icon: "clock" },
  { path: "health", label: "page.health", icon: "health" },
  { path: "account", label: "page.account", icon: "key" },
];
