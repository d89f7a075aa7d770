import { t } from "../i18n/translate.ts";
import { Empty } from "../ui/states.tsx";

/** Stands where the device would have to be connected. */
export function OfflineNote() {
  return (
    <Empty icon="power" title={t("device.is_offline")}>
      <p>{t("device.is_offline_hint")}</p>
    </Empty>
  );
}
