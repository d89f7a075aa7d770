import type { ComponentType } from "preact";
import { deviceById } from "../data/devices.ts";
import { useResource } from "../data/resource.ts";
import { connectionText, powerText } from "../devices/device_text.ts";
import { t } from "../i18n/translate.ts";
import { href } from "../route.ts";
import { request } from "../session/session.ts";
import { Icon } from "../ui/icon.tsx";
import { lazy } from "../ui/lazy.tsx";
import { plain } from "../ui/plain.ts";
import { Loaded } from "../ui/states.tsx";
import { DeviceActions } from "./device_actions.tsx";
import { DetailsTab } from "./details_tab.tsx";
import type { DeviceDetails, DeviceTabProps } from "./device_tab.ts";

const TABS = {
  details: DetailsTab,
  terminal: lazy(async () => (await import("./terminal_tab.tsx")).TerminalTab),
  files: lazy(async () => (await import("./files_tab.tsx")).FilesTab),
  desktop: lazy(async () => (await import("./desktop_tab.tsx")).DesktopTab),
  console: lazy(async () => (await import("./console_tab.tsx")).ConsoleTab),
  events: lazy(async () => (await import("./events_tab.tsx")).EventsTab),
  notes: lazy(async () => (await import("./notes_tab.tsx")).NotesTab),
  sharing: lazy(async () => (await import("./sharing_tab.tsx")).SharingTab),
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
    ["device.changed", "device.moved"],
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
      <nav class="tabs" aria-label={t("device.parts")}>
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
