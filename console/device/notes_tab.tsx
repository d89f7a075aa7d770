import { useResource } from "../data/resource.ts";
import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Field, Form } from "../ui/form.tsx";
import { notify } from "../ui/notices.tsx";
import { Loaded } from "../ui/states.tsx";
import type { DeviceTabProps } from "./device_tab.ts";

/** What operators wrote about the device. */
export function NotesTab({ device: { id } }: DeviceTabProps) {
  const notes = useResource(id, (signal) => request("GET /devices/:id/notes", { id }, { signal }));
  return (
    <Loaded of={notes}>
      {({ text }) => <Editor key={text} id={id} saved={text} reload={notes.reload} />}
    </Loaded>
  );
}

function Editor(
  { id, saved, reload }: {
    readonly id: string;
    readonly saved: string;
    readonly reload: () => void;
  },
) {
  const [text, setText, drop] = useDraft(`notes.${id}`, saved);
  const save = async () => {
    await request("PUT /devices/:id/notes", { id, text });
    drop();
    notify(t("state.saved"));
    reload();
  };
  return (
    <Form submit={save} label={t("action.save")} cancel={text === saved ? undefined : drop}>
      <Field label={t("tab.notes")} hint={text === saved ? undefined : t("notes.draft")}>
        <textarea
          rows={14}
          maxLength={65_535}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </Field>
    </Form>
  );
}
