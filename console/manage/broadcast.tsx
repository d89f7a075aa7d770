import { t } from "../i18n/translate.ts";
import { useDraft } from "../session/draft.ts";
import { request } from "../session/session.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Field, Form } from "../ui/form.tsx";
import { notify } from "../ui/notices.tsx";

/** A text for everybody who is logged in. */
export function Broadcast({ close }: { readonly close: () => void }) {
  const [message, setMessage, drop] = useDraft("broadcast");
  const send = async () => {
    await request("POST /broadcast", { message });
    drop();
    notify(t("broadcast.sent"));
    close();
  };
  return (
    <Dialog title={t("broadcast.title")} close={close}>
      <Form submit={send} label={t("broadcast.send")} cancel={close}>
        <Field label={t("message.text")} hint={t("broadcast.hint")}>
          <textarea
            required
            rows={3}
            maxLength={512}
            value={message}
            onInput={(event) => setMessage(event.currentTarget.value)}
          />
        </Field>
      </Form>
    </Dialog>
  );
}
