import { useState } from "preact/hooks";
import { deviceById, deviceOrder, devicesLoaded, devicesProblem } from "../data/devices.ts";
import { useResource } from "../data/resource.ts";
import { t, tn } from "../i18n/translate.ts";
import { go, href } from "../route.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";
import { Icon } from "../ui/icon.tsx";
import { plain } from "../ui/plain.ts";
import { Empty, Loaded } from "../ui/states.tsx";
import { DevicesRead } from "./devices_read.tsx";

/** Device groups. */
export function GroupsPage() {
  const [adding, setAdding] = useState(false);
  const groups = useResource(
    "groups",
    (signal) => request("GET /device-groups", {}, { signal }),
    ["group.added", "group.changed", "group.removed"],
  );
  const counts = new Map<string, number>();
  for (const id of deviceOrder.value) {
    const { groupId = "" } = deviceById(id) ?? {};
    counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
  }
  return (
    <>
      <header class="page-head">
        <h1>{t("page.groups")}</h1>
        <button type="button" class="primary" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t("group.add")}
        </button>
      </header>
      <Loaded of={groups}>
        {(list) =>
          list.length === 0 ? <Empty icon="group" title={t("group.none")} /> : (
            <ul class="rows">
              {list.map((group) => (
                <li key={group.id}>
                  <div>
                    <a class="row-link" href={href("groups", group.id)}>
                      <bdi>{plain(group.name, 80)}</bdi>
                    </a>
                    <small>
                      <bdi>{plain(group.description, 200)}</bdi>
                    </small>
                  </div>
                  {devicesLoaded.value && (
                    <span>{tn("devices.count", counts.get(group.id) ?? 0)}</span>
                  )}
                  <span>{tn("group.members", group.users.length)}</span>
                </li>
              ))}
            </ul>
          )}
      </Loaded>
      {devicesProblem.value !== undefined && <DevicesRead />}
      {adding && <AddGroup close={() => setAdding(false)} />}
    </>
  );
}

function AddGroup({ close }: { readonly close: () => void }) {
  const [name, setName, dropName] = useDraft("group.name");
  const [description, setDescription, dropDescription] = useDraft("group.description");
  const add = async () => {
    const { id } = await request("POST /device-groups", {
      name,
      ...(description === "" ? {} : { description }),
    });
    dropName();
    dropDescription();
    close();
    go("groups", id);
  };
  return (
    <Dialog title={t("group.add")} close={close}>
      <Form submit={add} label={t("action.create")} cancel={close}>
        <Field label={t("group.name")}>
          <input
            required
            maxLength={128}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("device.description")}>
          <input
            maxLength={1024}
            value={description}
            onInput={(event) => setDescription(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
