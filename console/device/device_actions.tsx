import { useState } from "preact/hooks";
import { BulkDialog } from "../devices/bulk_dialog.tsx";
import type { BulkKind } from "../devices/bulk_run.ts";
import { t } from "../i18n/translate.ts";
import { go } from "../route.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { notify, notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import type { DeviceDetails } from "./device_tab.ts";

const KINDS: readonly (readonly [BulkKind, IconName])[] = [
  ["message", "message"],
  ["toast", "bell"],
  ["command", "terminal"],
  ["power", "power"],
  ["move", "move"],
];

/** What can be done with the device, whatever part of it is shown. */
export function DeviceActions({ device }: { readonly device: DeviceDetails }) {
  const [kind, setKind] = useState<BulkKind>();
  const { id } = device;
  const remove = async () => {
    const name = plain(device.name, 80);
    const yes = await confirmLoss({
      title: t("device.remove_title", { name }),
      loss: t("device.remove_loss"),
      action: t("action.delete"),
    });
    if (!yes) return;
    try {
      await request("DELETE /devices/:id", { id });
      notify(t("device.removed", { name }));
      go("devices");
    } catch (problem) {
      notifyProblem(problem);
    }
  };
  return (
    <div class="actions" role="toolbar" aria-label={t("device.actions")}>
      {KINDS.map(([kind, icon]) => (
        <button
          key={kind}
          type="button"
          title={t(`bulk.${kind}`)}
          onClick={() => setKind(kind)}
        >
          <Icon name={icon} />
          <span>{t(`bulk.${kind}`)}</span>
        </button>
      ))}
      <button type="button" title={t("action.delete")} onClick={remove}>
        <Icon name="trash" />
        <span>{t("action.delete")}</span>
      </button>
      {kind && <BulkDialog kind={kind} ids={[id]} close={() => setKind(undefined)} />}
    </div>
  );
}
