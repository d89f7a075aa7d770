import { useState } from "preact/hooks";
import type { FileEntry } from "../../protocol/mod.ts";
import { t } from "../i18n/translate.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";

/** Asks for the name of a file, or of a new folder. */
export function FileName(
  { entry, save, close }: {
    readonly entry: FileEntry | undefined;
    /** Whether it was done. */
    readonly save: (name: string) => boolean | Promise<boolean>;
    readonly close: () => void;
  },
) {
  const [name, setName] = useState(entry?.n ?? "");
  const submit = async () => {
    if (await save(name.trim())) close();
  };
  return (
    <Dialog title={t(entry ? "files.rename" : "files.new_folder")} close={close}>
      <Form submit={submit} label={t("action.save")} cancel={close}>
        <Field label={t("files.name")}>
          <input
            required
            autofocus
            pattern="[^\/\\]*[^\/\\\s][^\/\\]*"
            title={t("files.name_hint")}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
