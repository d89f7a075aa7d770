import { useResource } from "../data/resource.ts";
import { LogList } from "../manage/log_list.tsx";
import { request } from "../session/session.ts";
import { Loaded } from "../ui/states.tsx";
import type { DeviceTabProps } from "./device_tab.ts";

/** What happened on the device. */
export function EventsTab({ device: { id } }: DeviceTabProps) {
  const events = useResource(
    id,
    (signal) => request("GET /events", { deviceId: id, limit: 200 }, { signal }),
    ["device.connection", "device.log", "device.changed"],
  );
  return <Loaded of={events}>{(entries) => <LogList entries={entries} />}</Loaded>;
}
