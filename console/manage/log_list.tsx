import type { ApiRoutes } from "../../api/client/mod.ts";
import { deviceById } from "../data/devices.ts";
import { t } from "../i18n/translate.ts";
import { href } from "../route.ts";
import { plain } from "../ui/plain.ts";
import { Empty } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";

/** What happened earlier, newest first. */
export function LogList(
  { entries }: { readonly entries: ApiRoutes["GET /events"]["output"] },
) {
  if (entries.length === 0) return <Empty icon="clock" title={t("events.none")} />;
  return (
    <ol class="rows log">
      {entries.map((entry, index) => (
        <li key={`${entry.time} ${index}`}>
          <small class="when">
            <Time at={entry.time} />
          </small>
          <span class="what">
            <bdi>{plain(entry.text, 500) || entry.action}</bdi>
          </span>
          {entry.deviceId && (
            <a href={href("devices", entry.deviceId)}>
              <bdi>{plain(deviceById(entry.deviceId)?.name, 60) || t("events.a_device")}</bdi>
            </a>
          )}
          {entry.userid && (
            <small>
              <bdi>{plain(entry.userid, 60)}</bdi>
            </small>
          )}
        </li>
      ))}
    </ol>
  );
}
