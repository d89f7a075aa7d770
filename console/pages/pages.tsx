import { exec } from "preact-iso/router";
import type { ComponentType } from "preact";
import { DashboardPage } from "./dashboard_page.tsx";
import { loadMore } from "../load_more.ts";
import { t } from "../i18n/translate.ts";
import { href, path } from "../route.ts";
import { Empty } from "../ui/states.tsx";
import { lazy } from "../ui/lazy.tsx";

type Parameters = Readonly<Record<string, string>>;

const PAGES: readonly (readonly [pattern: string, page: ComponentType<Parameters>])[] = [
  ["/", DashboardPage],
  ["/devices", DashboardPage],
  ["/devices/:id/:tab?", lazy(async () => (await loadMore()).DevicePage)],
  ["/groups", lazy(async () => (await loadMore()).GroupsPage)],
  ["/groups/:id", lazy(async () => (await loadMore()).GroupPage)],
  ["/quarantine", lazy(async () => (await loadMore()).QuarantinePage)],
  ["/users", lazy(async () => (await loadMore()).UsersPage)],
  [
    "/user-groups",
    lazy(async () => (await loadMore()).UserGroupsPage),
  ],
  ["/events", lazy(async () => (await loadMore()).EventsPage)],
  ["/health", lazy(async () => (await loadMore()).HealthPage)],
  ["/account", lazy(async () => (await loadMore()).AccountPage)],
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
