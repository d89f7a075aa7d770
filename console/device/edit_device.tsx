import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";
import { notify } from "../ui/notices.tsx";
import type { DeviceDetails } from "./device_tab.ts";

/** Name, description and tags. */
export function EditDevice(
  { device, saved, close }: {
    readonly device: DeviceDetails;
    readonly saved: () => void;
    readonly close: () => void;
  },
) {
  const { id } = device;
  const [name, setName, dropName] = useDraft(`device.${id}.name`, device.name);
  const [description, setDescription, dropDescription] = useDraft(
    `device.${id}.description`,
    device.description ?? "",
  );
  const [tags, setTags, dropTags] = useDraft(`device.${id}.tags`, device.tags.join(", "));
  const drop = () => [dropName, dropDescription, dropTags].forEach((dropOne) => dropOne());
  const save = async () => {
    await request("PATCH /devices/:id", {
      id,
      name,
      description,
      tags: tags.split(",").map((tag) => tag.trim()).filter((tag) => tag !== ""),
    });
    drop();
    notify(t("state.saved"));
    saved();
    close();
  };
  const cancel = () => {
    drop();
    close();
  };
  return (
    <Dialog title={t("device.edit")} close={close}>
      <Form submit={save} label={t("action.save")} cancel={cancel}>
        <Field label={t("device.name")}>
          <input
            required
            maxLength={128}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("device.description")}>
          <textarea
            rows={3}
            maxLength={1024}
            value={description}
            onInput={(event) => setDescription(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("device.tags")} hint={t("device.tags_hint")}>
          <input value={tags} onInput={(event) => setTags(event.currentTarget.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}
