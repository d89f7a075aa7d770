import type { ApiRoutes } from "../../api/client/mod.ts";
import { deviceById, deviceOrder, devicesLoaded } from "../data/devices.ts";
import { useResource } from "../data/resource.ts";
import { t, tn } from "../i18n/translate.ts";
import { usePageTitle } from "../pages/page_title.ts";
import { go, href } from "../route.ts";
import { request } from "../session/session.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { CopyButton } from "../ui/copy_button.tsx";
import { Icon } from "../ui/icon.tsx";
import { notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { Loaded } from "../ui/states.tsx";
import { EnrolTab } from "./enrol_tab.tsx";
import { InviteLink } from "./invite_link.tsx";
import { RightsMatrix } from "./rights_matrix.tsx";

/** A device group as the API has it. */
export type DeviceGroup = ApiRoutes["GET /device-groups/:groupId"]["output"];

/** One device group: who may what, and how devices join it. */
export function GroupPage({ id = "" }: { readonly id?: string }) {
  const group = useResource(
    id,
    (signal) => request("GET /device-groups/:groupId", { groupId: id }, { signal }),
    ["group.changed", "group.removed"],
  );
  return (
    <Loaded of={group}>
      {(data) => <Group group={data} reload={group.reload} />}
    </Loaded>
  );
}

function Group({ group, reload }: { readonly group: DeviceGroup; readonly reload: () => void }) {
  const name = plain(group.name, 120);
  usePageTitle(name);
  // Of a list that could not be read nothing is counted.
  const count = devicesLoaded.value ? countDevices(group.id) : undefined;
  const remove = async () => {
    const yes = await confirmLoss({
      title: t("group.remove_title", { name }),
      loss: count === undefined ? t("group.remove_loss") : tn("group.remove_loss", count),
      action: t("action.delete"),
      word: name,
    });
    if (!yes) return;
    await request("DELETE /device-groups/:groupId", { groupId: group.id, force: true })
      .then(() => go("groups"), notifyProblem);
  };
  return (
    <>
      <header class="page-head">
        <a class="back" href={href("groups")}>
          <Icon name="back" /> {t("page.groups")}
        </a>
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p>
          <bdi>{plain(group.description, 500)}</bdi>{" "}
          {count !== undefined && tn("devices.count", count)}
        </p>
        <p>
          <code class="long-id">{group.id}</code> <CopyButton text={group.id} />
        </p>
        <button type="button" onClick={remove}>
          <Icon name="trash" /> {t("action.delete")}
        </button>
      </header>
      <RightsMatrix group={group} reload={reload} />
      <div class="cards">
        <EnrolTab group={group} />
        <InviteLink groupId={group.id} />
      </div>
    </>
  );
}

function countDevices(groupId: string): number {
  return deviceOrder.value.filter((id) => deviceById(id)?.groupId === groupId).length;
}
