import { useState } from "preact/hooks";
import type { ApiRoutes } from "../../api/client/mod.ts";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { CopyButton } from "../ui/copy_button.tsx";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { Empty, Loaded } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { AddShare } from "./add_share.tsx";
import type { DeviceTabProps } from "./device_tab.ts";

type Share = ApiRoutes["GET /devices/:id/shares"]["output"][number];

/** Links with which guests reach the device. */
export function SharingTab({ device: { id } }: DeviceTabProps) {
  const [adding, setAdding] = useState(false);
  const shares = useResource(
    id,
    (signal) => request("GET /devices/:id/shares", { id }, { signal }),
    ["device.shares"],
  );
  const remove = async (share: Share) => {
    const guest = plain(share.guestName, 60);
    const yes = await confirmLoss({
      title: t("share.remove_title", { guest }),
      loss: t("share.remove_loss"),
      action: t("action.delete"),
    });
    if (!yes) return;
    await request("DELETE /devices/:id/shares/:publicId", { id, publicId: share.id })
      .then(shares.reload, notifyProblem);
  };
  return (
    <>
      <p>
        <button type="button" class="primary" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t("share.add")}
        </button>
      </p>
      <Loaded of={shares}>
        {(list) =>
          list.length === 0 ? <Empty icon="link" title={t("share.none")} /> : (
            <ul class="rows">
              {list.map((share) => (
                <ShareRow
                  key={share.id}
                  share={share}
                  remove={() => remove(share)}
                />
              ))}
            </ul>
          )}
      </Loaded>
      {adding && <AddShare id={id} saved={shares.reload} close={() => setAdding(false)} />}
    </>
  );
}

function ShareRow({ share, remove }: { readonly share: Share; readonly remove: () => void }) {
  return (
    <li>
      <div>
        <strong>
          <bdi>{plain(share.guestName, 60)}</bdi>
        </strong>
        <small>
          {share.types.map((type) => t(`share.${type}`)).join(", ")}
          {share.viewOnly && ` · ${t("share.view_only")}`}
          {" · "}
          {share.expiresAt === undefined ? t("share.forever") : <Time at={share.expiresAt} />}
        </small>
      </div>
      {share.url && <CopyButton text={share.url} />}
      <button
        type="button"
        class="quiet"
        aria-label={t("share.remove_title", { guest: plain(share.guestName, 60) })}
        onClick={remove}
      >
        <Icon name="trash" />
      </button>
    </li>
  );
}
