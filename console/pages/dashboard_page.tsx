import { deviceOrder, devicesLoaded, devicesProblem, readDevices } from "../data/devices.ts";
import { shownDevices, view } from "../data/device_view.ts";
import { BulkBar } from "../devices/bulk_bar.tsx";
import { DeviceFilter } from "../devices/device_filter.tsx";
import { DeviceList } from "../devices/device_list.tsx";
import { t, tn } from "../i18n/translate.ts";
import { href } from "../route.ts";
import { Empty, Failure, Loading } from "../ui/states.tsx";

/** Every device that the operator sees. */
export function DashboardPage() {
  return (
    <div class="dashboard">
      <header class="page-head">
        <h1>{t("page.devices")}</h1>
        {devicesLoaded.value && <p>{tn("devices.count", shownDevices.value.length)}</p>}
      </header>
      <DeviceFilter />
      <Devices />
      <BulkBar />
    </div>
  );
}

function Devices() {
  if (!devicesLoaded.value) {
    return devicesProblem.value === undefined
      ? <Loading />
      : <Failure problem={devicesProblem.value} retry={readDevices} />;
  }
  if (deviceOrder.value.length === 0) {
    return (
      <Empty icon="device" title={t("devices.none")}>
        <p>{t("devices.none_hint")}</p>
        <a class="button" href={href("groups")}>{t("page.groups")}</a>
      </Empty>
    );
  }
  if (shownDevices.value.length === 0) {
    return (
      <Empty icon="search" title={t("devices.no_match")}>
        <button
          type="button"
          onClick={() => view.value = { ...view.value, search: "", state: "all" }}
        >
          {t("devices.show_all")}
        </button>
      </Empty>
    );
  }
  return <DeviceList />;
}
