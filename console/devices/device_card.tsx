import { deviceById } from "../data/devices.ts";
import { selection, toggleSelected } from "../data/selection.ts";
import { t } from "../i18n/translate.ts";
import { href } from "../route.ts";
import { plain } from "../ui/plain.ts";
import { connectionText, powerText } from "./device_text.ts";

/** A device: name, id, group, connection and power; a row of the table, or a card on a phone. */
export function DeviceCard({ id }: { readonly id: string }) {
  const device = deviceById(id);
  if (device === undefined) return null;
  const name = plain(device.name, 120) || t("device.unnamed");
  return (
    <>
      <span role="gridcell" class="cell-select">
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t("device.select", { name })}
          checked={selection.value.has(id)}
          onChange={() => toggleSelected(id)}
        />
      </span>
      <span role="gridcell" class="cell-name">
        <a href={href("devices", id)} tabIndex={-1}>
          <bdi>{name}</bdi>
        </a>
        <small>
          <bdi>{plain(device.os, 80) || plain(device.hostName, 80)}</bdi>
        </small>
      </span>
      <span role="gridcell" class="cell-connection">
        <span class={device.online ? "pill on" : "pill"}>{connectionText(device)}</span>
      </span>
      <span role="gridcell" class="cell-power">{powerText(device)}</span>
      <span role="gridcell" class="cell-group">
        <bdi>{plain(device.group, 80)}</bdi>
      </span>
      <span role="gridcell" class="cell-id" title={id}>
        <small>{id.slice(0, 10)}…</small>
      </span>
    </>
  );
}
