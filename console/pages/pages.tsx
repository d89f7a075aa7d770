import { DashboardPage } from "./dashboard_page.tsx";
import { loadMore } from "../load_parts.ts";
import { t } from "../i18n/translate.ts";
import { href, path } from "../route.ts";
import { Empty } from "../ui/states.tsx";
import { lazy } from "../ui/lazy.tsx";
import { usePageTitle } from "./page_title.ts";

const DevicePage = lazy(async () => (await loadMore()).DevicePage);
const GroupPage = lazy(async () => (await loadMore()).GroupPage);

const PAGES = {
  devices: DashboardPage,
  groups: lazy(async () => (await loadMore()).GroupsPage),
  quarantine: lazy(async () => (await loadMore()).QuarantinePage),
  users: lazy(async () => (await loadMore()).UsersPage),
  "user-groups": lazy(async () => (await loadMore()).UserGroupsPage),
  events: lazy(async () => (await loadMore()).EventsPage),
  health: lazy(async () => (await loadMore()).HealthPage),
  account: lazy(async () => (await loadMore()).AccountPage),
} as const;

/** The page that the address names: `/devices`, or `/devices/ID/TAB`. */
export function CurrentPage() {
  const [name = "", id, tab, ...rest] = path.value.split("/").slice(1).map(decoded);
  const known = rest.length === 0 && (name === "" || Object.hasOwn(PAGES, name));
  if (known && id === undefined) {
    const Page = PAGES[(name || "devices") as keyof typeof PAGES];
    return <Page key={name} />;
  }
  if (known && id && name === "devices") return <DevicePage key={id} id={id} tab={tab} />;
  if (known && id && name === "groups" && tab === undefined) return <GroupPage key={id} id={id} />;
  return <UnknownPage />;
}

function UnknownPage() {
  usePageTitle(t("page.unknown"));
  return (
    <Empty icon="search" title={t("page.unknown")}>
      <a href={href("devices")}>{t("page.devices")}</a>
    </Empty>
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
