import { useState } from "preact/hooks";
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
  // Others may change the device meanwhile: what is not touched here stays theirs.
  const [before] = useState(() => editable(device));
  const { id } = device;
  const [name, setName, dropName] = useDraft(`device.${id}.name`, before.name);
  const [description, setDescription, dropDescription] = useDraft(
    `device.${id}.description`,
    before.description,
  );
  const [tags, setTags, dropTags] = useDraft(`device.${id}.tags`, before.tags);
  const drop = () => [dropName, dropDescription, dropTags].forEach((dropOne) => dropOne());
  const save = async () => {
    const changes = {
      ...(name === before.name ? {} : { name }),
      ...(description === before.description ? {} : { description }),
      ...(tags === before.tags ? {} : { tags: splitTags(tags) }),
    };
    if (Object.keys(changes).length > 0) await request("PATCH /devices/:id", { id, ...changes });
    drop();
    notify(t("state.saved"));
    saved();
    close();
  };
  const unsaved = (isUnsaved: boolean) => isUnsaved ? t("edit.unsaved") : undefined;
  const cancel = () => {
    drop();
    close();
  };
  return (
    <Dialog title={t("device.edit")} close={cancel}>
      <Form submit={save} label={t("action.save")} cancel={cancel}>
        <Field label={t("device.name")} hint={unsaved(name !== before.name)}>
          <input
            required
            maxLength={128}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label={t("device.description")} hint={unsaved(description !== before.description)}>
          <textarea
            rows={3}
            maxLength={1024}
            value={description}
            onInput={(event) => setDescription(event.currentTarget.value)}
          />
        </Field>
        <Field
          label={t("device.tags")}
          hint={`${t("device.tags_hint")} ${unsaved(tags !== before.tags) ?? ""}`}
        >
          <input value={tags} onInput={(event) => setTags(event.currentTarget.value)} />
        </Field>
      </Form>
    </Dialog>
  );
}

function editable({ name, description = "", tags }: DeviceDetails) {
  return { name, description, tags: tags.join(", ") };
}

function splitTags(text: string): string[] {
  return text.split(",").map((tag) => tag.trim()).filter((tag) => tag !== "");
}
