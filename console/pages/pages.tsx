import { exec } from "preact-iso/router";
import type { ComponentType } from "preact";
import { DashboardPage } from "./dashboard_page.tsx";
import { t } from "../i18n/translate.ts";
import { href, path } from "../route.ts";
import { Empty } from "../ui/states.tsx";
import { lazy } from "../ui/lazy.tsx";

type Parameters = Readonly<Record<string, string>>;

const PAGES: readonly (readonly [pattern: string, page: ComponentType<Parameters>])[] = [
  ["/", DashboardPage],
  ["/devices", DashboardPage],
  ["/devices/:id/:tab?", lazy(async () => (await import("../device/device_page.tsx")).DevicePage)],
  ["/groups", lazy(async () => (await import("../manage/groups_page.tsx")).GroupsPage)],
  ["/groups/:id", lazy(async () => (await import("../manage/group_page.tsx")).GroupPage)],
  ["/quarantine", lazy(async () => (await import("../manage/quarantine_page.tsx")).QuarantinePage)],
  ["/users", lazy(async () => (await import("../manage/users_page.tsx")).UsersPage)],
  [
    "/user-groups",
    lazy(async () => (await import("../manage/user_groups_page.tsx")).UserGroupsPage),
  ],
  ["/events", lazy(async () => (await import("../manage/events_page.tsx")).EventsPage)],
  ["/health", lazy(async () => (await import("../manage/health_page.tsx")).HealthPage)],
  ["/account", lazy(async () => (await import("../manage/account_page.tsx")).AccountPage)],
] as const;

/** The page that the address names. */
export function CurrentPage() {
  for (const [pattern, Page] of PAGES) {
    const match = exec(path.value, pattern, { path: path.value, query: {}, params: {} });
    if (match !== undefined) return <Page key={match.params.id ?? pattern} {...match.params} />;
  }
  return (
    <Empty icon="search" title={t("page.unknown")}>
      <a href={href("devices")}>{t("page.devices")}</a>
    </Empty>
  );
}
