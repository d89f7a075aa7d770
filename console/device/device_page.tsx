import type { ComponentType } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { deviceById } from "../data/devices.ts";
import { useResource } from "../data/resource.ts";
import { connectionText, powerText } from "../devices/device_text.ts";
import { t } from "../i18n/translate.ts";
import { usePageTitle } from "../pages/page_title.ts";
import { href } from "../route.ts";
import { request } from "../session/session.ts";
import { Icon } from "../ui/icon.tsx";
import { loadStyle } from "../ui/load_style.ts";
import { lazy } from "../ui/lazy.tsx";
import { plain } from "../ui/plain.ts";
import { Loaded } from "../ui/states.tsx";
import { DeviceActions } from "./device_actions.tsx";
import { FilesTab } from "./files_tab.tsx";
import { ConsoleTab } from "./console_tab.tsx";
import { EventsTab } from "./events_tab.tsx";
import { NotesTab } from "./notes_tab.tsx";
import { SharingTab } from "./sharing_tab.tsx";
import { DetailsTab } from "./details_tab.tsx";
import type { DeviceDetails, DeviceTabProps } from "./device_tab.ts";

const TABS = {
  details: DetailsTab,
  terminal: lazy(async () => {
    const [{ TerminalTab }] = await Promise.all([
      import("./terminal_tab.tsx"),
      loadStyle("terminal.css"),
    ]);
    return TerminalTab;
  }),
  files: FilesTab,
  desktop: lazy(async () => (await import("./desktop_tab.tsx")).DesktopTab),
  console: ConsoleTab,
  events: EventsTab,
  notes: NotesTab,
  sharing: SharingTab,
} satisfies Readonly<Record<string, ComponentType<DeviceTabProps>>>;

type TabName = keyof typeof TABS;
const NAMES = Object.keys(TABS) as TabName[];

/** Everything about one device. */
export function DevicePage(
  { id = "", tab = "details" }: { readonly id?: string; readonly tab?: string },
) {
  const device = useResource(
    id,
    (signal) => request("GET /devices/:id", { id }, { signal }),
    ["device.changed", "device.moved", "device.removed"],
  );
  return (
    <Loaded of={device}>
      {(data) => (
        <Device
          device={{ ...data, ...deviceById(id) }}
          tab={tab}
          reload={device.reload}
        />
      )}
    </Loaded>
  );
}

function Device(
  { device, tab, reload }: {
    readonly device: DeviceDetails;
    readonly tab: string;
    readonly reload: () => void;
  },
) {
  const name = NAMES.find((name) => name === tab) ?? "details";
  const Tab = TABS[name];
  const tabs = useRef<HTMLElement>(null);
  usePageTitle(plain(device.name, 120) || t("device.unnamed"));
  useEffect(() => {
    const current = tabs.current?.querySelector("[aria-current]");
    current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [name]);
  return (
    <article class="device-page">
      <header class="page-head">
        <a class="back" href={href("devices")}>
          <Icon name="back" /> {t("page.devices")}
        </a>
        <h1>
          <bdi>{plain(device.name, 120) || t("device.unnamed")}</bdi>
        </h1>
        <p class="device-state">
          <span class={device.online ? "pill on" : "pill"}>{connectionText(device)}</span>
          <span>{powerText(device)}</span>
          <bdi>{plain(device.group, 80)}</bdi>
        </p>
        <DeviceActions device={device} />
      </header>
      <nav class="tabs" ref={tabs} aria-label={t("device.parts")}>
        {NAMES.map((each) => (
          <a
            key={each}
            href={href("devices", device.id, each)}
            aria-current={each === name ? "page" : undefined}
          >
            {t(`tab.${each}`)}
          </a>
        ))}
      </nav>
      <section aria-label={t(`tab.${name}`)} class={`tab tab-${name}`}>
        <Tab device={device} reload={reload} />
      </section>
    </article>
  );
}
