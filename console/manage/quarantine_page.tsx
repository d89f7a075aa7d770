import { useState } from "preact/hooks";
import type { ApiDevice } from "../../api/schemas/devices.ts";
import { deviceById, deviceOrder } from "../data/devices.ts";
import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { href } from "../route.ts";
import { request } from "../session/session.ts";
import { readText, writeText } from "../session/storage.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Field } from "../ui/form.tsx";
import { notify, notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { Empty, Loaded } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { DevicesRead } from "./devices_read.tsx";

type Groups = readonly { readonly id: string; readonly name: string }[];

/** What arrived in the group for newcomers: to be let into another group, or sent away. */
export function QuarantinePage() {
  const [remembered, setRemembered] = useState(readText("quarantine") ?? "");
  const groups = useResource(
    "groups",
    (signal) => request("GET /device-groups", {}, { signal }),
    ["group.added", "group.removed", "group.changed"],
  );
  const choose = (id: string) => {
    setRemembered(id);
    writeText("quarantine", id);
  };
  return (
    <>
      <header class="page-head">
        <h1>{t("page.quarantine")}</h1>
        <p>{t("quarantine.text")}</p>
      </header>
      <Loaded of={groups}>
        {(list) => {
          if (list.length === 0) return <Empty icon="group" title={t("group.none")} />;
          // It may be gone, or have been another server's.
          const groupId = list.find(({ id }) => id === remembered)?.id ?? "";
          return (
            <>
              <Field label={t("quarantine.group")} hint={t("quarantine.group_hint")}>
                <select value={groupId} onChange={(event) => choose(event.currentTarget.value)}>
                  <option value="">{t("bulk.choose_group")}</option>
                  {list.map(({ id, name }) => <option key={id} value={id}>{plain(name, 80)}
                  </option>)}
                </select>
              </Field>
              {groupId !== "" && (
                <DevicesRead>
                  <Newcomers groupId={groupId} groups={list} />
                </DevicesRead>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

function Newcomers({ groupId, groups }: { readonly groupId: string; readonly groups: Groups }) {
  const devices = deviceOrder.value.map(deviceById)
    .filter((device) => device !== undefined)
    .filter((device) => device.groupId === groupId);
  if (devices.length === 0) return <Empty icon="check" title={t("quarantine.none")} />;
  const others = groups.filter(({ id }) => id !== groupId);
  return (
    <ul class="rows">
      {devices.map((device) => <Newcomer key={device.id} device={device} groups={others} />)}
    </ul>
  );
}

function Newcomer({ device, groups }: { readonly device: ApiDevice; readonly groups: Groups }) {
  const [target, setTarget] = useState("");
  const { id } = device;
  const name = plain(device.name, 80) || t("device.unnamed");
  const approve = () =>
    request("POST /devices/:id/move", { id, groupId: target })
      .then(() => notify(t("quarantine.approved", { name })), notifyProblem);
  const reject = async () => {
    const yes = await confirmLoss({
      title: t("quarantine.reject_title", { name }),
      loss: t("quarantine.reject_loss"),
      action: t("quarantine.reject"),
    });
    if (yes) await request("DELETE /devices/:id", { id }).catch(notifyProblem);
  };
  return (
    <li>
      <div>
        <a class="row-link" href={href("devices", id)}>
          <bdi>{name}</bdi>
        </a>
        <small>
          <bdi>{plain(device.os, 80)}</bdi> · {plain(device.address, 60) || "–"} ·{" "}
          <Time at={device.connectedAt} />
        </small>
      </div>
      <select
        aria-label={t("quarantine.target", { name })}
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
      >
        <option value="">{t("bulk.choose_group")}</option>
        {groups.map(({ id, name }) => <option key={id} value={id}>{plain(name, 80)}</option>)}
      </select>
      <button type="button" class="primary" disabled={target === ""} onClick={approve}>
        {t("quarantine.approve")}
      </button>
      <button type="button" onClick={reject}>{t("quarantine.reject")}</button>
    </li>
  );
}
